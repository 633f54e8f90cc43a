public import Tensors

/// Sparse evolutionary training (Mocanu et al. 2018, doi:10.1038/s41467-018-04316-3).
///
/// In each block by itself: the fraction ζ of the positive weights nearest zero and, separately, the
/// fraction ζ of the negative weights nearest zero go (each rounded to the nearest whole number); then
/// exactly as many connections are grown at uniformly random empty places, those just emptied among
/// them. A weight that is exactly 0, as one that was grown and never moved, counts as positive.
/// Survivors keep their weight and optimizer state. Cost: the number of connections.
public struct SetEvolution: EvolutionRule {
  public static let name = "set_evolution"
  public static let summary =
    "Drops the weights nearest zero, by sign, and grows as many at random empty places."

  /// What grown connections start with; the official codes disagree.
  public enum NewWeights: String, Sendable, CaseIterable {
    case zero
    /// N(0, 0.1²)
    case normal
  }

  /// The fraction of connections that is replaced, in [0, 1].
  public var zeta: Double
  public var newWeights: NewWeights

  public init(zeta: Double = 0.3, newWeights: NewWeights = .zero) {
    self.zeta = zeta
    self.newWeights = newWeights
  }

  public var description: String {
    newWeights == .zero
      ? "set_evolution(zeta: \(zeta))"
      : "set_evolution(zeta: \(zeta), new_weights: \"\(newWeights.rawValue)\")"
  }

  public func change(
    of matrix: SparseMatrix, blocks: Int, using random: inout RandomSource
  ) -> TopologyChange? {
    let gone = matrix.selections(blocks: blocks, fraction: zeta, bySign: true)
    return matrix.replacing(
      gone, growing: gone.map(\.count), newWeights: newWeights, using: &random)
  }
}
