public import Tensors

/// Where the weights of layers come from when a model is made: drawn at random, or read.
public protocol WeightSource {
  /// Those that follow, up to `leave`, are of this part of what is being made: `0`, `forward`.
  mutating func enter(_ part: String)
  mutating func leave()
  /// A matrix of `blocks` blocks of rows. Drawn ones are uniform in ±`limit`, or by LeCun's rule without
  /// one.
  mutating func matrix(
    _ name: String, rows: Int, columns: Int, blocks: Int, connectivity: Connectivity, limit: Float?
  ) throws -> WeightMatrix
  /// A bias, which begins as `start` where nothing else is known of it.
  mutating func bias(_ name: String, start: [Float]) throws -> Parameter
  /// A vector that products are made with; drawn ones are uniform by LeCun's rule.
  mutating func vector(_ name: String, count: Int) throws -> Parameter
}

extension WeightSource {
  mutating func matrix(
    _ name: String, rows: Int, columns: Int, blocks: Int = 1, connectivity: Connectivity
  ) throws -> WeightMatrix {
    try matrix(
      name, rows: rows, columns: columns, blocks: blocks, connectivity: connectivity, limit: nil)
  }
}

extension RandomSource: WeightSource {
  public mutating func enter(_ part: String) {}
  public mutating func leave() {}

  public mutating func matrix(
    _ name: String, rows: Int, columns: Int, blocks: Int, connectivity: Connectivity, limit: Float?
  ) -> WeightMatrix {
    WeightMatrix(
      name: name, rows: rows, columns: columns, blocks: blocks, connectivity: connectivity,
      limit: limit, using: &self)
  }

  public mutating func bias(_ name: String, start: [Float]) -> Parameter {
    Parameter(name: name, values: start)
  }

  public mutating func vector(_ name: String, count: Int) -> Parameter {
    let limit = WeightMatrix.startLimit(fanIn: Double(count))
    return Parameter(name: name, values: uniform(-limit, limit, count: count))
  }
}
