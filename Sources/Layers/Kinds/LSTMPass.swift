internal import KernelTable
internal import Tensors

/// One shard through an LSTM, forward and back through the whole sequence.
///
/// The gates' sums of a step form one panel `(4 units, width)`. For words, the input part of the sums
/// comes from `WordProjection`, once for each different word; for a sequence of vectors, from a
/// product a step. At a step only the texts that still run are computed: they are the first columns.
/// A text's state after its last word is copied out when that step comes, and its gradient enters
/// there on the way back; before that its gradients are 0, so nothing needs a mask.
///
/// Training keeps each step's gates, c, tanh c and h; a pass for evaluation keeps one step's.
final class LSTMPass: LayerPass {
  private let units: Int
  private let input: WeightMatrix
  private let recurrent: WeightMatrix
  private let bias: Parameter
  private let givesSequence: Bool
  private let inputDropout: DropoutPass
  private let projection: WordProjection
  let gradients: [GradientPart]

  /// (steps, 4 units, width): the gates' sums, their activations, and their sums' gradients in turn.
  private let z = Storage<Float>()
  /// (steps + 1, units, width): the cells and states, beginning with the zeros before the first word.
  private let c = Storage<Float>()
  private let h = Storage<Float>()
  /// (steps, units, width)
  private let tanhC = Storage<Float>()
  /// (units, width): the states after the last words.
  private let final = Storage<Float>()
  /// (units, width): gradients of h and c on the way back.
  private let dh = Storage<Float>()
  private let dc = Storage<Float>()
  /// (steps, inputs, width): the gradient of a sequence of vectors.
  private let inputGradient = Storage<Float>()
  private let scratch = Storage<Float>()
  private var given: Activation?

  /// The steps of which weight gradients are computed together, while they are in the cache.
  private static let chunk = 8
  /// Floats between the panels of two steps, beside the panels. Panels are powers of two in size, mostly:
  /// without the gap, a row would lie in the same few places of the cache at every step.
  private static let gap = 32

  init(
    units: Int, dropout: Double, input: WeightMatrix, recurrent: WeightMatrix, bias: Parameter,
    givesSequence: Bool
  ) {
    self.units = units
    self.input = input
    self.recurrent = recurrent
    self.bias = bias
    self.givesSequence = givesSequence
    inputDropout = DropoutPass(share: dropout)
    projection = WordProjection(weights: input, bias: bias)
    gradients = [input.parameter, recurrent.parameter, bias].map { GradientPart(of: $0) }
  }

  // MARK: Forward

  func forward(_ activation: Activation, mode: PassMode) -> Activation {
    let given = inputDropout.forward(activation, mode: mode)
    self.given = given
    let sequence = Extent(of: given)
    let width = sequence.width
    let panel = units * width
    let keepsSteps = mode.isTraining || givesSequence
    let kept = keepsSteps ? sequence.steps : 1
    z.resize(to: kept * 4 * panel)
    tanhC.resize(to: kept * panel)
    c.resize(to: (keepsSteps ? sequence.steps + 1 : 1) * panel)
    h.resize(to: (keepsSteps ? sequence.steps + 1 : 1) * panel)
    c.pointer.update(repeating: 0, count: panel)
    h.pointer.update(repeating: 0, count: panel)
    final.resize(to: panel)
    final.fill(with: 0)
    if case .embedded(let words) = given { projection.forward(words) }

    for step in 0..<sequence.steps {
      let row = keepsSteps ? step : 0
      let active = Int(sequence.active.pointer[step])
      let sums = z.pointer + row * 4 * panel
      let hPrevious = h.pointer + row * panel
      let next = keepsSteps ? panel : 0
      startSums(sums, of: given, step: step, width: width, active: active)
      recurrent.multiply(hPrevious, into: sums, width: width, active: active, accumulating: true)
      Kernels.best.lstmGates(
        sums, c.pointer + row * panel, c.pointer + row * panel + next,
        tanhC.pointer + row * panel, hPrevious + next, units, width, active)
      for column in sequence.columnsEnding(at: step) {
        copyColumn(column, from: hPrevious + next, to: final.pointer, width: width)
      }
    }
    if givesSequence {
      return .sequence(
        SequencePanels(
          pointer: h.pointer + panel, features: units, width: width, count: sequence.count,
          lengths: sequence.lengths, active: sequence.active))
    }
    return .features(Panel(final.pointer, features: units, width: width, count: sequence.count))
  }

  /// sums = W x + b of this step.
  private func startSums(
    _ sums: Floats, of given: Activation, step: Int, width: Int, active: Int
  ) {
    switch given {
    case .embedded(let words):
      projection.gather(words, step: step, into: sums, active: active)
    case .sequence(let panels):
      for row in 0..<(4 * units) {
        (sums + row * width).update(repeating: bias.values.pointer[row], count: active)
      }
      input.multiply(
        panels.panel(step), into: sums, width: width, active: active, accumulating: true)
    case .words, .features:
      preconditionFailure("An LSTM is given a sequence.")
    }
  }

  private func copyColumn(_ column: Int, from source: Floats, to target: Floats, width: Int) {
    for unit in 0..<units { target[unit * width + column] = source[unit * width + column] }
  }

  // MARK: Backward

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard let given else { preconditionFailure("Backward comes after forward.") }
    let sequence = Extent(of: given)
    let width = sequence.width
    let panel = units * width
    dh.resize(to: panel)
    dc.resize(to: panel)
    dh.fill(with: 0)
    dc.fill(with: 0)
    for part in gradients { part.clear() }
    if case .embedded(let words) = given { projection.beginBackward(words) }
    if case .sequence(let panels) = given, needsInput {
      inputGradient.resize(to: sequence.steps * panels.features * width)
      inputGradient.fill(with: 0)
    }

    for step in stride(from: sequence.steps - 1, through: 0, by: -1) {
      let active = Int(sequence.active.pointer[step])
      let sums = z.pointer + step * 4 * panel
      receive(gradient, at: step, of: sequence)
      Kernels.best.lstmGatesBackward(
        sums, c.pointer + step * panel, tanhC.pointer + step * panel, dh.pointer, dc.pointer,
        units, width, active)
      recurrent.multiplyTransposed(
        sums, into: dh.pointer, width: width, active: active, accumulating: false)
      passDown(sums, of: given, step: step, width: width, active: active, needsInput: needsInput)
      if step % Self.chunk == 0 {
        let steps = min(Self.chunk, sequence.steps - step)
        recurrent.addGradient(
          d: sums, dStep: 4 * panel, x: h.pointer + step * panel, xStep: panel, width: width,
          steps: steps, active: sequence.active.pointer + step,
          to: gradients[1].values.pointer, scratch: scratch)
        addInputGradient(given, sums, step: step, steps: steps, of: sequence)
      }
    }
    return finish(given, needsInput: needsInput)
  }

  /// Adds to dh what comes from above at this step.
  private func receive(_ gradient: Activation, at step: Int, of sequence: Extent) {
    switch gradient {
    case .features(let above):
      for column in sequence.columnsEnding(at: step) {
        copyColumn(column, from: above.pointer, to: dh.pointer, width: sequence.width)
      }
    case .sequence(let above):
      // Past a text's end the layer above gave no gradient; what stands in its padding is skipped.
      let source = above.panel(step)
      let running = sequence.running(at: step)
      for unit in 0..<units {
        let row = unit * sequence.width
        for column in 0..<running { dh.pointer[row + column] += source[row + column] }
      }
    case .words, .embedded:
      preconditionFailure("An LSTM's gradient is that of its states.")
    }
  }

  private func passDown(
    _ d: Floats, of given: Activation, step: Int, width: Int, active: Int, needsInput: Bool
  ) {
    switch given {
    case .embedded(let words):
      projection.scatter(d, words, step: step, active: active)
    case .sequence(let panels):
      Kernels.best.addRowSums(d, 4 * units, width, active, gradients[2].values.pointer)
      guard needsInput else { return }
      input.multiplyTransposed(
        d, into: inputGradient.pointer + step * panels.features * width, width: width,
        active: active, accumulating: false)
    case .words, .features: break
    }
  }

  /// The input weights' gradient of a chunk of steps, where the input is a sequence of vectors.
  private func addInputGradient(
    _ given: Activation, _ d: Floats, step: Int, steps: Int, of sequence: Extent
  ) {
    guard case .sequence(let panels) = given else { return }
    input.addGradient(
      d: d, dStep: 4 * units * sequence.width, x: panels.panel(step),
      xStep: panels.features * sequence.width, width: sequence.width, steps: steps,
      active: sequence.active.pointer + step, to: gradients[0].values.pointer, scratch: scratch)
  }

  private func finish(_ given: Activation, needsInput: Bool) -> Activation? {
    var result: Activation?
    switch given {
    case .embedded(let words):
      projection.finishBackward(
        words, weightGradient: gradients[0].values, biasGradient: gradients[2].values)
      result = given
    case .sequence(var panels) where needsInput:
      panels.pointer = inputGradient.pointer
      result = .sequence(panels)
    case .sequence, .words, .features: break
    }
    return result.flatMap { inputDropout.backward($0, needsInput: needsInput) }
  }
}

/// How far the texts of a shard reach.
private struct Extent {
  let steps: Int
  let width: Int
  let count: Int
  let lengths: [Int]
  let active: Storage<Int32>

  init(of activation: Activation) {
    switch activation {
    case .embedded(let words):
      steps = words.batch.steps
      width = words.batch.width
      count = words.batch.count
      lengths = words.batch.lengths
      active = words.batch.active
    case .sequence(let panels):
      steps = panels.steps
      width = panels.width
      count = panels.count
      lengths = panels.lengths
      active = panels.active
    case .words, .features:
      preconditionFailure("An LSTM is given a sequence.")
    }
  }

  /// The columns whose last word is at `step`; lengths descend.
  func columnsEnding(at step: Int) -> Range<Int> {
    running(at: step + 1)..<running(at: step)
  }

  /// How many texts have a word at `step`.
  func running(at step: Int) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if lengths[middle] > step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
