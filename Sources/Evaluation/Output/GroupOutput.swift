public import Processes

/// The output of processes that run a program together: the first one speaks for all, and hears for all.
public final class GroupOutput: OutputSink {
  private let output: any OutputSink
  private let group: any ProcessGroup
  private var isAlone = false

  public init(_ output: any OutputSink, _ group: any ProcessGroup) {
    self.output = output
    self.group = group
  }

  private var speaks: Bool { isAlone || group.number == 0 }

  public func write(_ text: String) { if speaks { output.write(text) } }
  public func page(_ text: String) { if speaks { output.page(text) } }
  public func writeError(_ text: String) { if speaks { output.writeError(text) } }
  public func display(_ bundle: DisplayBundle) { if speaks { output.display(bundle) } }
  public func progress(_ progress: Progress?) { if speaks { output.progress(progress) } }
  public func milestone(_ line: String, details: [String]) {
    if speaks { output.milestone(line, details: details) }
  }
  public func step(_ line: String, details: [String]) {
    if speaks { output.step(line, details: details) }
  }
  public func remark(_ line: String) { if speaks { output.remark(line) } }
  public func clear(waits: Bool) { if speaks { output.clear(waits: waits) } }
  public func standAlone(_ isAlone: Bool) { self.isAlone = isAlone }

  public var lendsInput: Bool { speaks && output.lendsInput }
  public func lendTerminal(to run: () throws -> Void) throws -> Bool {
    try speaks && output.lendTerminal(to: run)
  }

  /// Standard input is the first process's alone.
  public func ask(
    _ question: String, isHidden: Bool, until interrupt: Interrupt
  ) throws -> String? {
    guard !isAlone else {
      throw NativeError(
        "S0336", "nobody can be asked by one process alone",
        notes: ["the question was: \(question)"], help: "ask before  alone(() => …)")
    }
    let answer = try group.once {
      try output.ask(question, isHidden: isHidden, until: interrupt).map { [1] + Array($0.utf8) }
        ?? [0]
    }
    return answer.first == 1 ? String(decoding: answer.dropFirst(), as: UTF8.self) : nil
  }
}
