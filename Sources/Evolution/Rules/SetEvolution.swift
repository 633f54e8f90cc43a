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
    "SET (Mocanu et al. 2018): the weights nearest zero go, by sign, and as many come at random."

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
  /// When, and the fraction of connections that is replaced then.
  public var schedule: EvolutionSchedule
  public var evidence: EvidenceKinds { schedule.birthsWithinSteps }
  public var looksAtMatricesAlone: Bool { true }

  static let usual = EvolutionSchedule(every: .epochs(1), start: 0.3)

  public init(
    zeta: Double = 0.3, newWeights: NewWeights = .zero, by comparison: Comparison = .sign,
    every: EvolutionSchedule.Interval? = nil, decay: EvolutionSchedule.Shape = .constant,
    until: Double = 1
  ) {
    self.newWeights = newWeights
    self.comparison = comparison
    schedule = Self.usual.paced(by: every)
    schedule.start = zeta
    schedule.shape = decay
    schedule.until = until
  }

  public var description: String {
    var choices = ["zeta: \(schedule.start)"]
    if newWeights != .zero { choices.append("new_weights: \"\(newWeights.rawValue)\"") }
    if comparison != .sign { choices.append("by: \"\(comparison.rawValue)\"") }
    return schedule.describe(Self.name, choices, unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    let fraction = schedule.fraction(at: moment)
    return matrices.map { evolving in
      if evolving.sparesTheYoung(at: moment) {
        return change(of: evolving, fraction, at: moment, using: &random)
      }
      let gone = evolving.matrix.selections(
        blocks: evolving.blocks, fraction: fraction, bySign: comparison == .sign,
        threads: moment.threads)
      return evolving.matrix.replacing(
        gone, growing: gone.map(\.count), newWeights: newWeights,
        threads: moment.threads, using: &random)
    }
  }

  /// The same where some connections are too young to go.
  private func change(
    of evolving: EvolvingMatrix, _ fraction: Double, at moment: EvolutionMoment,
    using random: inout RandomSource
  ) -> TopologyChange? {
    var draft = MatrixDraft(evolving)
    let scores = evolving.scores(at: moment)
    var places: [Int] = []
    for rows in evolving.rowsOfBlocks {
      let positions = draft.matrix.positions(ofRows: rows)
      let before = draft.removed
      for isNegative in comparison == .sign ? [false, true] : [false] {
        var group = scores
        var count = 0
        for position in positions {
          let belongs =
            comparison == .magnitude || (draft.matrix.values[position] < 0) == isNegative
          count += belongs ? 1 : 0
          if !belongs { group.spare(position) }
        }
        draft.drop(count.share(fraction), by: group, at: positions)
      }
      places += draft.matrix.emptyPlaces(
        draft.removed - before, rows: rows, without: draft.goes, using: &random)
    }
    draft.grow(places)
    let weights =
      newWeights == .normal ? draft.grown.map { _ in Float(0.1 * random.normal()) } : []
    return draft.change(growing: weights)
  }
}
