public import Tensors

/// Gradual pruning with neuroregeneration (Liu et al. 2021, arXiv 2106.10404).
///
/// An update first prunes the model along a cubic curve, as `MagnitudePruning` does. Then of what is
/// left of each matrix the fraction (rounded up) of smallest magnitude goes, and as many grow at the
/// empty places, those just emptied too, where the gradient of the batch is largest, with weight 0. In
/// a matrix that looks up rows each row regrows as many as it lost in the second part, by gradient
/// where its word occurred, else at random.
public struct GraNet: EvolutionRule {
  public static let name = "granet"
  public static let summary =
    "GraNet (Liu et al. 2021): the model is pruned step by step, and some of it grows again where the gradient "
    + "is largest."
  public var schedule: EvolutionSchedule
  /// The density of all sparse matrices together at the end.
  public var density: Double
  /// The share of the training after which it has come to this density.
  public var until: Double
  public var evidence: EvidenceKinds {
    [.gradients, .absentGradients, schedule.birthsWithinSteps]
  }

  static let usual = EvolutionSchedule(
    every: .steps(1000), actsEachEpoch: true, shape: .cosine, start: 0.5, end: 0.005)
  static let usualUntil = 0.75

  public init(
    density: Double = 0.1, fraction: Double = 0.5, end: Double = 0.005,
    every: EvolutionSchedule.Interval? = nil, until: Double = 0.75
  ) {
    self.density = density
    self.until = until
    schedule = Self.usual.paced(by: every)
    schedule.start = fraction
    schedule.end = end
  }

  public var description: String {
    var choices = ["density: \(density)", "fraction: \(schedule.start)", "end: \(schedule.end)"]
    if until != Self.usualUntil { choices.append("until: \(until)") }
    return schedule.describe(Self.name, choices, unlike: Self.usual)
  }

  public func absentPlaces(of matrices: [EvolvingMatrix.Size], at moment: EvolutionMoment) -> [Int]
  {
    matrices.map { $0.connections.shareRoundedUp(schedule.fraction(at: moment)) }
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    guard matrices.allSatisfy({ $0.gradients != nil && $0.absent != nil }) else {
      return matrices.map { _ in nil }
    }
    var drafts = matrices.map { MatrixDraft($0) }
    let pruning = Pruning(density: density, until: until)
    drafts.prune(
      to: pruning.count(
        of: matrices, at: moment, isLast: schedule.isLast(at: moment), memory: &memory))
    return drafts.indices.map { index in
      let pruned = (removed: drafts[index].removed, lost: drafts[index].lost)
      drafts[index].drop(
        drafts[index].staying.shareRoundedUp(schedule.fraction(at: moment)),
        by: matrices[index].scores(at: moment))
      drafts[index].growByGradient(
        drafts[index].removed - pruned.removed, lost: zip(drafts[index].lost, pruned.lost).map(-),
        using: &random)
      return drafts[index].change()
    }
  }
}
