/// One item between the brackets of `x[…]`, counted from 0; negative numbers count from the end.
public enum Subscript {
  case index(Int)
  /// What is missing reaches to the end.
  case slice(from: Int?, to: Int?, by: Int)
  /// Several, as from a list or a tensor of numbers.
  case indices([Int])

  /// The place of `index` among the `count` elements of what is called `container`. Throws S0204 where
  /// it is outside.
  public static func position(_ index: Int, of count: Int, in container: String) throws -> Int {
    let position = index < 0 ? index + count : index
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
      func clamp(_ index: Int, _ low: Int, _ high: Int) -> Int {
        min(max(index < 0 ? index + count : index, low), high)
      }
      let bounds = by > 0 ? (low: 0, high: count) : (low: -1, high: count - 1)
      let start = from.map { clamp($0, bounds.low, bounds.high) } ?? (by > 0 ? 0 : count - 1)
      let end = to.map { clamp($0, bounds.low, bounds.high) } ?? (by > 0 ? count : -1)
      try MemoryBudget.check(Double(abs(end - start)) * 8, for: "the slice")
      return Array(stride(from: start, to: end, by: by))
    }
  }
}
