import Builtins
import Evaluation
import Foundation
import Sessions
import Testing

/// The documentation is true: the reference is what the declarations say, and every line of code runs.
@Suite struct DocumentationTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// `RECORD_SNAPSHOTS=1` writes the pages anew.
  @Test func theReferenceIsCurrent() throws {
    let folder = Self.root.appending(path: "docs/reference")
    let pages = Reference.pages(of: try TestSession().session.library)
    #expect(pages.count > 8)
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      for page in pages {
        try page.text.write(
          to: folder.appending(path: page.name), atomically: true, encoding: .utf8)
      }
      return
    }
    for page in pages {
      let written = try? String(contentsOf: folder.appending(path: page.name), encoding: .utf8)
      #expect(written == page.text, "docs/reference/\(page.name)")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
    #expect(Set(files) == Set(pages.map(\.name)))
  }

  /// `CALL is VALUE.` in a doc comment of the standard library.
  @Test func examplesOfTheStandardLibraryHold() throws {
    let test = try TestSession()
    var count = 0
    for function in test.session.library.functions.values {
      for match in (function.documentation ?? "").matches(of: /(?m)^(\S.*\)) is (.+)\.$/) {
        count += 1
        let result = test.session.runCell("(\(match.1)) == (\(match.2))")
        #expect(result.echo?.text == "true", "\(match.0)")
      }
    }
    #expect(count >= 5)
  }

  /// Each block of code on a page is a script; `# prints VALUE` is what a line prints.
  /// Figures count for nothing.
  @Test(arguments: [("language.md", 8), ("data.md", 4), ("evolution.md", 8), ("layers.md", 2)])
  func thePageRuns(_ name: String, blockCount: Int) throws {
    #expect(TemporaryFiles.areUsed)
    let page = try String(contentsOf: Self.root.appending(path: "docs/\(name)"), encoding: .utf8)
    let parts = page.components(separatedBy: "```\n")
    let blocks = parts.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    #expect(blocks.count >= blockCount)
    for block in blocks {
      let test = try TestSession(keepsPictures: false)
      let result = test.run(block, name: name)
      #expect(result.diagnostics.isEmpty, "\(block)")
      var expected: [String] = []
      for match in block.matches(of: /(?m)# prints (.+)$/) { expected.append(String(match.1)) }
      #expect(result.lines == expected, "\(block)")
    }
  }

  /// Each form in the right column of the page of NumPy's names runs behind the page's definitions.
  @Test func everyFormBesideNumPysNamesRuns() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "docs/numpy.md"), encoding: .utf8)
    let definitions = page.components(separatedBy: "```\n")[1]
    var forms: [String] = []
    for row in page.matches(of: /(?m)^\| (.+) \| (.+) \|$/) {
      guard !row.2.contains("*not run: "), !row.2.hasPrefix("none") else { continue }
      for form in row.2.matches(of: /`([^`]+)`/) { forms.append(String(form.1)) }
    }
    #expect(forms.count > 100)
    for form in forms {
      let test = try TestSession()
      let result = test.run(definitions + form, name: "numpy.md")
      #expect(result.diagnostics.isEmpty, "\(form)")
    }
  }
}
