public import Tensors

/// What became of the connections of a matrix: which died, which grew, which stayed.
///
/// Cost: the connections of both.
public struct ConnectionChange: Sendable {
  public let name: String
  public let role: TopologyPart.Role
  public let blocks: Int
  public let rows: Int
  public let columns: Int
  /// Those that were there only before, with their weights then.
  public let died: SparseMatrix
  /// Those that are there only after, and those that are there in both, with their weights after.
  public let grew: SparseMatrix
  public let stayed: SparseMatrix

  /// Of parts of the same size.
  public init(from before: TopologyPart, to after: TopologyPart) throws {
    try [before].check(against: [after])
    name = before.name
    role = before.role
    blocks = before.blocks
    rows = before.rows
    columns = before.columns
    let (old, new) = (before.connections, after.connections)
    var (died, grew, stayed) = (Rows(old), Rows(old), Rows(old))
    old.pair(with: new) { row, column, i, j in
      if j < 0 {
        died.append(row, column, old.values[i])
      } else if i < 0 {
        grew.append(row, column, new.values[j])
      } else {
        stayed.append(row, column, new.values[j])
      }
    }
    (self.died, self.grew, self.stayed) = (died.matrix, grew.matrix, stayed.matrix)
  }
}

/// A sparse matrix that is written connection by connection, in order.
private struct Rows {
  private let rows: Int
  private let columns: Int
  private var rowStarts: [Int32] = [0]
  private var columnIndices: [Int32] = []
  private var values: [Float] = []

  /// An empty one of the size of `matrix`.
  init(_ matrix: SparseMatrix) {
    rows = matrix.rows
    columns = matrix.columns
  }

  mutating func append(_ row: Int, _ column: Int32, _ value: Float) {
    finish(before: row)
    columnIndices.append(column)
    values.append(value)
  }

  private mutating func finish(before row: Int) {
    while rowStarts.count <= row {
      rowStarts.append(Int32(truncatingIfNeeded: columnIndices.count))
    }
  }

  var matrix: SparseMatrix {
    var whole = self
    whole.finish(before: rows)
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: whole.rowStarts, columnIndices: columnIndices,
      values: values)
  }
}
