internal import Glibc
public import Tensors

/// Deep rewiring (Bellec et al. 2018, arXiv 1711.05136).
///
/// A connection has a sign s, which never changes, and a strength θ > 0; its weight is sθ. Beside the
/// optimizer's steps, each adds −ηα + ησN(0, 1) to the strength, where η is the optimizer's rate. What
/// comes to θ ≤ 0 goes, and as many grow at random empty places of the matrix with random sign and
/// θ = 1e-12.
///
/// A new structure each step would be dear: it acts each n-th step, adding for all n at once,
/// −nηα + √n ησN(0, 1).
public struct DeepRewiring: EvolutionRule {
  public static let name = "deep_rewiring"
  public static let summary =
    "Deep rewiring (Bellec et al. 2018): connections whose weight would change its sign go, as many come at "
    + "random."
  public var schedule: EvolutionSchedule
  /// α, by which strengths fall.
  public var decay: Double
  /// σ, by which they wander.
  public var noise: Double
  public var actsByHand: Bool { false }
  public var looksAtMatricesAlone: Bool { true }

  static let usual = EvolutionSchedule(every: .steps(10), actsEachEpoch: true, start: 0)

  public init(
    decay: Double = 1e-5, noise: Double = 1e-5, every: EvolutionSchedule.Interval? = nil
  ) {
    self.decay = decay
    self.noise = noise
    schedule = Self.usual.paced(by: every)
  }

  public var description: String {
    schedule.describe(Self.name, ["alpha: \(decay)", "noise: \(noise)"], unlike: Self.usual)
  }

  public func changes(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, memory: inout RuleMemory,
    using random: inout RandomSource
  ) -> [TopologyChange?] {
    let steps = schedule.steps(at: moment)
    let fall = steps * moment.rate * decay
    let spread = steps.squareRoot() * moment.rate * noise
    return matrices.map { evolving in
      var moved = evolving
      if evolving.marks.count != evolving.matrix.count {
        moved.marks = evolving.matrix.values.map { $0 < 0 ? -1 : 1 }
      }
      var goes = [Bool](repeating: false, count: evolving.matrix.count)
      for (position, sign) in moved.marks.enumerated() {
        let shift = spread > 0 ? spread * random.normal() - fall : -fall
        let strength = Float(Double(sign * moved.matrix.values[position]) + shift)
        goes[position] = !(strength > 0)
        moved.matrix.values[position] = sign * strength
      }
      var draft = MatrixDraft(moved)
      draft.drop(goes)
      draft.growAnywhere(draft.removed, using: &random)
      let signs: [Float] = draft.grown.map { _ in random.below(2) == 0 ? 1 : -1 }
      return draft.change(marks: moved.marks, growing: signs)
    }
  }
}

extension MatrixDraft {
  /// The change, with the signs that there are and those of what is grown.
  fileprivate func change(marks: [Float], growing signs: [Float]) -> TopologyChange {
    var change = TopologyChange(
      of: matrix, removing: goes, growing: grown, weights: signs.map { $0 * 1e-12 })
    var next = 0
    change.marks = change.origins.map { origin in
      guard origin < 0 else { return marks[Int(origin)] }
      next += 1
      return signs[next - 1]
    }
    return change
  }
}
