internal import Glibc

/// Wakes a thread that waits for several things at once: it can be read from once it has rung.
public final class Doorbell: Sendable {
  private let ends: (read: Int32, write: Int32)

  public init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    self.ends = (ends[0], ends[1])
  }

  deinit {
    close(ends.read)
    close(ends.write)
  }

  public var descriptor: Int32 { ends.read }

  /// From any thread.
  public func ring() {
    var byte: UInt8 = 0
    _ = write(ends.write, &byte, 1)
  }

  /// Takes back all rings so far.
  public func hush() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(ends.read, &bytes, bytes.count) > 0 {}
  }
}
