public import Tensors

/// Dynamic sparse reparameterization (Mostafa and Wang 2019, arXiv 1902.05967).
///
/// Everywhere in the model what is below one threshold goes, but of each matrix one connection, its
/// strongest, stays. As many grow at random places that were empty before, in each matrix in proportion
/// to what it has left, with weight 0. The threshold, at first 0.001, is halved after an update
/// that moved more than 1.1 times what is wished and doubled after one that moved less than 0.9 times.
///
/// Weights are taken beside the root mean square of their matrix, as those of an embedding start ten
/// times as small as those of gates. What is wished is at most a tenth of the connections. The
/// interval doubles after each quarter of the training. Where the model is full, less is grown.
public struct DynamicReparameterization: EvolutionRule {
  public static let name = "dsr"
  public static let summary =
    "DSR (Mostafa and Wang 2019): what is below a threshold for the whole model goes, as many come at random."
  public var schedule: EvolutionSchedule
  /// About how many connections move at an update.
  public var moved: Int
  /// At the first update.
  public var threshold: Double
  public var evidence: EvidenceKinds { schedule.birthsWithinSteps }

  static let usual = EvolutionSchedule(every: .steps(1000), actsEachEpoch: true, start: 0)

  public init(
    moved: Int = 600, threshold: Double = 0.001, every: EvolutionSchedule.Interval? = nil
  ) {
    self.moved = moved
    self.threshold = threshold
    schedule = Self.usual.paced(by: every)
  }

  public var description: String {
    schedule.describe(
      Self.name, ["moved: \(moved)", "threshold: \(threshold)"], unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    guard isInterval(moment) else { return matrices.map { _ in nil } }
    let threshold =
      memory.number("threshold", in: 0...Double.greatestFiniteMagnitude) ?? threshold
    var drafts = matrices.map { MatrixDraft($0) }
    for index in drafts.indices { drafts[index].drop(below: threshold, at: moment) }
    let removed = drafts.reduce(0) { $0 + $1.removed }
    let counts = shares(
      of: removed, by: drafts.map { Double($0.staying) },
      atMost: drafts.map { $0.room - $0.removed })
    let wished = min(Double(moved), 0.1 * Double(matrices.reduce(0) { $0 + $1.matrix.count }))
    if Double(removed) > 1.1 * wished {
      memory.numbers["threshold"] = max(threshold / 2, 1e-12)
    } else if Double(removed) < 0.9 * wished {
      memory.numbers["threshold"] = min(max(threshold * 2, 1e-12), 1e6)
    }
    return drafts.indices.map { index in
      let matrix = drafts[index].matrix
      let stays = [Bool](repeating: false, count: matrix.count)
      drafts[index].grow(
        matrix.emptyPlaces(counts[index], rows: 0..<matrix.rows, without: stays, using: &random))
      return drafts[index].change()
    }
  }

  /// Whether the interval, which doubles after each quarter of the training, is over.
  private func isInterval(_ moment: EvolutionMoment) -> Bool {
    let quarter = Int((4 * moment.progress).rounded(.up))
    let longer = 1 << min(max(quarter - 1, 0), 3)
    switch schedule.every {
    case .steps: return moment.step % (Int(schedule.steps(at: moment)) * longer) == 0
    case .epochs(let count): return (moment.epoch - 1) % (max(count, 1) * longer) == 0
    case .never: return true
    }
  }
}

extension MatrixDraft {
  /// Lets what is below the threshold beside the root mean square go; one stays, the strongest, the last
  /// one of equals.
  fileprivate mutating func drop(below threshold: Double, at moment: EvolutionMoment) {
    let scale = evolving.rootMeanSquare
    let scores = evolving.scores(matrix.values.map { $0 / scale }, at: moment)
    drop(min(scores.count(below: Float(threshold)), matrix.count - 1), by: scores)
  }
}
