public import Tensors

/// Cannistraci-Hebb training (Zhang et al. 2024, "Epitopological learning and Cannistraci-Hebb network
/// shape intelligence", ICLR).
///
/// In each block the fraction ζ of smallest magnitude goes, and as many grow, with weight 0, at the
/// empty places of the highest CH3-L3p score: those that many paths of three connections join already.
/// Where fewer have a path the rest grows at random. A matrix that looks up rows has so many paths that
/// scoring them takes about an epoch; it grows at random unless asked for.
public struct CannistraciHebb: EvolutionRule {
  public static let name = "cht"
  public static let summary =
    "CHT (Zhang et al. 2024): the smallest weights go, as many come where most paths of three connections "
    + "lead."
  public var schedule: EvolutionSchedule
  /// Whether matrices that look up rows grow by score too.
  public var includesEmbedding: Bool
  public var evidence: EvidenceKinds { schedule.birthsWithinSteps }
  public var looksAtMatricesAlone: Bool { true }

  static let usual = EvolutionSchedule(every: .epochs(1), start: 0.3)

  public init(
    zeta: Double = 0.3, every: EvolutionSchedule.Interval? = nil, includesEmbedding: Bool = false
  ) {
    self.includesEmbedding = includesEmbedding
    schedule = Self.usual.paced(by: every)
    schedule.start = zeta
  }

  public var description: String {
    var choices = ["zeta: \(schedule.start)"]
    if includesEmbedding { choices.append("embedding: true") }
    return schedule.describe(Self.name, choices, unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    let fraction = schedule.fraction(at: moment)
    return matrices.map { evolving in
      var draft = MatrixDraft(evolving)
      let scores = evolving.scores(at: moment)
      var places: [Int] = []
      for rows in evolving.rowsOfBlocks {
        let positions = evolving.matrix.positions(ofRows: rows)
        let before = draft.removed
        draft.drop(positions.count.share(fraction), by: scores, at: positions)
        let count = draft.removed - before
        let joined =
          evolving.looksUpRows && !includesEmbedding
          ? [] : PathScores(of: evolving.matrix, rows: rows, without: draft.goes).strongest(count)
        let others = evolving.matrix.emptyPlaces(
          count - joined.count, rows: rows, without: draft.goes, taken: joined, using: &random)
        places += (joined + others).sorted()
      }
      draft.grow(places)
      return draft.change()
    }
  }
}
