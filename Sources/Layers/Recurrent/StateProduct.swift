internal import KernelTable
internal import Tensors

/// The way back through a matrix that multiplies the states of one step after the other, and its gradient.
///
/// A sparse matrix of few connections goes back through each step in one walk, which adds up what its gradient is the
/// sum of. Others multiply in each step, and sum the gradient over several steps at once.
final class StateProduct {
  private let weights: WeightMatrix
  let gradient: GradientPart
  /// (connections, 8): what the gradient is the sum of, by columns; empty where it is summed over several steps.
  private let parts = Storage<Float>()

  /// Connections whose parts, half a megabyte, the second cache holds beside the panels of a step.
  private static let most = 16_384

  init(_ weights: WeightMatrix) {
    self.weights = weights
    gradient = GradientPart(of: weights.parameter)
  }

  /// Before the first step of a way back; `gradient` is cleared.
  func begin() {
    let sumsAtOnce = weights.goesBackByColumns && weights.count <= Self.most
    parts.resize(to: sumsAtOnce ? 8 * weights.count : 0)
    parts.fill(with: 0)
  }

  /// dx (columns, width) = or += Wᵀ · d (rows, width), x being the states of the step.
  func goBack(d: Floats, x: Floats, dx: Floats, width: Int, active: Int, accumulating: Bool) {
    if parts.count > 0 {
      weights.goBack(
        d: d, x: x, inputGradient: dx, width: width, active: active, accumulating: accumulating,
        parts: parts.pointer)
    } else {
      weights.multiplyTransposed(
        d, into: dx, width: width, active: active, accumulating: accumulating)
    }
  }

  /// Adds to the gradient what `count` steps bring that were gone through, from the first of these on.
  func addGradient(
    d: Floats, x: Floats, of step: CellStep, count: Int, active: Indices, scratch: Storage<Float>
  ) {
    guard parts.count == 0 else { return }
    weights.addGradient(
      d: d, dStep: step.sumsStride, x: x, xStep: step.stateStride, width: step.width,
      steps: count, active: active, to: gradient.values.pointer, scratch: scratch)
  }

  /// After the last step: what is left to add to the gradient.
  func finish() {
    guard parts.count > 0 else { return }
    weights.add(partsByColumns: parts.pointer, to: gradient.values.pointer)
  }
}
