public import Evolution
internal import Layers
internal import Tensors

extension Model {
  /// Draws the connections of all sparse matrices anew, and their weights as at the start, so that
  /// together they have `density`; optimizer state is forgotten.
  public func distribute(density: Double, by distribution: DensityDistribution) {
    let matrices = network.sparsePlaces.map(\.matrix)
    let densities = distribution.densities(
      of: matrices.map {
        DensityDistribution.Size(
          rows: $0.rows / max($0.blocks, 1), columns: $0.columns, blocks: $0.blocks)
      }, density: density)
    for (matrix, density) in zip(matrices, densities) {
      let drawn = WeightMatrix(
        name: matrix.parameter.name, rows: matrix.rows, columns: matrix.columns,
        blocks: matrix.blocks, connectivity: .density(density),
        limit: matrix.looksUpRows ? Embedding.startLimit : nil, using: &random)
      if let sparse = drawn.sparseMatrix { matrix.replace(with: sparse) }
    }
  }
}
