internal import Evaluation
internal import Syntax
internal import Threads

/// The thread of a job: calls one function on a machine of its own.
///
/// Machine, function and outcome are the thread's alone from its start until it was joined, and the
/// session's before and after. Objects of the language are counted for one thread only: nothing of a
/// job's machine may be touched in between.
final class JobThread {
  /// One that nobody joins goes by itself, and takes what is its own with it.
  private let thread: QuietThread
  private let work: Work

  /// Unchecked: belongs to one thread at a time, as is said above.
  private final class Work: @unchecked Sendable {
    let machine: Machine
    let function: FunctionObject
    let output: JobOutput
    let status: JobStatus
    var outcome: Result<Value, RunFailure>?

    init(_ machine: Machine, _ function: FunctionObject, _ output: JobOutput, _ status: JobStatus) {
      self.machine = machine
      self.function = function
      self.output = output
      self.status = status
    }

    /// Alone with the machine, on whichever thread lets go of it last.
    deinit { machine.dismantle() }

    func run() {
      do throws(RunFailure) {
        outcome = .success(try machine.call(function))
      } catch {
        outcome = .failure(error)
      }
      status.end()
      output.finish(lines)
      status.wake()
    }

    /// What is told of the end.
    private var lines: [String] {
      let time = status.time
      switch outcome {
      case .success where status.interrupt.wasRequested:
        return ["stopped after \(time), with a result"]
      case .success, nil: return ["done in \(time), with a result"]
      case .failure(let failure) where failure.isInterrupt: return ["stopped after \(time)"]
      case .failure(let failure):
        let renderer = DiagnosticRenderer()
        let shown = failure.diagnostics.map { renderer.render($0) }.joined()
        return ["failed after \(time)"]
          + shown.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map {
            String($0)
          }
      }
    }
  }

  /// Deep code of the language needs no native stack; kernels and the library of the system do.
  private static let stackSize = 16 << 20

  /// Starts; `machine` and `function`, which is its own, are not the caller's any more. Throws
  /// `NativeError` when the system has no thread left.
  init(
    _ machine: Machine, _ function: FunctionObject, _ output: JobOutput, _ status: JobStatus
  ) throws {
    work = Work(machine, function, output, status)
    let work = work
    do {
      thread = try QuietThread(stackSize: Self.stackSize) { work.run() }
    } catch {
      throw NativeError(
        "S0331", "the system has no thread for another job", notes: [error.reason])
    }
  }

  /// Waits until the thread is gone: then what it had is the caller's, as long as this is.
  func join() -> (machine: Machine, outcome: Result<Value, RunFailure>?) {
    thread.join()
    return (work.machine, work.outcome)
  }
}
