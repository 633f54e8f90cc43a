internal import Synchronization

/// The wish that a program stop, from any thread or a signal handler.
///
/// While a model trains, the first request ends the training alone: the native that trains expects it,
/// and takes it when a batch is done. Otherwise, and at the second request, the machine stops the program
/// where it stands. Requests are counted, so that two are two even when nobody looked in between.
public final class Interrupt: Sendable {
  /// Requests, less the one that is expected.
  private let pending = Atomic<Int>(0)
  private let seen = Atomic<Bool>(false)
  private let requests = Atomic<Int>(0)
  /// Which expectation stands; 0 for none. Only the machine's thread changes these three.
  private let expected = Atomic<Int>(0)
  private let lastExpectation = Atomic<Int>(0)
  private let isTaken = Atomic<Bool>(false)
  private let memory = Atomic<Bool>(false)

  public init() {}

  /// Safe in a signal handler. A `quiet` request leaves no trace in the exit status of a script that ends by
  /// itself.
  public func request(isQuiet: Bool = false) {
    pending.wrappingAdd(1, ordering: .relaxed)
    requests.wrappingAdd(1, ordering: .relaxed)
    if !isQuiet { seen.store(true, ordering: .relaxed) }
  }

  /// How many requests there ever were.
  public var count: Int { requests.load(ordering: .relaxed) }

  /// Whether the program is to stop. A request that is expected does not count.
  @inline(__always)
  public var isRequested: Bool { pending.load(ordering: .relaxed) > 0 }

  /// Memory comes to an end: not a wish to stop, but what a program looks for in the same places.
  var isOutOfMemory: Bool {
    get { memory.load(ordering: .relaxed) }
    set { memory.store(newValue, ordering: .relaxed) }
  }

  /// Whether the program is to `look`.
  @inline(__always)
  var isToBeLookedAt: Bool {
    pending.load(ordering: .relaxed) > 0 || memory.load(ordering: .relaxed)
  }

  /// Throws `ProgramStopped` where the program is to stop, and S0210 where it holds too much memory.
  func look() throws {
    if isRequested { throw ProgramStopped() }
    if isOutOfMemory { try MemoryWatch.check(self) }
  }

  /// From now on the machine leaves the first request to the caller, who will `take` it soon after it
  /// came, or `forgo` it by what this gives. Nil when there was a first request already, or somebody
  /// else expects it.
  public func expect() -> Int? {
    guard !isTaken.load(ordering: .relaxed), expected.load(ordering: .relaxed) == 0 else {
      return nil
    }
    let number = lastExpectation.wrappingAdd(1, ordering: .relaxed).newValue
    expected.store(number, ordering: .relaxed)
    pending.wrappingSubtract(1, ordering: .relaxed)
    return number
  }

  /// Takes the first request, if it has come: the caller ends what it does, and the program goes on.
  public func take() -> Bool {
    guard waitsToBeTaken else { return false }
    expected.store(0, ordering: .relaxed)
    isTaken.store(true, ordering: .relaxed)
    return true
  }

  /// Another process that runs the same program has taken the first request: the one that this process got,
  /// or gets yet, is the same.
  public func takeWithOthers() {
    guard !take(), expected.load(ordering: .relaxed) != 0 else { return }
    // What was left out of the count when it was expected stays out.
    expected.store(0, ordering: .relaxed)
    isTaken.store(true, ordering: .relaxed)
  }

  /// The first request has come, and the caller who expects it has not taken it yet.
  public var waitsToBeTaken: Bool {
    expected.load(ordering: .relaxed) != 0 && pending.load(ordering: .relaxed) >= 0
  }

  /// Leaves the first request to the machine again, unless it was taken.
  public func forgo(_ number: Int) {
    guard expected.load(ordering: .relaxed) == number else { return }
    expected.store(0, ordering: .relaxed)
    pending.wrappingAdd(1, ordering: .relaxed)
  }

  /// Whether there ever was a request, for a script's exit status.
  public var wasRequested: Bool { seen.load(ordering: .relaxed) }

  /// Forgets all requests, before the next cell.
  public func clear() {
    pending.store(0, ordering: .relaxed)
    expected.store(0, ordering: .relaxed)
    isTaken.store(false, ordering: .relaxed)
  }
}

/// Thrown by a native that ends the program, with the status that it ends with: no `catch` gets it.
public struct ProgramEnded: Error {
  public var status: Int32
  public init(status: Int32) { self.status = status }
}

/// Thrown by a native that saw a request and left its work: the machine stops the program there.
public struct ProgramStopped: Error {
  public init() {}
}
