internal import KernelTable
internal import Tensors

/// Sparse non-monotonically triggered averaged gradient descent: NT-ASGD (Merity et al. 2018,
/// arXiv 1708.02182) with averages that begin again where a connection grew (Liu et al. 2021,
/// arXiv 2101.09048).
///
/// Plain descent with decay (w ← w − rate (g + λw), on existing connections of the matrices but words) until
/// an evaluation's loss is above the least of all before it but the last `window`. From then on each weight
/// has an average over its steps since, or since it grew: k counts them, a ← w for k ≤ 2, else
/// a ← a + (w − a) / (k − 1). Evaluated and saved are the averages; what trains, and what evolution drops
/// by, are the weights.
public struct NonMonotonicASGD: Optimizer {
  public var rate: Double
  public var decay: Double
  public var window: Int

  public init(rate: Double = 1, decay: Double = 1.2e-6, window: Int = 5) {
    self.rate = rate
    self.decay = decay
    self.window = window
  }

  public var description: String { "snt_asgd(rate: \(rate), decay: \(decay), window: \(window))" }
  public var stateNames: [String] { ["average"] }
  public var needsEvaluations: Bool { true }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    let average = weights.state(0)
    let decay = Float(context.rate * weights.decay(decay))
    if decay > 0 {
      // Of the weight before the step, like the gradient.
      for k in 0..<weights.count { weights.values[k] -= decay * weights.values[k] }
    }
    Kernels.best.addScaled(
      weights.gradient, -Float(context.rate) * context.scale, weights.values, weights.count)
    guard let start = start(context.evaluations), start < context.step else { return }
    Kernels.best.average(
      weights.values, average, weights.births, weights.count, Int32(clamping: context.step),
      Int32(clamping: start))
  }

  /// The step after which averaging began.
  func start(_ evaluations: Evaluations) -> Int? {
    var least = Double.infinity
    for (index, entry) in evaluations.entries.enumerated() where index > window {
      least = min(least, evaluations.entries[index - window - 1].loss)
      if entry.loss > least { return entry.step }
    }
    return nil
  }

  /// None: a step goes along its own gradient alone.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    false
  }

  public func averages(
    of weights: WeightBlock, step: Int, evaluations: Evaluations,
    into result: UnsafeMutablePointer<Float>
  ) -> Bool {
    guard let start = start(evaluations), start < step else { return false }
    let average = weights.state(0)
    for k in 0..<weights.count {
      // What grew after the last step has no average yet.
      let isYoung = Int(weights.births?[k] ?? 0) >= step
      result[k] = isYoung ? weights.values[k] : average[k]
    }
    return true
  }
}
