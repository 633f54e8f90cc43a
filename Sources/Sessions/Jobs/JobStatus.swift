internal import Dispatch
internal import Evaluation
internal import Synchronization

/// What the thread of a job and the session both see: all that is shared between them while the job runs.
final class JobStatus: Sendable {
  /// From 1, in the order of the starts.
  let number: Int
  /// The cell that started it; nil where none did.
  let cell: Int?
  let interrupt = Interrupt()
  let start = ContinuousClock.now
  private let state = Mutex(State())
  private let ended = DispatchSemaphore(value: 0)

  private struct State {
    var line: String?
    var end: ContinuousClock.Instant?
  }

  init(number: Int, cell: Int?) {
    self.number = number
    self.cell = cell
  }

  /// The passing line about how far the job is.
  var line: String? {
    get { state.withLock { $0.line } }
    set { state.withLock { $0.line = newValue } }
  }

  /// The job's function is over; its thread soon is.
  var isEnded: Bool { state.withLock { $0.end != nil } }

  /// Since the start, up to the end where there is one.
  var elapsed: Duration { (state.withLock { $0.end } ?? .now) - start }

  /// `12.3 s`, `5 min 2 s`.
  var time: String { elapsed.words }

  /// How it stands while it runs: `running for 3.2 s: epoch 2/5 …`.
  var running: String { "running for \(time)" + (line.map { ": \($0)" } ?? "") }

  func end() {
    state.withLock { state in
      state.end = .now
      state.line = nil
    }
  }

  /// Wakes those that wait, once all is told of the end.
  func wake() { ended.signal() }

  /// Waits for the end, `limit` at most.
  func wait(_ limit: DispatchTimeInterval) {
    if ended.wait(timeout: .now() + limit) == .success { ended.signal() }
  }
}
