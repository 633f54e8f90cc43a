internal import KernelTable
internal import Tensors

/// Stochastic gradient descent, with momentum.
public struct SGD: Optimizer {
  public var rate: Double
  public var momentum: Double

  public init(rate: Double = 0.01, momentum: Double = 0) {
    self.rate = rate
    self.momentum = momentum
  }

  public var description: String {
    "sgd(rate: \(rate), momentum: \(momentum))"
  }
  public var stateNames: [String] { ["velocity"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    Kernels.best.momentum(
      weights.values, weights.gradient, weights.state(0), weights.count, context.scale,
      Float(context.rate), Float(momentum))
  }

  /// The velocity.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    result.update(from: weights.state(0), count: weights.count)
    return true
  }
}
