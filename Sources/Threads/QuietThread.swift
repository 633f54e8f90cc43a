internal import Glibc

/// A thread that no signal reaches: those are for the thread that waits for keys, whose waiting they end.
///
/// It goes by itself when its body ends, unless somebody joins it.
public final class QuietThread {
  /// The system has no thread left; `reason` is what it says.
  public struct Unavailable: Error {
    public let reason: String
  }

  private var thread = pthread_t()
  private var isJoined = false

  /// Runs `body` on a new thread, with a stack of `stackSize` bytes; without one it is the system's, of some
  /// megabytes. What the body captures is the thread's from now on.
  public init(stackSize: Int? = nil, _ body: @escaping () -> Void) throws(Unavailable) {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    if let stackSize { pthread_attr_setstacksize(&attributes, stackSize) }
    // A thread begins with the mask of the one that makes it.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let work = Unmanaged.passRetained(Work(body))
    let code = pthread_create(
      &thread, &attributes,
      { work in
        guard let work else { return nil }
        Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      work.release()
      isJoined = true
      throw Unavailable(reason: String(cString: strerror(code)))
    }
  }

  deinit { if !isJoined { pthread_detach(thread) } }

  /// Waits until the body has ended; not from two threads at once.
  public func join() {
    guard !isJoined else { return }
    pthread_join(thread, nil)
    isJoined = true
  }

  private final class Work {
    let body: () -> Void
    init(_ body: @escaping () -> Void) { self.body = body }
  }
}
