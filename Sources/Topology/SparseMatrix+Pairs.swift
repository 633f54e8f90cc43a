internal import Tensors

extension SparseMatrix {
  /// Calls `body` for each place that is a connection of this or of `other`, a matrix of the same size, row
  /// by row: with its row, its column, and its positions in the two, −1 where it is none.
  ///
  /// Cost: the rows and the connections of both.
  @inline(__always)
  func pair(
    with other: SparseMatrix,
    _ body: (_ row: Int, _ column: Int32, _ mine: Int, _ theirs: Int) -> Void
  ) {
    for row in 0..<min(rows, other.rows) {
      let (mine, theirs) = (positions(ofRow: row), other.positions(ofRow: row))
      var (i, j) = (mine.lowerBound, theirs.lowerBound)
      while i < mine.upperBound || j < theirs.upperBound {
        let a = i < mine.upperBound ? columnIndices[i] : Int32.max
        let b = j < theirs.upperBound ? other.columnIndices[j] : Int32.max
        body(row, min(a, b), a <= b ? i : -1, b <= a ? j : -1)
        i += a <= b ? 1 : 0
        j += b <= a ? 1 : 0
      }
    }
  }
}
