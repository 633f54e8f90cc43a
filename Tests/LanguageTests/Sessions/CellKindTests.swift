import Evaluation
import Sessions
import Syntax
import Testing

/// Cells that are not part of the conversation.
@Suite struct CellKindTests {
  @Test func silentLeavesNothing() throws {
    let test = try TestSession()
    _ = test.session.runCell("40 + 2")
    let result = test.session.runCell("print(\"out\")\nlet x = 5\n7", isSilent: true)
    guard case .finished = result.end else { throw Failure() }
    #expect(result.echo == nil)
    #expect(test.session.cellCount == 1)
    #expect(test.session.runCell("[_, length(In), length(Out), x]").echo?.text == "[42, 2, 1, 5]")
    #expect(test.session.history.recent(10).map(\.text).count == 2)
    #expect(test.output.lines == ["out"])
  }

  @Test func whatIsNotStoredIsEchoed() throws {
    let test = try TestSession()
    let result = test.session.runCell("40 + 2", isStored: false)
    #expect(result.echo?.text == "42")
    #expect(test.session.cellCount == 0)
    #expect(test.session.history.recent(10).isEmpty)
    #expect(test.session.runCell("[_, length(Out)]").echo?.text == "[42, 0]")
    #expect(test.session.cellCount == 1)
  }

  @Test func errorsNameNoNumber() throws {
    let test = try TestSession()
    guard case .failed(let diagnostics) = test.session.runCell("nonsense", isStored: false).end
    else { throw Failure() }
    #expect(diagnostics.first?.label?.source.name == "In [ ]")
  }

  /// A job says which cell began it, also when others have run since.
  @Test func jobsNameTheirCell() throws {
    let session = try TestSession().session
    _ = session.runCell("let go = {now: false}")
    _ = session.runCell("let slow = background(fn() { while true {} })")
    _ = session.runCell("1")
    _ = session.runCell("let aside = background(fn() { while true {} })", isStored: false)
    let lines = session.jobsProgress.lines
    #expect(lines.map(\.cell) == [2, nil])
    #expect(lines.first?.line.hasPrefix("[1] running for ") == true)
    #expect(session.stopJobs(within: 60_000))
    let told = session.notices.take()
    #expect(Set(told.map(\.cell)) == [2, nil])
    #expect(told.first { $0.cell == 2 }?.line.hasPrefix("[1] stopped after ") == true)
    #expect(session.jobsProgress.lines.isEmpty)
  }

  private struct Failure: Error {}
}
