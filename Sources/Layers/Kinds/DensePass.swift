internal import KernelTable
internal import Tensors

/// One shard through a dense layer: a panel, or the panels of a sequence one after the other.
final class DensePass: LayerPass {
  let layer: Dense
  /// (units, width), or that of each step.
  let output = Storage<Float>()
  let sumGradient = Storage<Float>()
  /// Of a sequence the gradients of each step's sums, in `sumGradient` or where they came.
  var stepSums: SequencePanels?
  let inputGradient = Storage<Float>()
  let scratch = Storage<Float>()
  private let words = UnfoldedWords()
  private let active = Storage<Int32>(count: 1)
  private var input: Activation?
  private(set) var threads = 1
  private(set) var shouldStop: @Sendable () -> Bool = { false }
  let gradients: [GradientPart]

  init(of layer: Dense) {
    self.layer = layer
    gradients = layer.parameters.map { GradientPart(of: $0) }
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard let weights = layer.weights, let bias = layer.bias else {
      preconditionFailure("A pass is made after configure.")
    }
    threads = mode.threads
    shouldStop = mode.shouldStop
    let given = words.forward(input)
    self.input = given
    switch given {
    case .features(let x): return .features(forward(x, weights, bias))
    case .sequence(let x): return .sequence(forward(x, weights, bias))
    case .words, .embedded: preconditionFailure("A dense layer is given vectors.")
    }
  }

  private func forward(_ x: Panel, _ weights: WeightMatrix, _ bias: Parameter) -> Panel {
    output.resize(to: layer.units * x.width)
    let y = output.pointer
    weights.multiply(
      x.pointer, into: y, width: x.width, active: x.width, from: .each(bias.values.pointer),
      threads: threads)
    if layer.activation == .leakyRelu { sumGradient.resize(to: output.count) }
    applyFunction(to: y, slopes: sumGradient.pointer, count: output.count)
    return Panel(y, features: layer.units, width: x.width, count: x.count)
  }

  /// Applies the layer's function in place. What a leaky one gives does not tell on which side of 0 the sum was, so
  /// its `slopes` are kept, where the gradients of the sums will be.
  func applyFunction(to y: Floats, slopes: Floats, count: Int) {
    guard layer.activation == .leakyRelu else {
      return layer.activation.apply(to: y, count: count, slope: 0)
    }
    let slope = Float(layer.slope)
    for n in 0..<count {
      slopes[n] = y[n] < 0 ? slope : 1
      y[n] *= slopes[n]
    }
  }

  /// The slope of the layer's function where it gave `y`; `kept` is what was kept of it.
  func slope(at y: Float, kept: Float) -> Float {
    layer.activation == .leakyRelu ? kept : layer.activation.slope(at: y)
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard let weights = layer.weights, let input else {
      preconditionFailure("Backward comes after forward.")
    }
    gradients[1].clear()
    switch (gradient, input) {
    case (.features(let dy), .features(let x)):
      return backward(dy, x, weights, needsInput: needsInput).map { .features($0) }
    case (.sequence(let dy), .sequence(let x)):
      return words.backward(
        backward(dy, x, weights, needsInput: needsInput).map { .sequence($0) })
    default: preconditionFailure("A gradient is of the form of what it is of.")
    }
  }

  private func backward(
    _ dy: Panel, _ x: Panel, _ weights: WeightMatrix, needsInput: Bool
  ) -> Panel? {
    let width = dy.width
    sumGradient.resize(to: layer.units * width)
    let (d, y) = (sumGradient.pointer, output.pointer)
    for row in stride(from: 0, to: sumGradient.count, by: width) {
      for column in 0..<width {
        // Padding has no gradient, whatever stands there.
        d[row + column] =
          column < dy.count
          ? dy.pointer[row + column] * slope(at: y[row + column], kept: d[row + column]) : 0
      }
    }
    Kernels.best.addRowSums(d, layer.units, width, width, gradients[1].values.pointer)
    if needsInput { inputGradient.resize(to: x.features * width) }
    let dx = needsInput ? inputGradient.pointer : nil
    if width <= Panel.narrow, weights.isSparse {
      gradients[0].values.resize(to: weights.count)
      weights.goBack(
        d: d, x: x.pointer, gradient: gradients[0].values.pointer, inputGradient: dx, width: width,
        threads: threads, scratch: scratch)
    } else {
      gradients[0].clear()
      active.pointer[0] = Int32(width)
      weights.addGradient(
        d: d, dStep: 0, x: x.pointer, xStep: 0, width: width, steps: 1, active: active.pointer,
        to: gradients[0].values.pointer, scratch: scratch)
      if let dx {
        weights.multiplyTransposed(d, into: dx, width: width, active: width, accumulating: false)
      }
    }
    return dx.map { Panel($0, features: x.features, width: width, count: x.count) }
  }

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    switch input {
    case .features(let x):
      addProduct(
        sumGradient.pointer, x.pointer, x.features, width: x.width, count: x.count, rows: rows,
        to: block)
    case .sequence(let x):
      let extent = SequenceExtent(of: .sequence(x))
      guard let stepSums else { return }
      for step in 0..<x.steps {
        addProduct(
          stepSums.panel(step), x.panel(step), x.features, width: x.width,
          count: extent.running(at: step), rows: rows, to: block)
      }
    case .words, .embedded, nil: break
    }
  }

  /// block += d · xᵀ of one panel each.
  private func addProduct(
    _ d: Floats, _ x: Floats, _ features: Int, width: Int, count: Int, rows: Range<Int>,
    to block: Floats
  ) {
    DenseProducts.multiply(
      .init(d + rows.lowerBound * width, stride: width),
      .init(x, stride: width, isTransposed: true),
      into: block, stride: features, rows: rows.count, columns: features, inner: count, keeping: 1)
  }
}
