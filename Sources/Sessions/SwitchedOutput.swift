internal import Evaluation

/// The session's outlet: what programs put out passes through, unless it is switched off. Passing lines
/// about progress always do.
final class SwitchedOutput: OutputSink {
  let output: any OutputSink
  var isOn = true
  /// What runs is one command, which may have the terminal.
  var runsCommand = false
  /// Is told after everything that a program puts out.
  var onOutput: () -> Void = {}

  init(_ output: any OutputSink) { self.output = output }

  func write(_ text: String) {
    if isOn { output.write(text) }
    onOutput()
  }
  func writeError(_ text: String) {
    if isOn { output.writeError(text) }
    onOutput()
  }
  func display(_ bundle: DisplayBundle) {
    if isOn { output.display(bundle) }
    onOutput()
  }
  func progress(_ progress: Progress?) {
    output.progress(progress)
    onOutput()
  }
  func milestone(_ line: String, details: [String]) {
    if isOn { output.milestone(line, details: details) }
    onOutput()
  }
  func step(_ line: String, details: [String]) {
    if isOn { output.step(line, details: details) }
    onOutput()
  }
  func remark(_ line: String) {
    output.remark(line)
    onOutput()
  }
  var lendsInput: Bool { output.lendsInput }
  func lendTerminal(to run: () throws -> Void) throws -> Bool {
    guard isOn, runsCommand, try output.lendTerminal(to: run) else { return false }
    onOutput()
    return true
  }
  func standAlone(_ isAlone: Bool) { output.standAlone(isAlone) }
  func clear(waits: Bool) { if isOn { output.clear(waits: waits) } }
  func page(_ text: String) {
    if isOn { output.page(text) }
    onOutput()
  }
  var canAsk: Bool { output.canAsk }
  func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String? {
    onOutput()
    return try output.ask(question, isHidden: isHidden, until: interrupt)
  }
}
