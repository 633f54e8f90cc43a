internal import KernelTable
internal import Tensors

/// A step of a recurrent highway network: as many levels as it is deep, each from the states of the one below;
/// see `RHN`. The input has a part in the sums of the first level alone.
final class HighwayCell: RecurrentCell {
  let units: Int
  let recurrent: [WeightMatrix]
  let products: [StateProduct]
  let biasGradients: [GradientPart]
  private let biases: [Parameter]
  /// (levels above the first, steps kept, 2 units, width): their sums, and gradients of these in turn.
  private let upperSums = Storage<Float>()
  /// (levels above the first, steps kept, units, width): the states below each.
  private let upperStates = Storage<Float>()
  private var places = 0

  /// One matrix a level; `biases` are those of the levels above the first.
  init(units: Int, recurrent: [WeightMatrix], biases: [Parameter]) {
    self.units = units
    self.recurrent = recurrent
    self.biases = biases
    products = recurrent.map { StateProduct($0) }
    biasGradients = biases.map { GradientPart(of: $0) }
  }

  var sums: Int { 2 * units }
  var hasMemory: Bool { false }
  private var depth: Int { recurrent.count }

  func reserve(places: Int, width: Int) {
    self.places = places
    let (sums, states) = (
      SequencePanels.stride(features: 2 * units, width: width),
      SequencePanels.stride(features: units, width: width)
    )
    upperSums.resize(to: (depth - 1) * places * sums)
    upperStates.resize(to: (depth - 1) * places * states)
  }

  /// The sums of a level, where their gradients go, and the states below and above it.
  private func level(_ level: Int, _ step: CellStep) -> (
    sums: Floats, gradients: Floats, below: Floats, above: Floats
  ) {
    func states(above level: Int) -> Floats {
      let stride = SequencePanels.stride(features: units, width: step.width)
      return upperStates.pointer + (level * places + step.place) * stride
    }
    let sums =
      level == 0
      ? step.sums
      : upperSums.pointer + ((level - 1) * places + step.place) * step.sumsStride
    return (
      sums, level == 0 ? step.gradients : sums,
      level == 0 ? step.state : states(above: level - 1),
      level == depth - 1 ? step.next : states(above: level)
    )
  }

  func advance(_ step: CellStep) {
    for number in 0..<depth {
      let (sums, _, below, above) = level(number, step)
      recurrent[number].multiply(
        below, into: sums, width: step.width, active: step.active,
        from: number > 0 ? .each(biases[number - 1].values.pointer) : .present)
      Kernels.best.highwayGates(sums, below, above, units, step.width, step.active)
    }
  }

  func goBack(_ step: CellStep, dh: Floats, dc: Floats) {
    for number in (0..<depth).reversed() {
      let (sums, gradients, below, _) = level(number, step)
      Kernels.best.highwayGatesBackward(
        sums, below, gradients, dh, units, step.width, step.active)
      if number > 0 {
        Kernels.best.addRowSums(
          gradients, 2 * units, step.width, step.active, biasGradients[number - 1].values.pointer)
      }
      products[number].goBack(
        d: gradients, x: below, dx: dh, width: step.width, active: step.active,
        accumulating: true)
    }
  }

  func addGradients(_ step: CellStep, count: Int, active: Indices, scratch: Storage<Float>) {
    for number in 0..<depth {
      let (_, gradients, below, _) = level(number, step)
      products[number].addGradient(
        d: gradients, x: below, of: step, count: count, active: active, scratch: scratch)
    }
  }

  func sides(ofMatrix number: Int, _ step: CellStep) -> (d: Floats, x: Floats) {
    let (_, gradients, below, _) = level(number, step)
    return (gradients, below)
  }
}
