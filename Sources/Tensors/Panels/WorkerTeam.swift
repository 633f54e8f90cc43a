internal import Glibc
internal import Synchronization
internal import Threads

/// The threads of the process that help in loops.
///
/// They are made when a loop first wants them, and stay. The system's own pool (libdispatch) waits without
/// end where no thread can be made, as under a limit of processes; here a loop then does with those that
/// are there, the calling one at least. A helper that has not begun when all shares are taken is not waited
/// for: on a busy machine it may wake late.
final class WorkerTeam: Sendable {
  static let shared = WorkerTeam()

  private struct State {
    var idle: [Worker] = []
    var count = 0
    /// When the system had no thread left last.
    var refused: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  /// More than there are cores would take turns.
  private static let most = max(sysconf(Int32(_SC_NPROCESSORS_ONLN)), 1) - 1
  private static let patience = Duration.seconds(1)

  /// Calls `body` with each of 0 ..< `shares`, and returns when all calls have.
  func run(shares: Int, _ body: (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) { body in
        let loop = SharedLoop(shares: shares, body)
        let helpers = helpers(shares - 1)
        for helper in helpers { helper.begin(loop) }
        loop.work()
        for helper in helpers { helper.leaveOrWait() }
        state.withLock { $0.idle += helpers }
      }
    }
  }

  /// So many threads that have nothing to do, or as many as there are.
  private func helpers(_ wanted: Int) -> [Worker] {
    state.withLock { state in
      while state.idle.count < wanted, state.count < Self.most, mayGrow(state) {
        guard let worker = Worker() else {
          state.refused = .now
          break
        }
        state.idle.append(worker)
        state.count += 1
      }
      let found = Array(state.idle.suffix(wanted))
      state.idle.removeLast(found.count)
      return found
    }
  }

  /// To ask in vain takes longer than many a loop.
  private func mayGrow(_ state: State) -> Bool {
    state.refused.map { ContinuousClock.now - $0 > Self.patience } ?? true
  }
}

/// A loop whose shares several threads take, one after the other.
private final class SharedLoop: Sendable {
  private let shares: Int
  private let taken = Atomic<Int>(0)
  // Shares write to disjoint memory, and whoever made the loop waits until nobody works on it. A thread may
  // let go of the loop later than that: so it does not hold what the calls work on.
  private nonisolated(unsafe) let body: UnsafePointer<(Int) -> Void>

  init(shares: Int, _ body: UnsafePointer<(Int) -> Void>) {
    self.shares = shares
    self.body = body
  }

  /// Takes shares until there are no more.
  func work() {
    while true {
      let share = taken.wrappingAdd(1, ordering: .relaxed).oldValue
      guard share < shares else { return }
      body.pointee(share)
    }
  }
}

/// A thread that helps in one loop at a time.
private final class Worker: Sendable {
  private enum Stage {
    static let idle = 0
    static let called = 1
    static let working = 2
  }

  private let stage = Atomic<Int>(Stage.idle)
  private let call = Bell()
  private let end = Bell()
  // Written before the stage says so, and read after.
  private nonisolated(unsafe) var loop: SharedLoop?

  /// Kernels keep nothing large on the stack.
  private static let stackSize = 1 << 20

  /// Nil where the system has no thread left. The thread lives as long as the process, and so does this then.
  init?() {
    guard (try? QuietThread(stackSize: Self.stackSize) { self.live() }) != nil else { return nil }
  }

  /// Has the thread work on a loop.
  func begin(_ loop: SharedLoop) {
    self.loop = loop
    stage.store(Stage.called, ordering: .releasing)
    call.ring()
  }

  /// Waits for the thread to be done with the loop, unless it has not begun: then it need not.
  func leaveOrWait() {
    let (isLeft, _) = stage.compareExchange(
      expected: Stage.called, desired: Stage.idle, ordering: .acquiringAndReleasing)
    if !isLeft { end.wait() }
    self.loop = nil
  }

  private func live() {
    while true {
      call.wait()
      let (isCalled, _) = stage.compareExchange(
        expected: Stage.called, desired: Stage.working, ordering: .acquiringAndReleasing)
      // It was called for a loop that is over by now.
      guard isCalled else { continue }
      loop?.work()
      stage.store(Stage.idle, ordering: .releasing)
      end.ring()
    }
  }
}
