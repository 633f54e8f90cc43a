/// One record of separated values: its fields' bytes end to end, and where each ends.
public struct DelimitedRecord {
  var bytes: [UInt8] = []
  var ends: [Int] = []
  /// Whether each field stood in quotes.
  var quotes: [Bool] = []
  /// The line, from 1, that it begins on.
  public internal(set) var line = 1

  public var count: Int { ends.count }

  /// A line with nothing on it: in a table of one column, an empty cell.
  public var isBlank: Bool { count == 1 && bytes.isEmpty && !quotes[0] }

  public subscript(_ field: Int) -> ArraySlice<UInt8> {
    bytes[(field == 0 ? 0 : ends[field - 1])..<ends[field]]
  }

  public func isQuoted(_ field: Int) -> Bool { quotes[field] }

  public func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    quotes.removeAll(keepingCapacity: true)
  }
}
