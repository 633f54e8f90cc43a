public import Tensors

extension WeightMatrix {
  /// A matrix whose weights are drawn uniformly from ±`limit`, or by LeCun's rule without a limit.
  ///
  /// LeCun, Bottou, Orr and Müller 1998, "Efficient BackProp": a variance of 1 / fan in, uniformly
  /// ±√(3 / fan in), here with the fan in counted in connections of a block, so that sums keep their
  /// variance at any density. The fan out does not count: by Glorot's rule, which has both, the sums
  /// of a layer of thousands of classes begin at a small part of theirs, and it learns slowly.
  public convenience init(
    name: String, rows: Int, columns: Int, blocks: Int = 1, connectivity: Connectivity,
    limit: Float? = nil, using random: inout RandomSource
  ) {
    let blockRows = rows / max(blocks, 1)
    if let density = connectivity.density(rows: blockRows, columns: columns) {
      var matrix = SparseMatrix.random(
        rows: rows, columns: columns, density: density, blocks: blocks, using: &random)
      let perBlock = Double(matrix.count) / Double(max(blocks, 1))
      let bound = limit ?? Self.startLimit(fanIn: perBlock / Double(max(blockRows, 1)))
      matrix.values = random.uniform(-bound, bound, count: matrix.count)
      self.init(name: name, blocks: blocks, sparse: matrix)
    } else {
      let bound = limit ?? Self.startLimit(fanIn: Double(columns))
      let values = random.uniform(-bound, bound, count: rows * columns)
      self.init(name: name, rows: rows, columns: columns, blocks: blocks, dense: values)
    }
  }

  static func startLimit(fanIn: Double) -> Float {
    fanIn > 0 ? Float((3 / fanIn).squareRoot()) : 0
  }
}
