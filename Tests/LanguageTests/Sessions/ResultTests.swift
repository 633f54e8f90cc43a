import Evaluation
import Sessions
import Syntax
import Testing

/// What is kept of the results of cells, and what memory they take.
@Suite struct ResultTests {
  private func echo(_ cell: String, _ test: TestSession) -> String? {
    test.session.runCell(cell).echo?.text
  }

  /// The oldest large one goes, and is told of; what is small stays.
  @Test func largeResultsAreLetGoOf() throws {
    let test = try TestSession()
    #expect(echo("\"small\"", test) == "\"small\"")
    for _ in 0..<8 { #expect(test.session.runCell("zeros(1000, 1000)").remark == nil) }
    let told = try #require(test.session.runCell("zeros(1000, 1000)").remark)
    #expect(told.hasPrefix("Out[2] was let go"))
    #expect(echo("keys(Out)", test) == "[1, 3, 4, 5, 6, 7, 8, 9, 10]")
    // One that is larger than all that may be kept is there until the next comes.
    #expect(test.session.runCell("zeros(3000, 3000)").remark?.contains("and 5 more") == true)
    let next = test.session.runCell("[length(Out), Out[1]]")
    #expect(next.echo?.text == "[3, \"small\"]")
    #expect(next.remark?.hasPrefix("Out[12] was") == true)
    #expect(title("Out[2]", test) == "Out[2] was let go")
    #expect(title("Out[99]", test) == "the map has no key 99")
    _ = test.session.runCell("forget(\"Out\")")
    #expect(title("Out[1]", test) == "Out[1] was let go")
  }

  /// Of the error that ends a cell.
  private func title(_ cell: String, _ test: TestSession) -> String? {
    guard case .failed(let diagnostics) = test.session.runCell(cell).end else { return nil }
    return diagnostics.first?.title
  }

  @Test func whatAVariableHoldsStays() throws {
    let test = try TestSession()
    _ = test.session.runCell("let x = zeros(3000, 3000)")
    #expect(test.session.runCell("x").remark == nil)
    #expect(test.session.runCell("zeros(10)").remark == nil)
    #expect(echo("Out[2].shape", test) == "[3000, 3000]")
    // Once it is held by nothing else, it counts.
    _ = test.session.runCell("x = none")
    #expect(test.session.runCell("1").remark?.hasPrefix("Out[2] was let go") == true)
  }

  @Test func theMapOfResultsMayBeReplaced() throws {
    let test = try TestSession()
    #expect(echo("zeros(2, 2)", test) != nil)
    _ = test.session.runCell("Out = {}")
    #expect(echo("3", test) == "3")
    #expect(echo("keys(Out)", test) == "[3]")
    _ = test.session.runCell("forget(\"Out\")")
    #expect(echo("[keys(Out), _]", test) == "[[], none]")
    _ = test.session.runCell("Out = 5")
    #expect(echo("Out", test) == "5")
  }

  @Test func aReportOfTheEndOfMemoryNamesWhatIsLargest() throws {
    let test = try TestSession()
    for cell in ["let weights = zeros(2000, 2000)", "ones(1000, 1000)"] {
      _ = test.session.runCell(cell)
    }
    guard case .failed(let diagnostics) = test.session.runCell("zeros(1e8, 1e8)").end else {
      Issue.record("that does not fit")
      return
    }
    #expect(
      diagnostics[0].notes.last
        == "`weights` holds 16 MB, Out[2] holds 4 MB:  forget(…) lets go")
  }

  @Test func variablesTellTheirMemory() throws {
    let test = try TestSession()
    _ = test.session.runCell("let [n, xs, t] = [1, list(0..1000), zeros(500, 1000)]")
    _ = test.session.runCell("let rows = map(0..100_000, i => [i, \"text {i}\"])")
    _ = test.session.runCell("let deep = [1]; for i in 0..100_000 { deep = [deep] }")
    _ = test.session.runCell("let round = {}; round.me = round")
    _ = test.session.runCell("session.variables()")
    let lines = test.output.lines
    #expect(lines.contains { $0.hasPrefix("t ") && $0.contains("2 MB") })
    #expect(lines.contains { $0.hasPrefix("xs ") && $0.contains("16 kB") })
    #expect(lines.contains { $0.hasPrefix("rows ") && $0.contains(" MB") })
    #expect(lines.contains { $0.hasPrefix("round ") && $0.contains(" B") })
  }
}
