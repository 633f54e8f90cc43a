internal import KernelTable
internal import Tensors

/// A step of a gated recurrent unit; see `GRU`.
///
/// The sums are those of r, z and n. What n takes of the states is kept apart from what it takes of the input,
/// because r lies between; so the gradient of the recurrent matrix has a panel of its own.
final class GRUCell: RecurrentCell {
  let units: Int
  let recurrent: [WeightMatrix]
  let products: [StateProduct]
  let biasGradients: [GradientPart]
  private let weights: WeightMatrix
  private let bias: Parameter
  /// (steps kept, 3 units, width): in its last block U h + b′ of n; on the way back the gradients of U h.
  private let states = Storage<Float>()

  /// `bias` is that of n beside the states, `(units)`.
  init(units: Int, recurrent: WeightMatrix, bias: Parameter) {
    self.units = units
    weights = recurrent
    self.bias = bias
    self.recurrent = [recurrent]
    products = [StateProduct(recurrent)]
    biasGradients = [GradientPart(of: bias)]
  }

  var sums: Int { 3 * units }
  var hasMemory: Bool { false }

  func reserve(places: Int, width: Int) {
    states.resize(to: places * SequencePanels.stride(features: 3 * units, width: width))
  }

  private func states(_ step: CellStep) -> Floats {
    states.pointer + step.place * step.sumsStride
  }

  func advance(_ step: CellStep) {
    let (width, active) = (step.width, step.active)
    let ofNew = states(step) + 2 * units * width
    weights.multiply(
      step.state, into: step.sums, width: width, active: active, from: .present,
      rows: 0..<2 * units)
    weights.multiply(
      step.state, into: ofNew, width: width, active: active, from: .each(bias.values.pointer),
      rows: 2 * units..<3 * units)
    Kernels.best.gruGates(step.sums, ofNew, step.state, step.next, units, width, active)
  }

  func goBack(_ step: CellStep, dh: Floats, dc: Floats) {
    let d = states(step)
    Kernels.best.gruGatesBackward(
      step.sums, d, step.state, step.gradients, dh, units, step.width, step.active)
    Kernels.best.addRowSums(
      d + 2 * units * step.width, units, step.width, step.active,
      biasGradients[0].values.pointer)
    products[0].goBack(
      d: d, x: step.state, dx: dh, width: step.width, active: step.active, accumulating: true)
  }

  func addGradients(_ step: CellStep, count: Int, active: Indices, scratch: Storage<Float>) {
    products[0].addGradient(
      d: states(step), x: step.state, of: step, count: count, active: active, scratch: scratch)
  }

  func sides(ofMatrix number: Int, _ step: CellStep) -> (d: Floats, x: Floats) {
    (states(step), step.state)
  }
}
