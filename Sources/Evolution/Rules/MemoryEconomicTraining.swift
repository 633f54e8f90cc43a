public import Tensors

/// Memory-economic sparse training (Yuan et al. 2021, arXiv 2110.14032).
///
/// In each matrix what is lowest by |w| + λ|g| goes, g the gradient of the last batch, and the matrix
/// grows back at random empty places, with weight 0. How many is elastic: of the number the matrix had
/// at the rule's first update, elastic mutation (EM) leaves 0.8, later 0.9, and grows back to all;
/// with soft memory (EM&S) the matrix grows beyond, to 1.5 and later 1.25 times that number, and each
/// update leaves the number itself. The first stage takes half of the training, the second the next
/// quarter; after that EM moves nothing, and EM&S is back at its number.
public struct MemoryEconomicTraining: EvolutionRule {
  public static let name = "mest"
  public static let summary =
    "MEST (Yuan et al. 2021): what is low in weight and gradient goes, and as many come at random, fewer and "
    + "fewer."

  /// How the number of connections moves.
  public enum Elasticity: String, Sendable, CaseIterable {
    case em
    /// With soft memory bound.
    case ems = "em_s"
  }

  public var schedule: EvolutionSchedule
  public var elasticity: Elasticity
  /// λ, how much the gradient counts beside the weight.
  public var gradientWeight: Double
  public var evidence: EvidenceKinds {
    gradientWeight == 0 ? schedule.birthsWithinSteps : [.gradients, schedule.birthsWithinSteps]
  }
  /// A soft bound is that of a training; by hand each update would go beyond the last.
  public var actsByHand: Bool { elasticity == .em && gradientWeight == 0 }

  static let usual = EvolutionSchedule(every: .epochs(5), start: 0)

  public init(
    elasticity: Elasticity = .em, gradientWeight: Double = 0.01,
    every: EvolutionSchedule.Interval? = nil
  ) {
    self.elasticity = elasticity
    self.gradientWeight = gradientWeight
    schedule = Self.usual.paced(by: every)
  }

  public var description: String {
    var choices = ["gradient: \(gradientWeight)"]
    if elasticity != .em { choices.append("variant: \"\(elasticity.rawValue)\"") }
    return schedule.describe(Self.name, choices, unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    guard gradientWeight == 0 || matrices.allSatisfy({ $0.gradients != nil }) else {
      return matrices.map { _ in nil }
    }
    let bounds = bounds(at: moment)
    var changes: [TopologyChange?] = []
    for (index, evolving) in matrices.enumerated() {
      let name = "connections \(index)"
      let usual =
        memory.number(name, in: 0...Double(SparseMatrix.largestCount))
        ?? Double(evolving.matrix.count)
      memory.numbers[name] = usual
      var draft = MatrixDraft(evolving)
      draft.drop(
        draft.matrix.count - Int((bounds.low * usual).rounded()),
        by: evolving.scores(scores(of: evolving), at: moment))
      draft.growAnywhere(Int((bounds.high * usual).rounded()) - draft.staying, using: &random)
      changes.append(draft.change())
    }
    return changes
  }

  /// What an update leaves, and what it grows to, beside the number at the start.
  private func bounds(at moment: EvolutionMoment) -> (low: Double, high: Double) {
    let isLast = schedule.isLast(at: moment)
    switch (elasticity, moment.progress) {
    case (.em, ..<0.5): return (0.8, 1)
    case (.em, ..<0.75): return (0.9, 1)
    case (.ems, ..<0.5) where !isLast: return (1, 1.5)
    case (.ems, ..<0.75) where !isLast: return (1, 1.25)
    case (.em, _), (.ems, _): return (1, 1)
    }
  }

  private func scores(of evolving: EvolvingMatrix) -> [Float] {
    guard gradientWeight != 0, let gradients = evolving.gradients else {
      return evolving.matrix.values
    }
    let factor = Float(gradientWeight)
    return zip(evolving.matrix.values, gradients).map { $0.magnitude + factor * $1.magnitude }
  }
}
