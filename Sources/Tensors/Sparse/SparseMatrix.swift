/// A truly sparse matrix of 32-bit floats: only its connections are stored, row by row (CSR).
///
/// The matrix
///
///     [ 0  5  0  0 ]
///     [ 0  0  0  0 ]
///     [ 7  0  0  2 ]
///
/// is held as
///
///     rowStarts      0  1  1  3      where each row's connections begin; one more than rows
///     columnIndices  1  0  3         strictly ascending within a row
///     values         5  7  2
///
/// A stored connection may have the value 0: it is there, it trains, and it counts. Memory is 8
/// bytes a connection and 4 bytes a row.
public struct SparseMatrix: Sendable, Equatable {
  public let rows: Int
  public let columns: Int
  /// (rows + 1)
  public private(set) var rowStarts: [Int32]
  /// (connections)
  public private(set) var columnIndices: [Int32]
  /// (connections)
  public var values: [Float]

  /// How many connections there are.
  public var count: Int { columnIndices.count }

  /// The share of connections that exist, 0 for a matrix without places.
  public var density: Double {
    let places = Double(rows) * Double(columns)
    return places == 0 ? 0 : Double(count) / places
  }

  /// The most rows, columns or connections that 32-bit indices allow.
  public static let largestCount = Int(Int32.max) - 1

  /// Takes the three arrays as they are; the caller answers for `invariantViolation()` being nil.
  public init(
    rows: Int, columns: Int, rowStarts: [Int32], columnIndices: [Int32], values: [Float]
  ) {
    self.rows = rows
    self.columns = columns
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
  }

  /// The connections of row `row`, as positions in `columnIndices` and `values`.
  public func positions(ofRow row: Int) -> Range<Int> {
    Int(rowStarts[row])..<Int(rowStarts[row + 1])
  }
}
