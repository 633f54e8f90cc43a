import Foundation
import Notebooks
import Sessions
import Syntax
import Testing

/// One page a value or a mistake: the cell, its text, and the HTML that a page shows of it, an element a
/// line.
///
/// `RECORD_SNAPSHOTS=1` writes the pages anew; the difference is to be reviewed.
@Suite struct SnapshotTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  static let pages = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
    .filter { $0.hasSuffix(".md") }.sorted()

  @Test func thereArePages() { #expect(Self.pages.count >= 10) }

  @Test(arguments: pages)
  func showsWhatThePageSays(_ name: String) throws {
    let path = Self.folder.appending(path: name)
    let text = try String(contentsOf: path, encoding: .utf8)
    let parts = text.components(separatedBy: "```\n")
    let source = try #require(parts.count > 1 ? parts[1] : nil)
    let page = try Self.page(source)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      return try page.write(to: path, atomically: true, encoding: .utf8)
    }
    #expect(text == page)
  }

  private static func page(_ source: String) throws -> String {
    let shown = try shown(source)
    _ = try Markup(shown.html)
    // Each element on a line of its own reads better where it changes.
    let html = shown.html.replacing(#/<(?!/|b>|span|code)/#, with: "\n<")
    return "# SOURCE\n```\n\(source)```\n# TEXT\n```\n\(shown.text)\n```\n# HTML\n```\(html)\n```\n"
  }

  private static func shown(_ source: String) throws -> (text: String, html: String) {
    let page = try PageSession()
    if let forms = page.forms(String(source.dropLast())).last {
      return (forms["text/plain"] ?? "", forms["text/html"] ?? "")
    }
    guard case .failed(let diagnostics) = try PageSession().session.runCell(source).end else {
      return ("", "")
    }
    return (
      diagnostics.map { DiagnosticRenderer().render($0) }.joined(),
      diagnostics.map { DiagnosticPage().html(of: $0, explanation: "A long story.") }.joined()
    )
  }
}
