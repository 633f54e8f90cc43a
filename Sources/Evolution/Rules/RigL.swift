public import Tensors

/// The rigged lottery (Evci et al. 2020, arXiv 1911.11134).
///
/// In each matrix the fraction (rounded down) of smallest magnitude goes, and as many grow at the empty
/// places where the gradient of this batch is largest, with weight 0. It acts within steps, in place of
/// the update of the weights. A place that is emptied and grown again in one update keeps its weight
/// and state, as in the authors' code, which does so on purpose.
///
/// In a matrix that looks up rows each row regrows as many as it lost, by gradient where its word
/// occurred, else at random: other words have no gradient, and the batch's would be crowded.
public struct RigL: EvolutionRule {
  public static let name = "rigl"
  public static let summary =
    "RigL (Evci et al. 2020): the smallest weights go, as many come where the gradient is largest."
  public var schedule: EvolutionSchedule
  public var evidence: EvidenceKinds {
    [.gradients, .absentGradients, schedule.birthsWithinSteps]
  }
  public var looksAtMatricesAlone: Bool { true }
  public var replacesUpdate: Bool { !schedule.actsBetweenEpochs }

  static let usual = EvolutionSchedule(
    every: .steps(100), actsEachEpoch: true, shape: .cosine, start: 0.3, until: 0.75)

  public init(
    fraction: Double = 0.3, every: EvolutionSchedule.Interval? = nil,
    decay: EvolutionSchedule.Shape = .cosine, until: Double = 0.75
  ) {
    schedule = Self.usual.paced(by: every)
    schedule.start = fraction
    schedule.shape = decay
    schedule.until = until
  }

  public var description: String {
    schedule.describe(Self.name, ["fraction: \(schedule.start)"], unlike: Self.usual)
  }

  public func absentPlaces(of matrices: [EvolvingMatrix.Size], at moment: EvolutionMoment) -> [Int]
  {
    matrices.map { $0.connections.shareRoundedDown(schedule.fraction(at: moment)) }
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    matrices.map { evolving in
      guard evolving.gradients != nil, evolving.absent != nil else { return nil }
      var draft = MatrixDraft(evolving)
      draft.drop(
        draft.matrix.count.shareRoundedDown(schedule.fraction(at: moment)),
        by: evolving.scores(at: moment))
      draft.growByGradient(draft.removed, lost: draft.lost, using: &random)
      draft.keepRegrown()
      return draft.change()
    }
  }
}
