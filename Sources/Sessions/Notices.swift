internal import Glibc
internal import Synchronization

/// A line that another thread has for a person, about the cell that began what it tells of.
public struct Notice: Sendable, Equatable {
  public var line: String
  /// The number of the cell; nil where there is none.
  public var cell: Int?
}

/// Lines that other threads have for a person at the prompt, in their order.
///
/// A front end that waits for keys waits for `descriptor` too: it can be read from while there is something
/// to take. Who has told more than anybody can read meanwhile waits until it was taken.
public final class Notices: Sendable {
  private let lines = Mutex<[Notice]>([])
  private let bell = Doorbell()
  /// Lines that may wait to be taken.
  private static let most = 10_000

  public var descriptor: Int32 { bell.descriptor }

  /// From any thread.
  func post(_ line: String) { post([Notice(line: line)]) }

  /// Several that stay together; without a wait once `isHurried` says so.
  func post(_ more: [Notice], isHurried: () -> Bool = { true }) {
    while lines.withLock({ $0.count }) >= Self.most, !isHurried() { usleep(2000) }
    lines.withLock { $0 += more }
    bell.ring()
  }

  /// The first of what was posted and not taken yet.
  public func take(_ count: Int = .max) -> [Notice] {
    bell.hush()
    let (taken, isMore) = lines.withLock { lines in
      let taken = Array(lines.prefix(count))
      lines.removeFirst(taken.count)
      return (taken, !lines.isEmpty)
    }
    if isMore { bell.ring() }
    return taken
  }
}
