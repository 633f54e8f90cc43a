import Evaluation
import Sessions
import Testing

/// What a front end shows beside a text, asked of a session; `|` is the cursor.
@Suite struct InspectionTests {
  private func inspect(_ text: String, after cells: String...) throws -> String? {
    let test = try TestSession()
    for cell in cells { _ = test.session.runCell(cell) }
    test.output.clear()
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    let found = test.session.outline(showing: .seconds(9)).inspection(
      of: parts.joined(), at: parts[0].utf8.count)
    #expect(test.output.text.isEmpty)
    return found?.text
  }

  @Test func functionsAndVariables() throws {
    #expect(try inspect("spl|it(x)")?.hasPrefix("split(data") == true)
    #expect(try inspect("map(xs, |")?.hasPrefix("map(xs, f)") == true)
    #expect(try inspect("x.upp|er()")?.hasPrefix("upper(text)") == true)
    #expect(
      try inspect("twice|", after: "## Two `x`.\nfn twice(x) { 2 * x }")?.contains("Two") == true)
    #expect(try inspect("m.a|", after: "let m = {a: 7}") == "7")
    #expect(try inspect("session.hist|ory()")?.hasPrefix("session.history(") == true)
  }

  @Test func nothingIsKnown() throws {
    #expect(try inspect("nonsense|") == nil)
    #expect(try inspect("# spl|it") == nil)
    #expect(try inspect("|") == nil)
    #expect(try inspect("\"spl|it\"") == nil)
  }
}
