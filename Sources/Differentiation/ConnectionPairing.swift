internal import Tensors

/// The connections of two matrices of one shape beside each other: those of both, or those that both have.
struct ConnectionPairing {
  /// All weights are 0.
  let connections: SparseMatrix
  /// For each connection its place among the weights of the first matrix; one past them where it has none.
  private(set) var first: [Int] = []
  private(set) var second: [Int] = []

  init(_ a: SparseMatrix, _ b: SparseMatrix, onlyCommon: Bool) {
    var starts: [Int32] = [0]
    var columns: [Int32] = []
    for row in 0..<a.rows {
      var (x, y) = (a.positions(ofRow: row), b.positions(ofRow: row))
      while !x.isEmpty || !y.isEmpty {
        let left = x.first.map { a.columnIndices[$0] } ?? .max
        let right = y.first.map { b.columnIndices[$0] } ?? .max
        if left == right || !onlyCommon {
          columns.append(min(left, right))
          first.append(left <= right ? x.lowerBound : a.count)
          second.append(right <= left ? y.lowerBound : b.count)
        }
        if left <= right { x = x.dropFirst() }
        if right <= left { y = y.dropFirst() }
      }
      starts.append(Int32(truncatingIfNeeded: columns.count))
    }
    connections = SparseMatrix(
      rows: a.rows, columns: a.columns, rowStarts: starts, columnIndices: columns,
      values: [Float](repeating: 0, count: columns.count))
  }
}

/// The connections of a matrix in some of its rows and columns.
struct ConnectionChoice {
  /// All weights are 0.
  let connections: SparseMatrix
  /// For each connection its place among the weights of the whole matrix.
  let places: [Int]

  init(_ matrix: SparseMatrix, rows: [Int], columns: [Int]?) {
    // Where each column stands in the choice.
    var targets: [[Int32]]?
    if let columns {
      var found = [[Int32]](repeating: [], count: matrix.columns)
      for (target, column) in columns.enumerated() {
        found[column].append(Int32(truncatingIfNeeded: target))
      }
      targets = found
    }
    var starts: [Int32] = [0]
    var indices: [Int32] = []
    var places: [Int] = []
    for row in rows {
      var chosen: [(column: Int32, place: Int)] = []
      for place in matrix.positions(ofRow: row) {
        let column = matrix.columnIndices[place]
        guard let targets else {
          chosen.append((column, place))
          continue
        }
        for target in targets[Int(column)] { chosen.append((target, place)) }
      }
      if targets != nil { chosen.sort { $0.column < $1.column } }
      indices += chosen.map(\.column)
      places += chosen.map(\.place)
      starts.append(Int32(truncatingIfNeeded: indices.count))
    }
    self.places = places
    connections = SparseMatrix(
      rows: rows.count, columns: columns?.count ?? matrix.columns, rowStarts: starts,
      columnIndices: indices, values: [Float](repeating: 0, count: indices.count))
  }
}
