internal import KernelTable
internal import Tensors

/// One shard through a recurrent layer, forward and back through the whole sequence.
///
/// The sums of a step form one panel `(sums, width)`. For words, the input part of the sums comes from
/// `WordProjection`, once for each different word; for a sequence of vectors, from a product a step. The rest of
/// a step is the layer's `RecurrentCell`. At a step only the texts that still run are computed: they are the
/// first columns. A text's state after its last word is copied out when that step comes, and its gradient enters
/// there on the way back; before that its gradients are 0, so nothing needs a mask.
///
/// A pass that reads backwards begins with each text's own last word, and its steps are those of its reading; a
/// sequence of vectors it is given the other way round already (see `BidirectionalPass`).
///
/// Training keeps each step's sums, states and memory. With checkpoints it does so for one segment of about
/// √steps steps, and keeps states and memory between segments, from which the way back computes each segment
/// anew: √steps instead of steps, for half as much work again. A pass for evaluation keeps one step.
final class RecurrentPass: LayerPass {
  let cell: any RecurrentCell
  let input: WeightMatrix
  private let bias: Parameter
  private let givesSequence: Bool
  let readsBackwards: Bool
  private let inputDropout: DropoutPass
  let projection: WordProjection
  let gradients: [GradientPart]
  private let inputPart: GradientPart
  private let biasPart: GradientPart

  /// (steps kept, sums, width): the sums, and then their activations.
  private let z = Storage<Float>()
  /// (steps of a chunk, sums, width): the gradients of the sums. Where those of absent connections will be asked
  /// for, they take the place of the activations instead, so that those of all steps are there.
  private let dz = Storage<Float>()
  private var keepsGradients = false
  /// (steps kept + 1, units, width): the memory and states, beginning with those before the first step.
  private let c = Storage<Float>()
  let h = Storage<Float>()
  /// (segments, units, width): c and h before each segment.
  private let cCheckpoints = Storage<Float>()
  private let hCheckpoints = Storage<Float>()
  /// (units, width): the states after the last words.
  private let final = Storage<Float>()
  /// (units, width): gradients of h and c on the way back.
  private let dh = Storage<Float>()
  private let dc = Storage<Float>()
  /// The gradient of a sequence of vectors, where it is asked for.
  private var inputGradient: SequencePanels?
  private let inputGradientMemory = Storage<Float>()
  /// Of a sequence of vectors, the gradient of the input weights by columns.
  private let gradientByColumns = Storage<Float>()
  private let scratch = Storage<Float>()
  /// (sums, inputs) and (rows, units): with checkpoints, where the gradients of all steps' sums are never there
  /// at once, the sums for `addDenseGradient`, one a matrix. Empty otherwise.
  var denseSums: [Storage<Float>]
  private(set) var given: Activation?
  private var carried: CarriedStates?
  private var shouldStop: @Sendable () -> Bool = { false }
  private(set) var steps = Steps(count: 0, segment: 1, isTraining: false, givesSequence: false)

  /// The steps of which weight gradients are computed together.
  private static let chunk = 8

  /// Parameters are those of the input, the cell's matrices, the bias of the sums, and the cell's biases.
  init(
    _ cell: any RecurrentCell, input: WeightMatrix, bias: Parameter, dropout: Double,
    givesSequence: Bool, readsBackwards: Bool
  ) {
    self.cell = cell
    self.input = input
    self.bias = bias
    self.givesSequence = givesSequence
    self.readsBackwards = readsBackwards
    inputDropout = DropoutPass(share: dropout)
    projection = WordProjection(weights: input, bias: bias)
    inputPart = GradientPart(of: input.parameter)
    biasPart = GradientPart(of: bias)
    gradients = [inputPart] + cell.products.map(\.gradient) + [biasPart] + cell.biasGradients
    denseSums = ([input] + cell.recurrent).map { _ in Storage<Float>() }
  }

  var units: Int { cell.units }
  /// The matrices in the order of their numbers.
  var matrices: [WeightMatrix] { [input] + cell.recurrent }

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
    carried = mode.carried
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
    keepsGradients = mode.keepsAbsentGradients
    dz.resize(to: mode.isTraining && !keepsGradients ? Self.chunk * sumsStride(width) : 0)
    prepareDenseSums(keeps: mode.keepsAbsentGradients && steps.segments > 1, given)
    let stride = stride(width)
    z.resize(to: segment * sumsStride(width))
    cell.reserve(places: segment, width: width)
    c.resize(to: cell.hasMemory ? (segment + 1) * stride : 0)
    h.resize(to: ((givesSequence ? sequence.steps : segment) + 1) * stride)
    begin(panel)
    final.resize(to: panel)
    final.fill(with: 0)
    if steps.segments > 1 {
      cCheckpoints.resize(to: cell.hasMemory ? steps.segments * panel : 0)
      hCheckpoints.resize(to: steps.segments * panel)
    }
    if case .embedded(let words) = given {
      projection.forward(
        words, reading: words.batch.reading(backwards: readsBackwards),
        keepsRows: steps.segments > 1)
    }

    for number in 0..<steps.segments where !shouldStop() {
      if steps.segments > 1 { keepCheckpoint(number, panel: panel, stride: stride) }
      for step in steps.range(ofSegment: number) where !shouldStop() {
        let done = advance(step, given, sequence)
        for column in sequence.columnsEnding(at: step) {
          copyColumn(column, from: done.next, to: final.pointer, width: width)
          guard let carried else { continue }
          copyColumn(column, from: done.next, to: carried.states.pointer, width: width)
          guard cell.hasMemory else { continue }
          copyColumn(column, from: done.nextMemory, to: carried.memory.pointer, width: width)
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

  /// The states before the first step: those that are carried, or 0.
  private func begin(_ panel: Int) {
    h.pointer.update(repeating: 0, count: panel)
    if cell.hasMemory { c.pointer.update(repeating: 0, count: panel) }
    guard let carried else { return }
    if carried.states.count == panel, carried.memory.count == (cell.hasMemory ? panel : 0) {
      h.pointer.update(from: carried.states.pointer, count: panel)
      if cell.hasMemory { c.pointer.update(from: carried.memory.pointer, count: panel) }
    }
    carried.resize(to: panel, hasMemory: cell.hasMemory)
  }

  func stride(_ width: Int) -> Int { SequencePanels.stride(features: units, width: width) }
  private func sumsStride(_ width: Int) -> Int {
    SequencePanels.stride(features: cell.sums, width: width)
  }

  /// Where a step has what it works on.
  func place(_ step: Int, _ sequence: SequenceExtent) -> CellStep {
    let stride = stride(sequence.width)
    let place = steps.place(step)
    let sums = z.pointer + place * sumsStride(sequence.width)
    let states = h.pointer + steps.placeOfState(before: step) * stride
    let memory = c.pointer + (cell.hasMemory ? place * stride : 0)
    return CellStep(
      sums: sums, sumsStride: sumsStride(sequence.width),
      gradients: keepsGradients
        ? sums : dz.pointer + step % Self.chunk * sumsStride(sequence.width),
      state: states, next: steps.isTraining || givesSequence ? states + stride : states,
      stateStride: stride, memory: memory,
      nextMemory: steps.isTraining && cell.hasMemory ? memory + stride : memory, place: place,
      width: sequence.width, active: Int(sequence.active.pointer[step]))
  }

  /// One step forward.
  private func advance(_ step: Int, _ given: Activation, _ sequence: SequenceExtent) -> CellStep {
    let place = place(step, sequence)
    startSums(place.sums, of: given, step: step, width: place.width, active: place.active)
    cell.advance(place)
    return place
  }

  /// Copies the states after the segment before to the beginning of this one, and keeps them.
  private func keepCheckpoint(_ number: Int, panel: Int, stride: Int) {
    if number > 0 {
      if cell.hasMemory {
        c.pointer.update(from: c.pointer + steps.segment * stride, count: panel)
      }
      if !givesSequence {
        h.pointer.update(from: h.pointer + steps.segment * stride, count: panel)
      }
    }
    if cell.hasMemory {
      (cCheckpoints.pointer + number * panel).update(from: c.pointer, count: panel)
    }
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
      input.multiply(
        panels.panel(step), into: sums, width: width, active: active,
        from: .each(bias.values.pointer))
    case .words, .features:
      preconditionFailure("A recurrent layer is given a sequence.")
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
    for product in cell.products { product.begin() }
    if case .embedded(let words) = given {
      projection.beginBackward(
        words, weightGradient: inputPart.values, biasGradient: biasPart.values)
    }
    inputGradient = nil
    if case .sequence(let panels) = given, needsInput {
      let result = panels.panels(of: panels.features, in: inputGradientMemory)
      // Columns that no step looks at.
      for step in 0..<sequence.steps where Int(sequence.active.pointer[step]) < width {
        result.panel(step).update(repeating: 0, count: result.stride)
      }
      inputGradient = result
      gradientByColumns.resize(to: input.goesBackByColumns ? input.count : 0)
      gradientByColumns.fill(with: 0)
    }
    for number in (0..<steps.segments).reversed() {
      if number < steps.segments - 1 {
        if cell.hasMemory {
          c.pointer.update(from: cCheckpoints.pointer + number * panel, count: panel)
        }
        if !givesSequence {
          h.pointer.update(from: hCheckpoints.pointer + number * panel, count: panel)
        }
        for step in steps.range(ofSegment: number) where !shouldStop() {
          _ = advance(step, given, sequence)
        }
      }
      goBack(through: steps.range(ofSegment: number), gradient, given, sequence)
    }
    carried?.keepGradients(dh, dc)
    // What a layer that was stopped would hand down is of no use.
    return shouldStop() ? nil : finish(given, needsInput: needsInput)
  }

  /// The way back through steps whose gates and states are there.
  private func goBack(
    through range: Range<Int>, _ gradient: Activation, _ given: Activation,
    _ sequence: SequenceExtent
  ) {
    for step in range.reversed() where !shouldStop() {
      let place = place(step, sequence)
      receive(gradient, at: step, of: sequence)
      cell.goBack(place, dh: dh.pointer, dc: dc.pointer)
      passDown(
        place.gradients, of: given, step: step, width: place.width, active: place.active)
      if step % Self.chunk == 0 {
        let count = min(Self.chunk, range.upperBound - step)
        cell.addGradients(
          place, count: count, active: sequence.active.pointer + step, scratch: scratch)
        addInputGradient(given, place, step: step, steps: count, of: sequence)
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
      if running == sequence.width {
        Kernels.best.addScaled(source, 1, dh.pointer, units * sequence.width)
        return
      }
      for unit in 0..<units {
        let row = unit * sequence.width
        for column in 0..<running { dh.pointer[row + column] += source[row + column] }
      }
    case .words, .embedded:
      preconditionFailure("A recurrent layer's gradient is that of its states.")
    }
  }

  private func passDown(
    _ d: Floats, of given: Activation, step: Int, width: Int, active: Int
  ) {
    switch given {
    case .embedded(let words):
      projection.scatter(d, words, step: step, active: active)
    case .sequence:
      Kernels.best.addRowSums(d, cell.sums, width, active, biasPart.values.pointer)
      guard let inputGradient, !input.goesBackByColumns else { return }
      input.multiplyTransposed(
        d, into: inputGradient.panel(step), width: width, active: active, accumulating: false)
    case .words, .features: break
    }
  }

  /// The input weights' gradient of a chunk of steps, where the input is a sequence of vectors; and what goes down,
  /// where `passDown` left that to this.
  private func addInputGradient(
    _ given: Activation, _ place: CellStep, step: Int, steps: Int, of sequence: SequenceExtent
  ) {
    guard case .sequence(let panels) = given else { return }
    if let inputGradient, input.goesBackByColumns {
      input.goBack(
        d: place.gradients, dStep: place.sumsStride, x: panels.panel(step), xStep: panels.stride,
        inputGradient: inputGradient.panel(step), inputGradientStep: inputGradient.stride,
        width: sequence.width, steps: steps, active: sequence.active.pointer + step,
        gradientByColumns: gradientByColumns.pointer)
      return
    }
    input.addGradient(
      d: place.gradients, dStep: place.sumsStride, x: panels.panel(step), xStep: panels.stride,
      width: sequence.width, steps: steps, active: sequence.active.pointer + step,
      to: inputPart.values.pointer, scratch: scratch)
  }

  private func finish(_ given: Activation, needsInput: Bool) -> Activation? {
    for product in cell.products { product.finish() }
    var result: Activation?
    switch given {
    case .embedded(let words):
      projection.finishBackward(words)
      result = given
    case .sequence, .words, .features:
      guard let inputGradient else { break }
      if input.goesBackByColumns {
        input.add(byColumns: gradientByColumns.pointer, to: inputPart.values.pointer)
      }
      result = .sequence(inputGradient)
    }
    return result.flatMap { inputDropout.backward($0, needsInput: needsInput) }
  }
}
