import Foundation
import Syntax
import Testing

/// Runs every script below `Scripts`; what it must print stands beside the line that prints it.
///
///     print(2 + 3)  # expect: 5
///     print(x)      # expect error: S0301
@Suite struct ScriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Scripts")

  static let scripts: [String] = {
    let found = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".setl") && !$0.contains("parts/") }.sorted()
  }()

  @Test func thereAreScripts() { #expect(Self.scripts.count >= 25) }

  @Test(arguments: scripts)
  func printsWhatItSays(_ name: String) throws {
    let path = Self.folder.appending(path: name)
    let text = try String(contentsOf: path, encoding: .utf8)
    var expected: [String] = []
    var errors: [String] = []
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let mark = line.range(of: "# expect: ") {
        expected.append(String(line[mark.upperBound...]))
      } else if let mark = line.range(of: "# expect error: ") {
        errors.append("\(line[mark.upperBound...]) line \(number + 1)")
      }
    }
    let result = try TestSession().run(text, name: path.path())
    #expect(result.lines == expected)
    let found = result.diagnostics.map { diagnostic in
      let line = diagnostic.label.map { $0.source.line(at: $0.span.start) + 1 } ?? 0
      return "\(diagnostic.code) line \(line)"
    }
    #expect(found == errors, "\(result.diagnostics.map { DiagnosticRenderer().render($0) })")
  }
}
