import Foundation
import Syntax
import Testing

/// One page a mistake: the source, and exactly what a terminal shows of it.
///
/// `RECORD_SNAPSHOTS=1` writes the pages anew; the difference is to be reviewed.
@Suite struct SnapshotTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Cases")

  static let pages = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func therearePages() { #expect(Self.pages.count >= 30) }

  @Test(arguments: pages)
  func showsWhatThePageSays(_ name: String) throws {
    let page = Self.folder.appending(path: name)
    let text = try String(contentsOf: page, encoding: .utf8)
    let parts = text.components(separatedBy: "```\n")
    let source = try #require(parts.count > 1 ? parts[1] : nil)
    let shown = Self.render(source)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try Self.page(source, shown).write(to: page, atomically: true, encoding: .utf8)
      return
    }
    #expect(text == Self.page(source, shown))
  }

  private static func page(_ source: String, _ shown: String) -> String {
    "# SOURCE\n```\n\(source)```\n# DIAGNOSTICS\n```\n\(shown)```\n"
  }

  private static func render(_ source: String) -> String {
    switch parse(SourceText(name: "case.setl", text: source)) {
    case .program: return "none\n"
    case .incomplete: return "incomplete\n"
    case .failed(let diagnostics):
      return diagnostics.map { DiagnosticRenderer().render($0) }.joined(separator: "\n")
    }
  }
}
