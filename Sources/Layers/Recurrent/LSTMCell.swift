internal import KernelTable
internal import Tensors

/// A step of an LSTM: four gates' sums, a product with the states before, and the gates; see `LSTM`.
final class LSTMCell: RecurrentCell {
  let units: Int
  let recurrent: [WeightMatrix]
  let products: [StateProduct]
  let biasGradients: [GradientPart] = []
  private let weights: WeightMatrix

  init(units: Int, recurrent: WeightMatrix) {
    self.units = units
    weights = recurrent
    self.recurrent = [recurrent]
    products = [StateProduct(recurrent)]
  }

  var sums: Int { 4 * units }
  var hasMemory: Bool { true }

  func reserve(places: Int, width: Int) {}

  func advance(_ step: CellStep) {
    weights.multiply(
      step.state, into: step.sums, width: step.width, active: step.active, from: .present)
    Kernels.best.lstmGates(
      step.sums, step.memory, step.nextMemory, step.next, units, step.width, step.active)
  }

  func goBack(_ step: CellStep, dh: Floats, dc: Floats) {
    Kernels.best.lstmGatesBackward(
      step.sums, step.memory, step.next, step.gradients, dh, dc, units, step.width, step.active)
    products[0].goBack(
      d: step.gradients, x: step.state, dx: dh, width: step.width, active: step.active,
      accumulating: false)
  }

  func addGradients(_ step: CellStep, count: Int, active: Indices, scratch: Storage<Float>) {
    products[0].addGradient(
      d: step.gradients, x: step.state, of: step, count: count, active: active, scratch: scratch)
  }

  func sides(ofMatrix number: Int, _ step: CellStep) -> (d: Floats, x: Floats) {
    (step.gradients, step.state)
  }
}
