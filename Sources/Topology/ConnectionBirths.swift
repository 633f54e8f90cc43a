public import Tensors

/// Since which record each connection of a matrix has been there without a break, the first being 0.
///
/// Cost of a record: the connections before and after.
public struct ConnectionBirths: Sendable {
  /// How many records there were.
  public private(set) var records = 0
  private var matrix: SparseMatrix?
  /// In the order of the connections.
  public private(set) var births: [Int] = []

  public init() {}

  /// Takes `matrix`, of the same size as all before, as what is there now.
  public mutating func record(_ matrix: SparseMatrix) {
    var next = [Int](repeating: records, count: matrix.count)
    if let before = self.matrix {
      before.pair(with: matrix) { _, _, old, new in
        if old >= 0, new >= 0 { next[new] = births[old] }
      }
    }
    births = next
    self.matrix = matrix
    records += 1
  }

  /// How many of the connections that are there now were born at each record.
  public var counts: [Int] {
    var counts = [Int](repeating: 0, count: records)
    for birth in births { counts[birth] += 1 }
    return counts
  }
}

/// The least, the mean, the middle and the most of connections' ages, in whatever they are counted.
public struct AgeStatistics: Sendable, Equatable {
  public let youngest: Int
  public let mean: Double
  public let median: Int
  public let oldest: Int

  /// Nil where there is none. `counts` tells how many connections have each age, from 0.
  public init?(counts: [Int]) {
    let total = counts.reduce(0, +)
    guard total > 0, let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return nil }
    youngest = first
    oldest = last
    mean =
      counts.enumerated().reduce(0) { $0 + Double($1.offset) * Double($1.element) } / Double(total)
    var passed = 0
    median =
      counts.firstIndex { count in
        passed += count
        return 2 * passed >= total
      } ?? last
  }
}
