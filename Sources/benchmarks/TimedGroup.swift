internal import Measuring
internal import Processes

/// A group that measures how long its process waits for others, and for what they send.
final class TimedGroup: ProcessGroup, @unchecked Sendable {
  private let group: any ProcessGroup
  /// At meetings: until the last one has come.
  private(set) var waiting = 0.0
  /// Of all else.
  private(set) var transfer = 0.0
  private(set) var bytes = 0

  init(_ group: any ProcessGroup) { self.group = group }

  var number: Int { group.number }
  var count: Int { group.count }
  var threads: Int { group.threads }

  func gather(_ mine: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) throws {
    waiting += try seconds { try group.gather(mine, into: all) }
  }

  func gather(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer
  ) throws {
    bytes += counts.reduce(0, +) - mine.count
    transfer += try seconds { try group.gather(mine, counts: counts, into: all) }
  }

  func exchange(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer,
    given: [Int]
  ) throws {
    bytes += given.reduce(0, +) - given[group.number]
    transfer += try seconds { try group.exchange(mine, counts: counts, into: all, given: given) }
  }

  func abort(status: Int32) { group.abort(status: status) }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let start = ContinuousClock.now
    try body()
    return (ContinuousClock.now - start).inSeconds
  }
}
