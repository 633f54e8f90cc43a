public import Tensors

/// Selfish sparse training of recurrent networks (Liu et al. 2021, arXiv 2101.09048).
///
/// In each matrix, the gates of an LSTM together, the fraction (rounded up) of smallest magnitude goes
/// and as many grow at random empty places of the matrix, with weight 0: gates trade connections
/// within one budget.
public struct SelfishEvolution: EvolutionRule {
  public static let name = "selfish"
  public static let summary =
    "Selfish training of recurrent networks (Liu et al. 2021): the smallest weights go, as many come at "
    + "random, and gates share one budget."
  public var schedule: EvolutionSchedule
  public var evidence: EvidenceKinds { schedule.birthsWithinSteps }
  public var looksAtMatricesAlone: Bool { true }

  static let usual = EvolutionSchedule(every: .epochs(1), shape: .cosine, start: 0.5, end: 0.005)

  public init(
    fraction: Double = 0.5, end: Double = 0.005, every: EvolutionSchedule.Interval? = nil,
    decay: EvolutionSchedule.Shape = .cosine
  ) {
    schedule = Self.usual.paced(by: every)
    schedule.start = fraction
    schedule.end = end
    schedule.shape = decay
  }

  public var description: String {
    schedule.describe(
      Self.name, ["fraction: \(schedule.start)", "end: \(schedule.end)"], unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    matrices.map { evolving in
      var draft = MatrixDraft(evolving)
      draft.drop(
        draft.matrix.count.shareRoundedUp(schedule.fraction(at: moment)),
        by: evolving.scores(at: moment))
      draft.growAnywhere(draft.removed, using: &random)
      return draft.change()
    }
  }
}
