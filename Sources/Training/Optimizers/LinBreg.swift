internal import KernelTable
internal import Tensors

/// Linearized Bregman iterations (Bungert et al. 2022, JMLR 23(192)) over the connections that are stored:
/// descent of a subgradient v, v ← v − rate · g, of which the weight is the soft threshold.
///
/// With momentum m ← β m + (1 − β) rate · g, v ← v − m. Connections are weights that may be 0: how many are not
/// is an outcome. In the paper every place has its v; here those of the structure do, `CandidateExchange` gives
/// the others a turn. Where λ is 0 and δ is 1 it is descent.
public struct LinBreg: Optimizer {
  public var rate: Double
  public var momentum: Double
  private let threshold: SoftThreshold

  public init(
    rate: Double = 0.1, momentum: Double = 0, strength: Double = 0.001, delta: Double = 1
  ) {
    self.rate = rate
    self.momentum = momentum
    threshold = SoftThreshold(strength: strength, delta: delta)
  }

  public var description: String {
    "linbreg(rate: \(rate), momentum: \(momentum), strength: \(threshold.strength), "
      + "delta: \(threshold.delta))"
  }
  public var stateNames: [String] { momentum > 0 ? ["velocity", "subgradient"] : ["subgradient"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    let last = stateNames.count - 1
    threshold.update(weights, keeping: last) { moved in
      if momentum > 0 {
        Kernels.best.momentum(
          moved.values, moved.gradient, moved.state(0), moved.count, context.scale,
          Float((1 - momentum) * context.rate), Float(momentum))
      } else {
        Kernels.best.addScaled(
          moved.gradient, -Float(context.rate) * context.scale, moved.values, moved.count)
      }
    }
  }

  /// The subgradient: of a weight that is 0, all that its steps came to.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    result.update(from: weights.state(stateNames.count - 1), count: weights.count)
    return true
  }
}
