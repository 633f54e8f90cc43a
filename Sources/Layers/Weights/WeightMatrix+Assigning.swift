public import Tensors

extension WeightMatrix {
  /// Takes over the connections and weights of `matrix`, which has the same size, as this is sparse.
  ///
  /// What is remembered of a connection stays with it where it is in both, and is as of a new one elsewhere.
  /// Cost: the connections of both.
  public func assign(_ matrix: SparseMatrix) {
    guard isSparse, matrix.rows == rows, matrix.columns == columns else { return }
    replace(with: matrix, origins: origins(of: matrix))
  }

  /// Takes over all weights of a dense matrix, row by row; as many as there are.
  public func assign(dense values: [Float]) {
    guard !isSparse, values.count == count else { return }
    parameter.values.array = values
  }

  /// For each connection of `matrix` its present position, −1 where there is none.
  private func origins(of matrix: SparseMatrix) -> [Int32] {
    guard let structure else { return [] }
    let (starts, columns) = (structure.rowStarts.array, structure.columnIndices.array)
    var origins = [Int32](repeating: -1, count: matrix.count)
    for row in 0..<rows {
      var position = Int(starts[row])
      let end = Int(starts[row + 1])
      for target in matrix.positions(ofRow: row) {
        let column = matrix.columnIndices[target]
        while position < end, columns[position] < column { position += 1 }
        if position < end, columns[position] == column {
          origins[target] = Int32(truncatingIfNeeded: position)
        }
      }
    }
    return origins
  }
}
