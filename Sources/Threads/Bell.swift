internal import Glibc

/// What one thread waits for until another rings: a semaphore of the system. It may be rung before.
public final class Bell: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  public init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  /// Also in a signal handler.
  public func ring() { sem_post(semaphore) }
  public func wait() { while sem_wait(semaphore) != 0 {} }

  /// Whether it rang in time.
  public func wait(seconds: Int) -> Bool {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    end.tv_sec += seconds
    while sem_timedwait(semaphore, &end) != 0 { if errno != EINTR { return false } }
    return true
  }
}
