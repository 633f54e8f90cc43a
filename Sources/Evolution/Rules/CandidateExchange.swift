public import Tensors

/// The other half of Bregman iterations over stored connections (own; after Bungert et al. 2022, JMLR 23(192)):
/// which places are candidates.
///
/// `LinBreg` and `AdaBreg` decide by themselves which of the stored connections are not 0. The paper gives every
/// place of a matrix such a decision, which takes the gradient of all of them at each step. Here a matrix has a
/// few times as many connections as it had at the rule's first update, the additional ones with weight 0; at
/// each update the fraction of those that are 0 whose subgradient is the nearest to 0 goes, and as many come at
/// random places of the matrix, with weight and subgradient 0. Between updates that is the paper's algorithm on
/// the candidates. At its last update all go that are 0, and none come.
///
/// Other optimizers leave few weights at exactly 0; then little moves.
public struct CandidateExchange: EvolutionRule {
  public static let name = "candidate_exchange"
  public static let summary =
    "Candidates for linbreg and adabreg: connections of weight 0 beside those that a layer has; the least wanted "
    + "give way to random ones, and at last all that are 0 go."
  public var schedule: EvolutionSchedule
  /// How many times as many connections there are as at the first update.
  public var candidates: Double
  public var evidence: EvidenceKinds { [.momenta, schedule.birthsWithinSteps] }

  static let usual = EvolutionSchedule(every: .epochs(1), start: 0.3)

  public init(
    candidates: Double = 3, fraction: Double = 0.3, every: EvolutionSchedule.Interval? = nil
  ) {
    self.candidates = candidates
    schedule = Self.usual.paced(by: every)
    schedule.start = fraction
  }

  public var description: String {
    schedule.describe(
      Self.name, ["candidates: \(candidates)", "fraction: \(schedule.start)"], unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    guard matrices.allSatisfy({ $0.momenta != nil }) else { return matrices.map { _ in nil } }
    var changes: [TopologyChange?] = []
    for (index, evolving) in matrices.enumerated() {
      let name = "connections \(index)"
      let usual =
        memory.number(name, in: 0...Double(SparseMatrix.largestCount))
        ?? Double(evolving.matrix.count)
      memory.numbers[name] = usual
      changes.append(change(of: evolving, to: candidates * usual, at: moment, using: &random))
    }
    return changes
  }

  private func change(
    of evolving: EvolvingMatrix, to wished: Double, at moment: EvolutionMoment,
    using random: inout RandomSource
  ) -> TopologyChange? {
    var draft = MatrixDraft(evolving)
    let isDead = evolving.matrix.values.map { $0 == 0 }
    guard !schedule.isLast(at: moment) else {
      draft.drop(isDead)
      return draft.change()
    }
    var scores = evolving.scores(evolving.momenta, at: moment)
    for (position, isDead) in isDead.enumerated() where !isDead { scores.spare(position) }
    let dead = isDead.reduce(0) { $0 + ($1 ? 1 : 0) }
    draft.drop(dead.share(schedule.fraction(at: moment)), by: scores)
    let most = min(
      wished.rounded(), Double(SparseMatrix.largestCount),
      Double(evolving.matrix.rows) * Double(evolving.matrix.columns))
    draft.growAnywhere(draft.removed + max(Int(most) - evolving.matrix.count, 0), using: &random)
    return draft.change()
  }
}
