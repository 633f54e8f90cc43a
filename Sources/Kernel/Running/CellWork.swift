internal import Dispatch
internal import Evaluation
internal import Synchronization

/// The cell that runs, between the thread that runs it and the one that answers meanwhile.
final class CellWork: Sendable {
  private struct State {
    var waiting: Request?
    var isRunning = false
    var wasInterrupted = false
    var isOver = false
    var answer: Answer?
  }

  /// What a person answered to a question.
  enum Answer: Sendable { case text(String), end }

  let interrupt: Interrupt
  private let state = Mutex(State())
  private let arrived = DispatchSemaphore(value: 0)

  init(_ interrupt: Interrupt) { self.interrupt = interrupt }

  // MARK: The thread of the sockets

  /// Hands over the next cell, once the last is over: from here on requests reach it.
  func begin(_ request: Request) {
    state.withLock { state in
      interrupt.clear()
      state.waiting = request
      state.isRunning = true
      state.wasInterrupted = false
    }
    arrived.signal()
  }

  /// No cell comes any more; the one that runs is to end at once.
  func end() {
    state.withLock { state in
      state.isOver = true
      guard state.isRunning else { return }
      // The first may be taken by a training.
      interrupt.request()
      interrupt.request()
    }
    arrived.signal()
  }

  /// As Ctrl-C; whether there was a cell that heard it.
  @discardableResult
  func requestInterrupt() -> Bool {
    state.withLock { state in
      guard state.isRunning else { return false }
      state.wasInterrupted = true
      interrupt.request()
      return true
    }
  }

  func give(_ answer: Answer) { state.withLock { $0.answer = answer } }

  // MARK: The thread of the cells

  /// Waits for the next cell; nil where no more comes.
  func next() -> Request? {
    while true {
      arrived.wait()
      let (request, isOver) = state.withLock { state in
        defer { state.waiting = nil }
        return (state.waiting, state.isOver)
      }
      if isOver { return nil }
      if let request { return request }
    }
  }

  /// The cell is over; whether there was a request that it end.
  func finish() -> Bool {
    state.withLock { state in
      state.isRunning = false
      interrupt.clear()
      return state.wasInterrupted
    }
  }

  /// Waits for the answer to a question. Throws `ProgramStopped` where an interrupt ended it.
  func answer() throws -> String? {
    while true {
      let answer = state.withLock { state in
        defer { state.answer = nil }
        return state.answer
      }
      switch answer {
      case .text(let text): return text
      case .end: return nil
      case nil: break
      }
      if interrupt.isRequested { throw ProgramStopped() }
      Self.pause()
    }
  }

  /// Before a question: an answer that nobody waited for is not its answer.
  func forgetAnswer() { state.withLock { $0.answer = nil } }

  private static func pause() {
    // No semaphore: an interrupt, which comes from anywhere, would not raise it.
    _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(5))
  }
}
