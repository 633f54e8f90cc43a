public import Tensors

/// Gradual magnitude pruning (Zhu and Gupta 2017, arXiv 1710.01878).
///
/// The model is pruned from the density it has to a lower one along a cubic curve that is steep at
/// first: at each update the weights that are the smallest beside the root mean square of their matrix
/// go, anywhere in the model. Nothing grows. After `until`, a share of the training, the density is
/// reached, at the last update in any case.
public struct MagnitudePruning: EvolutionRule {
  public static let name = "magnitude_pruning"
  public static let summary =
    "Gradual pruning (Zhu and Gupta 2017): the smallest weights of the model go, step by step down to a "
    + "density."
  public var schedule: EvolutionSchedule
  /// The density of all sparse matrices together at the end.
  public var density: Double
  public var actsByHand: Bool { false }

  static let usual = EvolutionSchedule(
    every: .steps(1000), actsEachEpoch: true, start: 0, until: 0.75)

  public init(
    density: Double = 0.1, every: EvolutionSchedule.Interval? = nil, until: Double = 0.75
  ) {
    self.density = density
    schedule = Self.usual.paced(by: every)
    schedule.until = until
  }

  public var description: String {
    schedule.describe(Self.name, ["density: \(density)"], unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    var drafts = matrices.map { MatrixDraft($0) }
    let pruning = Pruning(density: density, until: schedule.until)
    drafts.prune(
      to: pruning.count(
        of: matrices, at: moment, isLast: schedule.isLast(at: moment), memory: &memory))
    return drafts.map { $0.change() }
  }
}
