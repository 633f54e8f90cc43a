import Evaluation
import Sessions
import Testing

/// What stops a training within a layer that is written in setl.
@Suite struct OwnLayerTests {
  /// Interrupts a program as often as it writes `stop`.
  private final class Stopping: OutputSink {
    var interrupt: Interrupt?

    func write(_ text: String) { if text.contains("stop") { interrupt?.request() } }
    func display(_ bundle: DisplayBundle) {}
    func progress(_ progress: Progress?) {}
    func milestone(_ line: String, details: [String]) {}
    func step(_ line: String, details: [String]) {}
  }

  /// A model whose layer is asked `forward`, and 4 steps an epoch.
  private func cells(_ forward: String) -> [String] {
    [
      """
      let calls = {count: 0}
      fn forward(p, x) {
          calls.count += 1
          \(forward)
          x @ p.w
      }
      let m = sequential({w: parameter(ones(1, 1)), forward: forward, inputs: 1})
      let rows = examples(reshape(linspace(0, 31, 32), 32, 1), list(0..32))
      """,
      "let h = fit(m, rows, epochs: 5, batch: 8, seed: 1); print(h.interrupted, length(h))",
      "print(calls.count, evaluate(m, rows).count)",
    ]
  }

  private func run(_ cells: [String]) throws -> (output: [String], isInterrupted: [Bool]) {
    let stopping = Stopping()
    let output = RecordedOutput(forwardingTo: stopping)
    let session = try TestSession.session(output: output)
    stopping.interrupt = session.interrupt
    let ends = cells.map { cell in
      if case .interrupted = session.runCell(cell).end { true } else { false }
    }
    return (output.lines, ends)
  }

  /// The first interrupt ends the training after the batch: the sixth call is the fifth batch, the first that of
  /// `sequential`.
  @Test func theFirstEndsTheTrainingAfterTheBatch() throws {
    let found = try run(cells("if calls.count == 6 { print(\"stop\") }"))
    #expect(found.output == ["stop", "true 2", "6 32"])
    #expect(found.isInterrupted == [false, false, false])
  }

  /// The second ends the program where it stands, and the model is as the batch before left it.
  @Test func theSecondEndsTheProgram() throws {
    let found = try run(cells("while calls.count == 6 { print(\"stop\") }"))
    #expect(found.output == ["stop", "stop", "6 32"])
    #expect(found.isInterrupted == [false, true, false])
  }
}
