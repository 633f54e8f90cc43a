/// Which connections a matrix of weights starts with.
public enum Connectivity: Sendable, Equatable {
  /// All of them, stored as a dense matrix.
  case dense
  /// The share of them that exists, stored truly sparse.
  case density(Double)
  /// Erdős–Rényi: the share ε (rows + columns) / (rows · columns), at most 1.
  case epsilon(Double)

  /// The share of connections in a matrix (or block) of this size; nil when dense. It is enough for one at
  /// least, unless none was asked for: a matrix without any would pass nothing on.
  public func density(rows: Int, columns: Int) -> Double? {
    let places = Double(rows) * Double(columns)
    let share: Double
    switch self {
    case .dense: return nil
    case .density(let density): share = density
    case .epsilon(let epsilon):
      share = places == 0 ? 0 : min(1, epsilon * (Double(rows) + Double(columns)) / places)
    }
    return share > 0 && places > 0 ? max(share, 1 / places) : share
  }

  /// Throws `LayerError.tooLarge` when a matrix of this size would not fit into `WeightMemory` with its
  /// gradient and optimizer state, or into 32-bit indices.
  func check(rows: Int, columns: Int, blocks: Int = 1, layer: String) throws {
    let share = density(rows: rows / max(blocks, 1), columns: columns) ?? 1
    let connections = Double(rows) * Double(columns) * share
    // Weights, gradient, two moments, and the gradients of two shards.
    let bytes = connections * 24
    let most = Double(Int32.max) - 1
    guard connections <= most, Double(rows) * Double(columns) < 0x1p53, Double(rows) < most,
      bytes <= WeightMemory.bytes
    else { throw LayerError.tooLarge(layer: layer, connections: connections) }
  }
}
