internal import KernelTable
public import Layers
internal import Tensors

/// How weights follow their gradients. The state it keeps of each weight lives in `Parameter`.
public protocol Optimizer: Sendable {
  /// As a program would write it: `adam(rate: 0.001)`.
  var description: String { get }
  /// How many numbers are kept of each weight.
  var stateArrays: Int { get }

  /// Updates `count` weights of `parameter` from `start` on; `step` counts from 1, `scale` multiplies
  /// the gradient first.
  func update(_ parameter: Parameter, from start: Int, count: Int, step: Int, scale: Float)
}

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

  public var description: String {
    "adam(rate: \(rate), beta1: \(beta1), beta2: \(beta2), epsilon: \(epsilon))"
  }
  public var stateArrays: Int { 2 }

  public func update(
    _ parameter: Parameter, from start: Int, count: Int, step: Int, scale: Float
  ) {
    // rate · m̂ / (√v̂ + ε) with m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), the corrections drawn out.
    let first = 1 - power(beta1, step)
    let second = (1 - power(beta2, step)).squareRoot()
    Kernels.best.adam(
      parameter.values.pointer + start, parameter.gradient.pointer + start,
      parameter.state[0].pointer + start, parameter.state[1].pointer + start, count, scale,
      Float(beta1), Float(beta2), Float(rate * second / first), Float(epsilon * second))
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
  public var stateArrays: Int { 1 }

  public func update(
    _ parameter: Parameter, from start: Int, count: Int, step: Int, scale: Float
  ) {
    Kernels.best.momentum(
      parameter.values.pointer + start, parameter.gradient.pointer + start,
      parameter.state[0].pointer + start, count, scale, Float(rate), Float(momentum))
  }
}
