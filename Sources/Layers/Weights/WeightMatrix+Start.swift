public import Tensors

extension WeightMatrix {
  /// A matrix whose weights are drawn uniformly from ±`limit`, or by Glorot's rule without a limit.
  ///
  /// Glorot and Bengio 2010: ±√(6 / (fan in + fan out)), here with the fans counted in connections
  /// of a block, so that sums keep their variance at any density.
  public convenience init(
    name: String, rows: Int, columns: Int, blocks: Int = 1, connectivity: Connectivity,
    limit: Float? = nil, using random: inout RandomSource
  ) {
    let blockRows = rows / max(blocks, 1)
    if let density = connectivity.density(rows: blockRows, columns: columns) {
      var matrix = SparseMatrix.random(
        rows: rows, columns: columns, density: density, blocks: blocks, using: &random)
      let perBlock = Double(matrix.count) / Double(max(blocks, 1))
      let bound =
        limit
        ?? Self.glorotLimit(
          fanIn: perBlock / Double(max(blockRows, 1)), fanOut: perBlock / Double(max(columns, 1)))
      matrix.values = random.uniform(-bound, bound, count: matrix.count)
      self.init(name: name, blocks: blocks, sparse: matrix)
    } else {
      let bound =
        limit ?? Self.glorotLimit(fanIn: Double(columns), fanOut: Double(blockRows))
      let values = random.uniform(-bound, bound, count: rows * columns)
      self.init(name: name, rows: rows, columns: columns, blocks: blocks, dense: values)
    }
  }

  static func glorotLimit(fanIn: Double, fanOut: Double) -> Float {
    let fans = fanIn + fanOut
    return fans > 0 ? Float((6 / fans).squareRoot()) : 0
  }
}
