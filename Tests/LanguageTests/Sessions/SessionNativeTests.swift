import Evaluation
import Foundation
import Sessions
import Testing

/// What programs call to look at the conversation that they are part of.
@Suite struct SessionNativeTests {
  private func echo(_ cell: String, _ test: TestSession) -> String? {
    test.session.runCell(cell).echo?.text
  }

  @Test func earlierCellsAndResultsAreAtHand() throws {
    let test = try TestSession()
    #expect(echo("6 * 7", test) == "42")
    #expect(echo("_ + 1", test) == "43")
    #expect(echo("Out[1] + _", test) == "85")
    #expect(echo("In[1]", test) == "\"6 * 7\"")
    #expect(echo("1 + 1;", test) == nil)
    #expect(echo("_", test) == "2")
    // What is silenced is the last result alone.
    #expect(echo("[keys(Out), In[5]]", test) == "[[1, 2, 3, 4, 6], \"1 + 1;\"]")
    // A cell without a value leaves the last one.
    #expect(echo("let x = 1", test) == nil)
    #expect(echo("length(_)", test) == "2")
    guard case .failed = test.session.runCell("Out[8]").end else {
      Issue.record("cell 8 has no result")
      return
    }
  }

  @Test func theHistoryIsAValue() throws {
    let home = TemporaryHome()
    do {
      let test = try home.session()
      for cell in ["let lstm_rate = 0.1", "nonsense"] { _ = test.session.runCell(cell) }
    }
    let test = try home.session()
    _ = test.session.runCell("let x = [\n  1]")
    #expect(echo("length(session.history())", test) == "3")
    #expect(echo("session.history()[-1].number", test) == "2")
    #expect(
      echo("session.history(\"lstm\")[0].text", test)?.contains("rate") == true)
    #expect(
      echo(
        "let found = []\nfor c in session.history(limit: 9)[0..3] { append(found, c.outcome) }\nfound",
        test)
        == "[\"finished\", \"failed\", \"finished\"]")
    let table = try #require(echo("session.history()[0..3]", test)).split(separator: "\n")
    #expect(table.count == 4 && table[0].hasPrefix("In ") && table[0].hasSuffix("cell"))
    #expect(table[1].hasSuffix("let lstm_rate = 0.1"))
    #expect(table[2].contains("failed") && table[3].hasSuffix("let x = […"))
    #expect(echo("length(session.history(limit: 2))", test) == "2")
  }

  @Test func aSavedSessionRunsAsAScript() throws {
    let home = TemporaryHome()
    let test = try home.session()
    let script = home.folder + "/demo.setl"
    let cells = [
      "let x = 20", "nonsense", "fn f(a) {\n    a + 1\n}", "?f", "throw \"no\"",
      "session.save(\"\(script)\")", "print(f(x))", "session.save(\"\(script)\")",
    ]
    for cell in cells { _ = test.session.runCell(cell) }
    let text = try String(contentsOfFile: script, encoding: .utf8)
    #expect(
      text
        == "# %%\nlet x = 20\n\n# %%\nfn f(a) {\n    a + 1\n}\n\n# %%\nhelp(f)\n\n# %%\nprint(f(x))\n"
    )
    let other = try TestSession()
    #expect(other.run(text).lines.last == "21")
    #expect(
      PercentScript(text).codeCells == [
        "let x = 20", "fn f(a) {\n    a + 1\n}", "help(f)", "print(f(x))",
      ])
    // A script has no cells: the file stays.
    #expect(try TestSession().errorCode(of: "session.save(\"\(script)\")") == "S0340")
    #expect(try String(contentsOfFile: script, encoding: .utf8) == text)
  }

  @Test func variablesAreListed() throws {
    let test = try TestSession()
    _ = test.session.runCell("session.variables()")
    #expect(test.output.lines == ["there are no variables yet:  let name = value"])
    test.output.clear()
    _ = test.session.runCell(
      "let rate = 0.5\nlet t = zeros(2, 3)\nfn f(x) { x }\nlet m = {a: 1, b: 2}")
    _ = test.session.runCell("session.variables()")
    #expect(
      test.output.lines == [
        "f     function   48 B  f(x)", "m     map       258 B  a, b",
        "rate  number           0.5", "t     tensor     72 B  tensor[2, 3]",
      ])
  }

  @Test func whatHoldsNamesListsThem() throws {
    let home = TemporaryHome()
    defer { withExtendedLifetime(home) {} }
    try FileManager.default.createDirectory(atPath: home.folder, withIntermediateDirectories: true)
    let path = home.folder + "/shapes.setl"
    try "## Gives the area.\nfn area(width, height) { width * height }\nlet sides = 4\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let test = try TestSession()
    for cell in ["import \"\(path)\" as shapes", "?shapes", "?session"] {
      _ = test.session.runCell(cell)
    }
    #expect(
      test.output.lines[1..<4] == [
        "  area(width, height)", "      Gives the area.", "  sides  number",
      ])
    #expect(test.output.lines.contains { $0.hasPrefix("  session.history(") })
  }

  @Test func outIsNoResultOfItsOwn() throws {
    let session = try TestSession().session
    _ = session.runCell("42")
    #expect(session.runCell("Out").echo?.text == "{1: 42}")
    #expect(session.runCell("length(Out)").echo?.text == "1")
  }

  @Test func longCellsAreToldWhatTheyCost() throws {
    var result = try TestSession().session.runCell("1")
    #expect(result.cost == nil && result.seconds > 0 && result.peakBytes > 1 << 20)
    result.peakBytes = 310 << 20
    for (seconds, text) in [(4.25, "4.2 s"), (75, "1 min 15 s"), (7290, "2 h 1 min")] {
      result.seconds = seconds
      #expect(result.cost == text + ", 310 MiB")
    }
  }

  /// The natives of the session are declared like all others: help, completion, reference, example.
  @Test func theyAreDeclaredLikeAllOthers() throws {
    let library = try TestSession().session.library
    #expect(library.methods.count >= 2)
    for builtin in library.methods + ["restore"].compactMap({ library.builtins[$0] }) {
      #expect(builtin.summary.hasSuffix("."), "\(builtin.name)")
      let test = try TestSession()
      let result = test.session.runCell(builtin.example)
      guard case .finished = result.end else {
        Issue.record("the example of \(builtin.name) fails: \(result.end)")
        continue
      }
      for cell in ["?\(builtin.name)", "help(\(builtin.name))"] {
        test.output.clear()
        _ = test.session.runCell(cell)
        #expect(test.output.text.onOneLine.contains(builtin.signature), "\(cell)")
        #expect(test.output.text.onOneLine.contains(builtin.summary), "\(cell)")
      }
    }
    let test = try TestSession()
    let all = test.session.outline.completions(of: "session.", at: 8).items
    #expect(all.contains { $0.text == "history" })
    #expect(
      test.session.outline.completions(of: "session.sa", at: 10).items.map(\.text) == ["save"])
  }
}
