/// Which connections a matrix of weights starts with.
public enum Connectivity: Sendable, Equatable {
  /// All of them, stored as a dense matrix.
  case dense
  /// The share of them that exists, stored truly sparse.
  case density(Double)
  /// Erdős–Rényi: the share ε (rows + columns) / (rows · columns), at most 1.
  case epsilon(Double)

  /// The share of connections in a matrix (or block) of this size; nil when dense.
  public func density(rows: Int, columns: Int) -> Double? {
    switch self {
    case .dense: return nil
    case .density(let share): return share
    case .epsilon(let epsilon):
      let places = Double(rows) * Double(columns)
      return places == 0 ? 0 : min(1, epsilon * (Double(rows) + Double(columns)) / places)
    }
  }
}
