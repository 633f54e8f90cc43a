internal import Synchronization

/// The wish that a program stop, from any thread or a signal handler.
///
/// The first request while a model trains ends the training alone: the native takes it. Otherwise, and
/// at the second request, the machine stops the program where it stands.
public final class Interrupt: Sendable {
  private let pending = Atomic<Int>(0)
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
