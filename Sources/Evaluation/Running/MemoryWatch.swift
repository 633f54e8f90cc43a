internal import CMemory
internal import Glibc
internal import Synchronization

/// Looks at the memory of the process a hundred times a second while programs run, and has them look up
/// when it comes to an end: what grows by small requests is seen by no check before them.
///
/// A thread of its own does so, which lives while programs run and a second longer.
enum MemoryWatch {
  private struct State {
    /// What a running program may hold, by its interrupt.
    var programs: [ObjectIdentifier: (interrupt: Interrupt, ceiling: Double)] = [:]
    var hasThread = false
  }

  private static let state = Mutex(State())

  /// A program that begins over the limit may hold so many bytes more, to make room.
  private static let grace = 0x1p26
  private static let pause: useconds_t = 10_000
  private static let idlePauses = 100

  /// A program begins.
  static func begin(_ interrupt: Interrupt) {
    let start = MemoryBudget.held
    interrupt.isOutOfMemory = false
    state.withLock { state in
      state.programs[ObjectIdentifier(interrupt)] = (interrupt, start + grace)
      if !state.hasThread { state.hasThread = startThread() }
    }
  }

  /// It is over.
  static func end(_ interrupt: Interrupt) {
    state.withLock { _ = $0.programs.removeValue(forKey: ObjectIdentifier(interrupt)) }
    interrupt.isOutOfMemory = false
  }

  /// Throws S0210 where the program holds too much indeed, and not just what the system has not got back.
  static func check(_ interrupt: Interrupt) throws {
    interrupt.isOutOfMemory = false
    setl_give_back_memory()
    let ceiling = state.withLock { $0.programs[ObjectIdentifier(interrupt)]?.ceiling ?? 0 }
    if let reason = MemoryBudget.shortage(beyond: ceiling) {
      throw NativeError(
        "S0210", "the program holds more than fits into memory", notes: [reason],
        help: "let go of what is done with:  x = none;  memory_limit(bytes) sets the limit")
    }
  }

  /// The thread has no signals: they are for the one that waits for keys.
  private static func startThread() -> Bool {
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    var thread = pthread_t()
    let isMade = pthread_create(
      &thread, nil,
      { _ in
        MemoryWatch.watch()
        return nil
      }, nil)
    guard isMade == 0 else { return false }
    pthread_detach(thread)
    return true
  }

  private static func watch() {
    var idle = 0
    while true {
      usleep(pause)
      let isOver = state.withLock { state in
        idle = state.programs.isEmpty ? idle + 1 : 0
        if idle == 0, MemoryBudget.shortage(beyond: 0) != nil {
          let held = MemoryBudget.held
          for program in state.programs.values where held > program.ceiling {
            program.interrupt.isOutOfMemory = true
          }
        }
        if idle > idlePauses { state.hasThread = false }
        return idle > idlePauses
      }
      if isOver { return }
    }
  }
}
