/// One item between the brackets of `x[…]`, counted from 0; negative numbers count from the end.
public enum Subscript {
  case index(Int)
  /// What is missing reaches to the end.
  case slice(from: Int?, to: Int?, by: Int)
  /// Several, as from a list or a tensor of numbers.
  case indices([Int])

  /// The place that `index` means among `count`, which may be outside; negative ones count from the end.
  public static func place(_ index: Int, of count: Int) -> Int {
    index < 0 ? index + count : index
  }

  /// As `place`, cut to `range`, both of whose ends belong to it.
  static func place(_ index: Int, of count: Int, cutTo range: ClosedRange<Int>) -> Int {
    min(max(place(index, of: count), range.lowerBound), range.upperBound)
  }

  /// The place of `index` among the `count` elements of what is called `container`. Throws S0204 where
  /// it is outside.
  public static func position(_ index: Int, of count: Int, in container: String) throws -> Int {
    let position = place(index, of: count)
    guard position >= 0, position < count else {
      throw NativeError(
        "S0204", "index \(index) is outside the \(container)",
        label: count == 0 ? "it is empty" : "it has \(count): 0 to \(count - 1)")
    }
    return position
  }

  /// The places that the item chooses among the `count` elements of what is called `container`; ends of
  /// a slice that are outside are cut, as in Python. Throws S0204 where an index is outside.
  public func positions(of count: Int, in container: String) throws -> [Int] {
    switch self {
    case .index(let index):
      return [try Self.position(index, of: count, in: container)]
    case .indices(let indices):
      return try indices.map { try Self.position($0, of: count, in: container) }
    case .slice(let from, let to, let by):
      guard by != 0 else { throw NativeError("S0206", "a slice needs a step that is not 0") }
      let ends = by > 0 ? 0...count : -1...count - 1
      let start =
        from.map { Self.place($0, of: count, cutTo: ends) } ?? (by > 0 ? 0 : count - 1)
      let end = to.map { Self.place($0, of: count, cutTo: ends) } ?? (by > 0 ? count : -1)
      try MemoryBudget.check(Double(abs(end - start)) * 8, for: "the slice")
      return Array(stride(from: start, to: end, by: by))
    }
  }
}
