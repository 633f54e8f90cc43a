internal import KernelTable
internal import Tensors

/// Gradients divided by the root of the moving mean of their squares (Tieleman and Hinton 2012), in
/// PyTorch's form: v ← α v + (1 − α) g², s = g / (√v + ε); with momentum u ← momentum · u + s in the place
/// of s; w ← w − rate · s.
public struct RMSProp: Optimizer {
  public var rate: Double
  public var alpha: Double
  public var epsilon: Double
  public var momentum: Double

  public init(
    rate: Double = 0.01, alpha: Double = 0.99, epsilon: Double = 1e-8, momentum: Double = 0
  ) {
    self.rate = rate
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
  }

  public var description: String {
    "rmsprop(rate: \(rate), alpha: \(alpha), epsilon: \(epsilon), momentum: \(momentum))"
  }
  public var stateNames: [String] { momentum > 0 ? ["square", "velocity"] : ["square"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    Kernels.best.rmsprop(
      weights.values, weights.gradient, weights.state(0), momentum > 0 ? weights.state(1) : nil,
      weights.count, context.scale, Float(alpha), Float(epsilon), Float(context.rate),
      Float(momentum))
  }

  /// The velocity; without momentum none.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    guard momentum > 0 else { return false }
    result.update(from: weights.state(1), count: weights.count)
    return true
  }
}
