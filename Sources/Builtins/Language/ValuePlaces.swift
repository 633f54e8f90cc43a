internal import Evaluation

/// Different values in the order in which they were met, each found again by what it holds.
struct ValuePlaces {
  private(set) var values: [Value] = []
  /// By the hash of the value.
  private var places: [Int: [Int]] = [:]

  /// Where a value stands that is the same; nil where none is.
  func place(of value: Value) -> Int? {
    places[value.contentHash]?.first { values[$0].isSame(as: value) }
  }

  /// Adds a value that is not there yet; where it stands.
  @discardableResult
  mutating func add(_ value: Value, _ context: CallContext) throws -> Int {
    let hash = value.contentHash
    if let known = places[hash]?.first(where: { values[$0].isSame(as: value) }) { return known }
    if values.count & 0xFF == 0 { try context.checkStop() }
    if values.count == values.capacity {
      try MemoryBudget.check(Double(values.count) * 200, for: "the different values")
    }
    values.append(value)
    places[hash, default: []].append(values.count - 1)
    return values.count - 1
  }
}
