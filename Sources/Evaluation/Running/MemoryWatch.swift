internal import CMemory
internal import Glibc
internal import Synchronization
internal import Threads

/// Looks at the memory of the process a hundred times a second while programs run, and has them look up
/// when it comes to an end: what grows by small requests is seen by no check before them.
///
/// A thread of its own does so, which lives while programs run and a second longer.
enum MemoryWatch {
  private struct Program {
    let interrupt: Interrupt
    /// What was held when it began.
    let start: Double
  }

  private struct State {
    /// Those that run, in the order of their beginnings.
    var programs: [Program] = []
    var hasThread = false
    /// For how many looks memory has been short.
    var shortLooks = 0
  }

  private static let state = Mutex(State())

  /// A program that begins over the limit may hold so many bytes more, to make room.
  private static let grace = 0x1p26
  private static let pause: useconds_t = 10_000
  private static let idlePauses = 100
  /// The looks for which a program has time to let go of what it holds.
  private static let patience = 50

  /// A program holds too much.
  struct Excess: Error {
    let error: NativeError
    /// It went on for long after it had been told: no `catch` gets this.
    let isFinal: Bool
  }

  /// A program begins.
  static func begin(_ interrupt: Interrupt) {
    let program = Program(interrupt: interrupt, start: MemoryBudget.held)
    interrupt.isOutOfMemory = false
    state.withLock { state in
      state.programs.append(program)
      if !state.hasThread { state.hasThread = startThread() }
    }
  }

  /// It is over.
  static func end(_ interrupt: Interrupt) {
    state.withLock { $0.programs.removeAll { $0.interrupt === interrupt } }
    interrupt.isOutOfMemory = false
  }

  /// Throws `Excess` where the program holds too much indeed, and not just what the system has not got back.
  static func check(_ interrupt: Interrupt) throws {
    interrupt.isOutOfMemory = false
    setl_give_back_memory()
    let start = state.withLock { $0.programs.first { $0.interrupt === interrupt }?.start ?? 0 }
    guard let reason = MemoryBudget.shortage(beyond: start + grace) else { return }
    throw Excess(
      error: NativeError(
        MemoryBudget.shortageCode, "the program holds more than fits into memory", notes: [reason],
        help: "let go of what is done with:  x = none;  memory_limit(bytes) sets the limit"),
      isFinal: MemoryBudget.held > 1.1 * max(MemoryBudget.bytes, start) + grace)
  }

  private static func startThread() -> Bool { (try? QuietThread { watch() }) != nil }

  private static func watch() {
    var idle = 0
    while true {
      usleep(pause)
      let isOver = state.withLock { state in
        idle = state.programs.isEmpty ? idle + 1 : 0
        look(at: &state)
        if idle > idlePauses { state.hasThread = false }
        return idle > idlePauses
      }
      if isOver { return }
    }
  }

  /// Has the last program look up that began, which a person waits for; and where that is of no use, those
  /// before it.
  private static func look(at state: inout State) {
    guard !state.programs.isEmpty, MemoryBudget.shortage(beyond: 0) != nil else {
      state.shortLooks = 0
      return
    }
    let held = MemoryBudget.held
    let grown = state.programs.filter { held > $0.start + grace }
    for program in grown.suffix(1 + state.shortLooks / patience) {
      program.interrupt.isOutOfMemory = true
    }
    state.shortLooks += 1
  }
}
