internal import Glibc
internal import Synchronization

/// Lines that other threads have for a person at the prompt, in their order.
///
/// A front end that waits for keys waits for `descriptor` too: it can be read from when there is
/// something to take.
public final class Notices: Sendable {
  private let lines = Mutex<[String]>([])
  private let pipe: (read: Int32, write: Int32)

  init() {
    var ends: [Int32] = [-1, -1]
    _ = Glibc.pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    pipe = (ends[0], ends[1])
  }

  deinit {
    close(pipe.read)
    close(pipe.write)
  }

  public var descriptor: Int32 { pipe.read }

  /// From any thread.
  public func post(_ line: String) { post([line]) }

  /// Several that stay together.
  public func post(_ more: [String]) {
    lines.withLock { $0 += more }
    var byte: UInt8 = 0
    _ = write(pipe.write, &byte, 1)
  }

  /// What was posted since the last call.
  public func take() -> [String] {
    var bytes = [UInt8](repeating: 0, count: 4096)
    while read(pipe.read, &bytes, bytes.count) > 0 {}
    return lines.withLock { lines in
      defer { lines = [] }
      return lines
    }
  }
}
