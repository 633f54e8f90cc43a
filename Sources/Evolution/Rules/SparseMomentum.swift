public import Tensors

/// Sparse networks from scratch (Dettmers and Zettlemoyer 2019, arXiv 1907.04840).
///
/// In each matrix the fraction (rounded up) of smallest magnitude goes. All that went is shared out
/// again between the matrices in proportion to the mean magnitude of their momenta before the drop; a
/// matrix takes at most 0.99 of its room, and what is too much is shared out equally. Growth is where
/// the momentum would be largest, with weight 0.
///
/// Momenta of places without a connection are not kept, which would be dense: the gradients of the last
/// batch stand for them, there and at the places just emptied. In a matrix that looks
/// up rows its growth is shared out by what each row lost.
public struct SparseMomentum: EvolutionRule {
  public static let name = "snfs"
  public static let summary =
    "Sparse momentum (Dettmers and Zettlemoyer 2019): the smallest weights go, as many come where gradients "
    + "are largest, in the matrices of large momentum."
  public var schedule: EvolutionSchedule
  public var evidence: EvidenceKinds {
    [.gradients, .momenta, .absentGradients, schedule.birthsWithinSteps]
  }

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

  public func absentPlaces(of matrices: [EvolvingMatrix.Size], at moment: EvolutionMoment) -> [Int]
  {
    let dropped = matrices.map { self.dropped(of: $0.connections, at: moment) }
    let all = dropped.reduce(0, +)
    return zip(matrices, dropped).map { size, dropped in
      min(all, size.rows * size.columns - size.connections + dropped)
    }
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    let momenta = matrices.compactMap(\.momenta)
    guard momenta.count == matrices.count,
      matrices.allSatisfy({ $0.gradients != nil && $0.absent != nil })
    else { return matrices.map { _ in nil } }
    var drafts = matrices.map { MatrixDraft($0) }
    for (index, evolving) in matrices.enumerated() {
      drafts[index].drop(
        dropped(of: evolving.matrix.count, at: moment), by: evolving.scores(at: moment))
    }
    let means = momenta.map { momenta in
      momenta.reduce(0.0) { $0 + Double($1.magnitude) } / Double(max(momenta.count, 1))
    }
    let counts = shares(
      of: drafts.reduce(0) { $0 + $1.removed }, by: means,
      atMost: drafts.map { $0.room.shareRoundedDown(0.99) })
    return drafts.indices.map { index in
      drafts[index].growByGradient(counts[index], lost: drafts[index].lost, using: &random)
      return drafts[index].change()
    }
  }

  private func dropped(of connections: Int, at moment: EvolutionMoment) -> Int {
    connections.shareRoundedUp(schedule.fraction(at: moment))
  }
}
