internal import KernelTable
internal import Tensors

/// What a dense layer applies to each of its sums.
public enum ActivationFunction: String, Sendable, CaseIterable {
  case none, relu
  /// x above 0, and a slope · x below.
  case leakyRelu = "leaky_relu"
  case tanh, sigmoid

  /// The slope of `leakyRelu` below 0, where nobody chose one.
  public static let usualSlope = 0.01

  /// y = function(y), in place; `slope` is that of `leakyRelu`.
  func apply(to y: UnsafeMutablePointer<Float>, count: Int, slope: Float) {
    switch self {
    case .none: break
    // Chosen and not branched to: half of all signs would be guessed wrong.
    case .relu: for n in 0..<count { y[n] = y[n] < 0 ? 0 : y[n] }
    case .leakyRelu: for n in 0..<count { y[n] = y[n] < 0 ? slope * y[n] : y[n] }
    case .tanh: Kernels.best.tanh(y, count)
    case .sigmoid: Kernels.best.sigmoid(y, count)
    }
  }

  /// The derivative, from its value; that of `leakyRelu` does not follow from it where its slope is negative, and is
  /// kept instead.
  func slope(at y: Float) -> Float {
    switch self {
    case .none, .leakyRelu: 1
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}
