import Foundation
import Sessions
import Syntax
import Testing

/// One page a mistake that shows when a program is compiled or runs: the source, and exactly what a terminal
/// shows of it.
///
/// `RECORD_SNAPSHOTS=1` writes the pages anew; the difference is to be reviewed.
@Suite struct PageTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  static let pages = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func thereArePages() { #expect(Self.pages.count >= 60) }

  @Test(arguments: pages)
  func showsWhatThePageSays(_ name: String) throws {
    #expect(TemporaryFiles.areUsed)
    let page = Self.folder.appending(path: name)
    let text = try String(contentsOf: page, encoding: .utf8)
    let parts = text.components(separatedBy: "```\n")
    let source = try #require(parts.count > 1 ? parts[1] : nil)
    let result = try TestSession().run(source, name: "case.setl")
    #expect(!result.diagnostics.isEmpty)
    let shown = result.diagnostics.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
    let written = "# SOURCE\n```\n\(source)```\n# DIAGNOSTICS\n```\n\(shown)```\n"
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try written.write(to: page, atomically: true, encoding: .utf8)
      return
    }
    #expect(text == written)
  }
}
