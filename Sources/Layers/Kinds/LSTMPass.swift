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
/// Training keeps each step's gates, c, tanh c and h. With checkpoints it does so for one segment of
/// about √steps steps, and keeps c and h between segments, from which the way back computes each segment
/// anew: √steps instead of steps, for half as much work again. A pass for evaluation keeps one step.
final class LSTMPass: LayerPass {
  let units: Int
  let input: WeightMatrix
  let recurrent: WeightMatrix
  private let bias: Parameter
  private let givesSequence: Bool
  private let inputDropout: DropoutPass
  let projection: WordProjection
  let gradients: [GradientPart]

  /// (steps kept, 4 units, width): the gates' sums, their activations, and their sums' gradients in turn.
  let z = Storage<Float>()
  /// (steps kept + 1, units, width): the cells and states, beginning with those before the first step.
  private let c = Storage<Float>()
  let h = Storage<Float>()
  /// (steps kept, units, width)
  private let tanhC = Storage<Float>()
  /// (segments, units, width): c and h before each segment.
  private let cCheckpoints = Storage<Float>()
  private let hCheckpoints = Storage<Float>()
  /// (units, width): the states after the last words.
  private let final = Storage<Float>()
  /// (units, width): gradients of h and c on the way back.
  private let dh = Storage<Float>()
  private let dc = Storage<Float>()
  /// (steps, inputs, width): the gradient of a sequence of vectors.
  private let inputGradient = Storage<Float>()
  private let scratch = Storage<Float>()
  /// (4 units, inputs) and (4 units, units): with checkpoints, where the gates' gradients of all steps are
  /// never there at once, the sums for `addDenseGradient`. Empty otherwise.
  var denseSums = [Storage<Float>(), Storage<Float>()]
  private(set) var given: Activation?
  private var shouldStop: @Sendable () -> Bool = { false }
  private(set) var steps = Steps(count: 0, segment: 1, isTraining: false, givesSequence: false)

  /// The steps of which weight gradients are computed together.
  private static let chunk = 8

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

  /// Where the panels of a step are kept.
  struct Steps {
    let count: Int
    /// Steps that are kept together; all of them without checkpoints, none but one in evaluation.
    let segment: Int
    let isTraining: Bool
    let givesSequence: Bool

    var segments: Int { isTraining ? (count + segment - 1) / segment : 1 }
    func range(ofSegment number: Int) -> Range<Int> {
      isTraining ? number * segment..<min((number + 1) * segment, count) : 0..<count
    }
    /// The place of a step's gates, and of c before it; c after it is one further in training.
    func place(_ step: Int) -> Int { isTraining ? step % segment : 0 }
    /// The place of h before a step.
    func placeOfState(before step: Int) -> Int { givesSequence ? step : place(step) }
  }

  // MARK: Forward

  func forward(_ activation: Activation, mode: PassMode) -> Activation {
    let given = inputDropout.forward(activation, mode: mode)
    self.given = given
    shouldStop = mode.shouldStop
    let sequence = SequenceExtent(of: given)
    let width = sequence.width
    let panel = units * width
    var segment = mode.isTraining ? sequence.steps : 1
    if mode.isTraining, mode.keepsCheckpoints {
      let root = Int(Double(sequence.steps).squareRoot().rounded(.up))
      segment = min(segment, (root + Self.chunk - 1) / Self.chunk * Self.chunk)
    }
    steps = Steps(
      count: sequence.steps, segment: segment, isTraining: mode.isTraining,
      givesSequence: givesSequence)
    prepareDenseSums(keeps: mode.keepsAbsentGradients && steps.segments > 1, given)
    let stride = stride(width)
    z.resize(to: segment * gatesStride(width))
    tanhC.resize(to: segment * stride)
    c.resize(to: (segment + 1) * stride)
    h.resize(to: ((givesSequence ? sequence.steps : segment) + 1) * stride)
    c.pointer.update(repeating: 0, count: panel)
    h.pointer.update(repeating: 0, count: panel)
    final.resize(to: panel)
    final.fill(with: 0)
    if steps.segments > 1 {
      cCheckpoints.resize(to: steps.segments * panel)
      hCheckpoints.resize(to: steps.segments * panel)
    }
    if case .embedded(let words) = given {
      projection.forward(words, keepsRows: steps.segments > 1)
    }

    for number in 0..<steps.segments where !shouldStop() {
      if steps.segments > 1 { keepCheckpoint(number, panel: panel, stride: stride) }
      for step in steps.range(ofSegment: number) where !shouldStop() {
        let next = advance(step, given, sequence)
        for column in sequence.columnsEnding(at: step) {
          copyColumn(column, from: next, to: final.pointer, width: width)
        }
      }
    }
    if givesSequence {
      return .sequence(
        SequencePanels(
          pointer: h.pointer + stride, features: units, width: width, count: sequence.count,
          lengths: sequence.lengths, active: sequence.active))
    }
    return .features(Panel(final.pointer, features: units, width: width, count: sequence.count))
  }

  func stride(_ width: Int) -> Int { SequencePanels.stride(features: units, width: width) }
  func gatesStride(_ width: Int) -> Int {
    SequencePanels.stride(features: 4 * units, width: width)
  }

  /// One step forward; the answer is where its states are.
  private func advance(_ step: Int, _ given: Activation, _ sequence: SequenceExtent) -> Floats {
    let width = sequence.width
    let stride = stride(width)
    let active = Int(sequence.active.pointer[step])
    let place = steps.place(step)
    let sums = z.pointer + place * gatesStride(width)
    let cells = c.pointer + place * stride
    let states = h.pointer + steps.placeOfState(before: step) * stride
    let nextCells = steps.isTraining ? cells + stride : cells
    let nextStates = steps.isTraining || givesSequence ? states + stride : states
    startSums(sums, of: given, step: step, width: width, active: active)
    recurrent.multiply(states, into: sums, width: width, active: active, accumulating: true)
    Kernels.best.lstmGates(
      sums, cells, nextCells, tanhC.pointer + place * stride, nextStates, units, width, active)
    return nextStates
  }

  /// Copies the states after the segment before to the beginning of this one, and keeps them.
  private func keepCheckpoint(_ number: Int, panel: Int, stride: Int) {
    if number > 0 {
      c.pointer.update(from: c.pointer + steps.segment * stride, count: panel)
      if !givesSequence {
        h.pointer.update(from: h.pointer + steps.segment * stride, count: panel)
      }
    }
    (cCheckpoints.pointer + number * panel).update(from: c.pointer, count: panel)
    if !givesSequence {
      (hCheckpoints.pointer + number * panel).update(from: h.pointer, count: panel)
    }
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
    let sequence = SequenceExtent(of: given)
    let width = sequence.width
    let panel = units * width
    dh.resize(to: panel)
    dc.resize(to: panel)
    dh.fill(with: 0)
    dc.fill(with: 0)
    for part in gradients { part.clear() }
    if case .embedded(let words) = given {
      projection.beginBackward(
        words, weightGradient: gradients[0].values, biasGradient: gradients[2].values)
    }
    if case .sequence(let panels) = given, needsInput {
      inputGradient.resize(to: sequence.steps * panels.stride)
      inputGradient.fill(with: 0)
    }
    for number in (0..<steps.segments).reversed() {
      if number < steps.segments - 1 {
        c.pointer.update(from: cCheckpoints.pointer + number * panel, count: panel)
        if !givesSequence {
          h.pointer.update(from: hCheckpoints.pointer + number * panel, count: panel)
        }
        for step in steps.range(ofSegment: number) where !shouldStop() {
          _ = advance(step, given, sequence)
        }
      }
      goBack(through: steps.range(ofSegment: number), gradient, given, sequence, needsInput)
    }
    // What a layer that was stopped would hand down is of no use.
    return shouldStop() ? nil : finish(given, needsInput: needsInput)
  }

  /// The way back through steps whose gates and states are there.
  private func goBack(
    through range: Range<Int>, _ gradient: Activation, _ given: Activation,
    _ sequence: SequenceExtent,
    _ needsInput: Bool
  ) {
    let width = sequence.width
    let stride = stride(width)
    let gatesStride = gatesStride(width)
    for step in range.reversed() where !shouldStop() {
      let active = Int(sequence.active.pointer[step])
      let place = steps.place(step)
      let sums = z.pointer + place * gatesStride
      receive(gradient, at: step, of: sequence)
      Kernels.best.lstmGatesBackward(
        sums, c.pointer + place * stride, tanhC.pointer + place * stride, dh.pointer, dc.pointer,
        units, width, active)
      recurrent.multiplyTransposed(
        sums, into: dh.pointer, width: width, active: active, accumulating: false)
      passDown(sums, of: given, step: step, width: width, active: active, needsInput: needsInput)
      if step % Self.chunk == 0 {
        let count = min(Self.chunk, range.upperBound - step)
        recurrent.addGradient(
          d: sums, dStep: gatesStride,
          x: h.pointer + steps.placeOfState(before: step) * stride, xStep: stride, width: width,
          steps: count, active: sequence.active.pointer + step, to: gradients[1].values.pointer,
          scratch: scratch)
        addInputGradient(given, sums, step: step, steps: count, of: sequence)
      }
      addToDenseSums(at: step, of: sequence)
    }
  }

  /// Adds to dh what comes from above at this step.
  private func receive(_ gradient: Activation, at step: Int, of sequence: SequenceExtent) {
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
        d, into: inputGradient.pointer + step * panels.stride, width: width, active: active,
        accumulating: false)
    case .words, .features: break
    }
  }

  /// The input weights' gradient of a chunk of steps, where the input is a sequence of vectors.
  private func addInputGradient(
    _ given: Activation, _ d: Floats, step: Int, steps: Int, of sequence: SequenceExtent
  ) {
    guard case .sequence(let panels) = given else { return }
    input.addGradient(
      d: d, dStep: gatesStride(sequence.width), x: panels.panel(step), xStep: panels.stride,
      width: sequence.width, steps: steps, active: sequence.active.pointer + step,
      to: gradients[0].values.pointer, scratch: scratch)
  }

  private func finish(_ given: Activation, needsInput: Bool) -> Activation? {
    var result: Activation?
    switch given {
    case .embedded(let words):
      projection.finishBackward(words)
      result = given
    case .sequence(var panels) where needsInput:
      panels.pointer = inputGradient.pointer
      result = .sequence(panels)
    case .sequence, .words, .features: break
    }
    return result.flatMap { inputDropout.backward($0, needsInput: needsInput) }
  }
}
