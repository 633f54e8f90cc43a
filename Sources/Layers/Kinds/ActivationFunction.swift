internal import KernelTable
internal import Tensors

/// What a dense layer applies to each of its sums.
public enum ActivationFunction: String, Sendable, CaseIterable {
  case none, relu, tanh, sigmoid

  /// y = function(y), in place.
  func apply(to y: UnsafeMutablePointer<Float>, count: Int) {
    switch self {
    case .none: break
    // Chosen and not branched to: half of all signs would be guessed wrong.
    case .relu: for n in 0..<count { y[n] = y[n] < 0 ? 0 : y[n] }
    case .tanh: Kernels.best.tanh(y, count)
    case .sigmoid: Kernels.best.sigmoid(y, count)
    }
  }

  /// The derivative, from its value.
  func slope(at y: Float) -> Float {
    switch self {
    case .none: 1
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}
