/// Processes that run the same program together. What one of them calls here all call, in the same order:
/// each call waits for the others.
public protocol ProcessGroup: AnyObject, Sendable {
  /// Which process this is, from 0. The first one speaks for all.
  var number: Int { get }
  /// How many there are.
  var count: Int { get }
  /// How many threads this one should have, so that those on one machine share its cores.
  var threads: Int { get }

  /// Each gives as many bytes; `all` gets those of all, in the order of the processes.
  func gather(_ mine: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer) throws

  /// Process i gives `counts[i]` bytes; `all` gets them end to end.
  func gather(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer) throws

  /// Gives `counts[i]` bytes of `mine`, which lie end to end, to process i, and gets `given[i]` bytes from
  /// it.
  func exchange(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer,
    given: [Int]) throws

  /// Ends all processes, from any thread.
  func abort(status: Int32)
}

/// Why processes cannot go on together; worded for people.
public struct ProcessError: Error, Equatable {
  public var title: String
  public var notes: [String] = []
  public var help: String?

  public init(_ title: String, notes: [String] = [], help: String? = nil) {
    self.title = title
    self.notes = notes
    self.help = help
  }
}
