internal import KernelTable
internal import Tensors

/// Stochastic gradient descent: with momentum, looking ahead (Nesterov 1983, in the form of Sutskever et al.
/// 2013), with decay λ that adds λw to the gradient.
///
/// The velocity holds the rate: u ← momentum · u − rate · g, w ← w + u. Where the rate changes, u is brought
/// to the new one, so that what is kept are gradients, as in PyTorch; a rate of 0 forgets them. Only existing
/// connections decay; biases and vectors of words do not.
public struct SGD: Optimizer {
  public var rate: Double
  public var momentum: Double
  public var nesterov: Bool
  public var decay: Double

  public init(
    rate: Double = 0.01, momentum: Double = 0, nesterov: Bool = false, decay: Double = 0
  ) {
    self.rate = rate
    self.momentum = momentum
    self.nesterov = nesterov
    self.decay = decay
  }

  public var description: String {
    "sgd(rate: \(rate), momentum: \(momentum)" + (nesterov ? ", nesterov: true" : "")
      + (decay > 0 ? ", decay: \(decay)" : "") + ")"
  }
  public var stateNames: [String] { ["velocity"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    let change = context.previousRate > 0 ? context.rate / context.previousRate : 0
    let keep = Float(momentum * change)
    let decay = weights.decay(decay)
    if nesterov || decay > 0 {
      // Looking ahead, a step goes along the velocity as it will be: momentum · u − rate · g.
      Kernels.best.descent(
        weights.values, weights.gradient, weights.state(0), weights.count, context.scale,
        Float(decay), Float(context.rate), keep, nesterov ? Float(momentum) : 1, nesterov ? 1 : 0)
    } else {
      Kernels.best.momentum(
        weights.values, weights.gradient, weights.state(0), weights.count, context.scale,
        Float(context.rate), keep)
    }
  }

  /// The velocity.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    result.update(from: weights.state(0), count: weights.count)
    return true
  }
}
