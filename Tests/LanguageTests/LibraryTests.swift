import Builtins
import Evaluation
import Foundation
import Sessions
import Syntax
import Testing

/// Rules that every declaration keeps, and its example run.
@Suite struct LibraryTests {
  @Test func namesAreUniqueAndInSnakeCase() {
    let names = allBuiltins.map(\.name)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0.isLowercase || $0 == "_" || $0.isNumber }, "\(name)")
    }
  }

  @Test func summariesAreSentences() {
    for builtin in allBuiltins {
      #expect(builtin.summary.hasSuffix("."), "\(builtin.name)")
      #expect(builtin.parameters.allSatisfy { !$0.help.isEmpty }, "\(builtin.name)")
    }
  }

  /// Who reads a page sees first how the function is used, and not how it fails; `restore`, `replay`, `input` and
  /// `edit` alone need a session that was lost, a notebook and a person.
  @Test func examplesBeginWithAUseThatWorks() throws {
    let library = try TestSession().session.library
    let natives = library.builtinNames.compactMap { library.builtins[$0] } + library.methods
    let needy = ["restore", "replay", "input", "edit"]
    for builtin in natives where !builtin.name.hasPrefix("_") && !needy.contains(builtin.name) {
      let lines = builtin.example.split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(lines.first.map { !$0.hasPrefix("try ") } ?? false, "\(builtin.name)")
    }
  }

  @Test func everyFileOfTheStandardLibraryIsListed() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../stdlib").standardized
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".setl") }
    #expect(Set(files) == Set(StandardLibraryFiles.names))
  }

  @Test(arguments: allBuiltins.map(\.name))
  func exampleGivesWhatItSays(_ name: String) throws {
    let builtin = try #require(allBuiltins.first { $0.name == name })
    let test = try TestSession()
    // Files that examples write go where they are forgotten.
    #expect(TemporaryFiles.areUsed)
    let result = test.session.runCell(builtin.example)
    guard case .finished = result.end else {
      Issue.record("the example of \(name) fails: \(result.end)")
      return
    }
    guard let mark = builtin.example.range(of: "  # ", options: .backwards) else { return }
    let promise = builtin.example[mark.upperBound...]
    if promise.hasPrefix("prints: ") {
      #expect(test.output.lines.joined(separator: ", ") == promise.dropFirst(8))
    } else {
      #expect(result.echo?.text ?? "none" == promise)
    }
  }

  @Test(arguments: allBuiltins.map(\.name))
  func helpTellsOfIt(_ name: String) throws {
    let test = try TestSession()
    _ = test.session.runCell("help(\"\(name)\")")
    let builtin = try #require(allBuiltins.first { $0.name == name })
    #expect(test.output.text.onOneLine.contains(builtin.summary))
    #expect(test.output.text.onOneLine.contains(builtin.signature))
  }

  @Test func questionMarksShowHelpAndSource() throws {
    let test = try TestSession()
    _ = test.session.runCell("## Twice `x`.\nfn double(x) { x * 2 }")
    _ = test.session.runCell("?double")
    #expect(test.output.text == "double(x)\n\nTwice `x`.\n")
    test.output.clear()
    _ = test.session.runCell("??double")
    #expect(test.output.text == "## Twice `x`.\nfn double(x) { x * 2 }\n")
    test.output.clear()
    _ = test.session.runCell(" ??map")
    #expect(test.output.text.contains("fn map(xs, f) {"))
    test.output.clear()
    _ = test.session.runCell("??sqrt")
    #expect(test.output.text.contains("sqrt(x)") && test.output.text.contains("Swift"))
    guard case .failed(let found) = test.session.runCell("?nonsense").end else {
      Issue.record("?nonsense is no function")
      return
    }
    #expect(found.first?.code == "S0301")
  }

  @Test func questionMarksReachAllThatHasHelp() throws {
    let test = try TestSession()
    func answer(_ text: String) -> String {
      test.output.clear()
      _ = test.session.runCell(text)
      return test.output.text
    }
    _ = test.session.runCell("let m = {inc: x => x + 1}")
    #expect(answer("?m.inc").hasPrefix("fn(x)"))
    #expect(answer("m.inc?").hasPrefix("fn(x)"))
    #expect(answer("?S0204").hasPrefix("S0204: "))
    #expect(answer("?s0204").hasPrefix("S0204: "))
    #expect(answer("?for").hasPrefix("for name in values"))
    #expect(answer("?..").hasPrefix("from..to"))
    #expect(answer("?session.history").hasPrefix("session.history("))
    #expect(answer("?m.nothing").isEmpty)
  }

  @Test func everyWordOfTheLanguageHasAPage() {
    let words = Set(syntaxPages.flatMap(\.names))
    for keyword in Keyword.allCases { #expect(words.contains(keyword.rawValue), "\(keyword)") }
  }

  @Test(arguments: syntaxPages.map { $0.names[0] })
  func examplesOfTheLanguageGiveWhatTheySay(_ name: String) throws {
    let page = try #require(syntaxPages.first { $0.names.contains(name) })
    let result = try TestSession().session.runCell(page.example)
    guard case .finished = result.end else {
      Issue.record("the example of \(name) fails: \(result.end)")
      return
    }
    guard let mark = page.example.range(of: "  # ", options: .backwards) else { return }
    #expect(result.echo?.text ?? "none" == page.example[mark.upperBound...])
    #expect(page.text.split(separator: "\n").allSatisfy { $0.count <= Help.columns }, "\(name)")
  }

  @Test func everyCodeThatIsRaisedIsExplained() throws {
    let sources = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Sources").standardized
    let files =
      FileManager.default.enumerator(atPath: sources.path())?
      .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
    var codes: Set<String> = []
    for file in files {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /"(S0[0-9]{3})"/) { codes.insert(String(match.1)) }
    }
    #expect(codes.count > 20)
    for code in codes where code != "S0300" { #expect(allExplanations[code] != nil, "\(code)") }
  }
}
