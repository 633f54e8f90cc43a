internal import Evaluation
internal import Syntax

/// A function that runs beside the prompt, as the session sees it.
final class Job {
  enum Outcome {
    case value(Value)
    case failed(RunFailure)
    case stopped
  }

  let status: JobStatus
  /// What the job's function is written as, on one line.
  let text: String
  private var thread: JobThread?
  private var kept: Outcome?
  /// The program has seen how the job ended.
  private(set) var isSeen = false

  init(_ status: JobStatus, text: String, thread: JobThread) {
    self.status = status
    self.text = text
    self.thread = thread
  }

  /// A session that goes does not wait; the job ends as soon as it can.
  deinit { if thread != nil { stopAtOnce() } }

  var number: Int { status.number }

  /// As Ctrl-C does: a training ends after its batch, and the function goes on; the second time, or
  /// where nothing trains, the function ends.
  func stop() { if !status.isEnded { status.interrupt.request() } }

  func stopAtOnce() {
    stop()
    stop()
  }

  /// Takes what the job came to over into the session's machine, once the job is over. The job's own
  /// machine goes.
  func collect(_ machine: Machine) {
    guard status.isEnded, let thread else { return }
    let (other, outcome) = thread.join()
    kept = copied(outcome, from: other, to: machine)
    self.thread = nil
  }

  private func copied(
    _ outcome: Result<Value, RunFailure>?, from other: Machine, to machine: Machine
  ) -> Outcome {
    switch outcome {
    case .success(let value):
      do {
        return .value(try machine.copy(value, from: other))
      } catch {
        return .failed(Self.failure(error))
      }
    case .failure(let failure) where failure.isInterrupt: return .stopped
    case .failure(var failure) where !failure.diagnostics.isEmpty:
      failure.value = (try? machine.copy(failure.value, from: other)) ?? .none
      // Where it happened is no line that led to where it is told.
      failure.diagnostics[0].notes.append("it ended job \(number)")
      return .failed(failure)
    case .failure, nil: return .stopped
    }
  }

  /// A result that cannot be handed back, as the error of the job.
  private static func failure(_ error: any Error) -> RunFailure {
    guard let error = error as? NativeError else {
      return RunFailure(diagnostics: [Diagnostic(code: "S0330", title: "\(error)")])
    }
    return RunFailure(diagnostics: [
      Diagnostic(
        code: error.code, title: error.title,
        notes: ["the job handed it back as its result"], help: error.help)
    ])
  }

  // MARK: Looking

  /// It failed, and the program has not looked.
  var isUnseenFailure: Bool {
    guard !isSeen, case .failed = kept else { return false }
    return true
  }

  /// How the job ended; nil while it runs.
  func outcome(_ machine: Machine) -> Outcome? {
    collect(machine)
    return kept
  }

  /// What the function gave, where that has been taken over.
  var value: Value? { if case .value(let value) = kept { value } else { nil } }

  /// What the function gave. Throws where there is nothing yet, or nothing at all; the job's own error
  /// where it failed.
  func result(_ machine: Machine) throws -> Value {
    switch outcome(machine) {
    case .value(let value):
      isSeen = true
      return value
    case .failed(let failure):
      isSeen = true
      throw failure
    case .stopped:
      isSeen = true
      throw NativeError(
        "S0331", "job \(number) was stopped before it gave a result",
        notes: ["it ran for \(status.time)"])
    case nil:
      throw NativeError(
        "S0331", "job \(number) is still running",
        label: status.line ?? "for \(status.time) so far",
        help: "wait for it:  job.wait()")
    }
  }

  /// The error that ended the job, as `catch` gives it; none where there is none.
  func error(_ machine: Machine) -> Value {
    guard case .failed(let failure) = outcome(machine) else { return .none }
    isSeen = true
    if failure.value.asMap != nil { return failure.value }
    let diagnostic = failure.diagnostics.first
    return .object(
      MapObject(fields: [
        ("message", .string(diagnostic?.title ?? "")), ("code", .string(diagnostic?.code ?? "")),
      ]))
  }

  /// How the job stands: `running for 3.2 s: epoch 2/5 …`.
  func state(_ machine: Machine) -> String {
    switch outcome(machine) {
    case nil: status.running
    case .value: "done in \(status.time)"
    case .failed(let failure):
      "failed after \(status.time): \(failure.diagnostics.first?.title ?? "")"
    case .stopped: "stopped after \(status.time)"
    }
  }
}
