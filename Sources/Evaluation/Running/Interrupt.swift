internal import Synchronization

/// The wish that a program stop, from any thread or a signal handler.
///
/// The first request while a model trains ends the training alone: the native takes it. Otherwise, and
/// at the second request, the machine stops the program where it stands.
public final class Interrupt: Sendable {
  private let pending = Atomic<Int>(0)
  /// Works in progress, each of which takes a request when it goes on.
  private let takers = Atomic<Int>(0)
  private let seen = Atomic<Bool>(false)

  public init() {}

  /// Safe in a signal handler.
  public func request() {
    pending.wrappingAdd(1, ordering: .relaxed)
    seen.store(true, ordering: .relaxed)
  }

  /// Whether the program is to stop.
  @inline(__always)
  public var isRequested: Bool { pending.load(ordering: .relaxed) > 0 }

  /// Whether the program is to stop where it stands. While a training is in progress the first request is
  /// left to it, also where it comes between two of its steps.
  @inline(__always)
  public var stopsProgram: Bool { isRequested && isForProgram }

  private var isForProgram: Bool {
    pending.load(ordering: .relaxed) > 1 || takers.load(ordering: .relaxed) == 0
  }

  /// A work begins that will `take` a request; it says when it is over.
  public func beginTaking() { takers.wrappingAdd(1, ordering: .relaxed) }
  public func endTaking() { takers.wrappingSubtract(1, ordering: .relaxed) }

  /// Takes one request, if there is one: the caller ends what it does, and the program goes on.
  public func take() -> Bool {
    guard isRequested else { return false }
    pending.wrappingSubtract(1, ordering: .relaxed)
    return true
  }

  /// Whether there ever was a request, for a script's exit status.
  public var wasRequested: Bool { seen.load(ordering: .relaxed) }

  /// Forgets requests that nobody took, before the next cell.
  public func clear() { pending.store(0, ordering: .relaxed) }
}
