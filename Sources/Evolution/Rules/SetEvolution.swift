public import Tensors

/// Sparse evolutionary training (Mocanu et al. 2018, doi:10.1038/s41467-018-04316-3).
///
/// In each block by itself: the fraction ζ of the positive weights nearest zero and, separately, the
/// fraction ζ of the negative weights nearest zero go (each rounded to the nearest whole number), or
/// by magnitude that of all its weights; then exactly as many connections are grown at uniformly
/// random empty places, those just emptied among them. A weight that is exactly 0, as one that was
/// grown and never moved, counts as positive. Survivors keep their weight and optimizer state. Cost:
/// the number of connections.
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

  /// Among which weights the smallest are looked for.
  public enum Comparison: String, Sendable, CaseIterable {
    /// Among those of the same sign.
    case sign
    case magnitude
  }

  public var newWeights: NewWeights
  public var comparison: Comparison
  /// The fraction of connections that is replaced, in [0, 1], and when.
  public var schedule: EvolutionSchedule

  public init(
    zeta: Double = 0.3, newWeights: NewWeights = .zero, by comparison: Comparison = .sign,
    every: EvolutionSchedule.Interval = .epochs(1), decay: EvolutionSchedule.Shape = .constant
  ) {
    self.newWeights = newWeights
    self.comparison = comparison
    schedule = EvolutionSchedule(every: every, shape: decay, start: zeta)
  }

  public var description: String {
    var choices = ["zeta: \(schedule.start)"]
    if newWeights != .zero { choices.append("new_weights: \"\(newWeights.rawValue)\"") }
    if comparison != .sign { choices.append("by: \"\(comparison.rawValue)\"") }
    return schedule.describe(Self.name, choices, usually: .epochs(1))
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    let fraction = schedule.fraction(at: moment)
    return matrices.map { evolving in
      let gone = evolving.matrix.selections(
        blocks: evolving.blocks, fraction: fraction, bySign: comparison == .sign)
      return evolving.matrix.replacing(
        gone, growing: gone.map(\.count), newWeights: newWeights, using: &random)
    }
  }
}
