internal import KernelTable
internal import Tensors

/// Adam (Kingma and Ba 2015, arXiv 1412.6980), over all connections at every step.
public struct Adam: Optimizer {
  public var rate: Double
  public var beta1: Double
  public var beta2: Double
  public var epsilon: Double

  public init(
    rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
  ) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  public var description: String { "adam(\(choices))" }
  var choices: String {
    "rate: \(rate), beta1: \(beta1), beta2: \(beta2), epsilon: \(epsilon)"
  }
  public var stateNames: [String] { ["mean", "square"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    update(weights, context, keep: 1)
  }

  /// The step, before which the weights are multiplied with `keep`.
  func update(_ weights: WeightBlock, _ context: StepContext, keep: Float) {
    // rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), the corrections drawn out.
    let first = 1 - power(beta1, context.step)
    let second = (1 - power(beta2, context.step)).squareRoot()
    Kernels.best.adam(
      weights.values, weights.gradient, weights.state(0), weights.state(1), weights.count,
      context.scale, Float(beta1), Float(beta2), Float(context.rate * second / first),
      Float(epsilon * second), keep)
  }

  /// m / (√v + ε).
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    let (means, squares) = (weights.state(0), weights.state(1))
    for k in 0..<weights.count {
      result[k] = means[k] / (squares[k].squareRoot() + Float(epsilon))
    }
    return true
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    var result = 1.0
    var square = base
    var left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
