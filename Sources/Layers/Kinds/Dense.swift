internal import KernelTable
internal import Tensors

/// y = function(W · x + b), with W `(units, inputs)` dense or truly sparse; b starts at 0.
///
/// Cost: a multiply-add a connection and example, three times that with the gradients.
public final class Dense: Layer {
  public let units: Int
  public let inputs: Int?
  public let activation: ActivationFunction
  public let connectivity: Connectivity
  private(set) var weights: WeightMatrix?
  private(set) var bias: Parameter?

  public init(
    units: Int, inputs: Int? = nil, activation: ActivationFunction = .none,
    connectivity: Connectivity = .dense
  ) {
    self.units = units
    self.inputs = inputs
    self.activation = activation
    self.connectivity = connectivity
  }

  public convenience init(_ choices: LayerChoices) throws {
    self.init(
      units: try choices.size("units"), inputs: try choices.optionalSize("inputs"),
      activation: try choices.word("activation", default: ActivationFunction.none),
      connectivity: try choices.connectivity())
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("units", units)
    choices.add("inputs", inputs)
    choices.add("activation", .word(activation.rawValue))
    choices.add(connectivity)
    return choices
  }

  public static let kinds = ["dense", "sparse_dense"]
  public var statedInput: Shape? { inputs.map { .features($0) } }
  public var outputFunction: ActivationFunction { activation }
  public var kind: String { connectivity == .dense ? "dense" : "sparse_dense" }
  public var details: String {
    activation == .none ? "units \(units)" : "units \(units), \(activation.rawValue)"
  }
  public var matrices: [WeightMatrix] { weights.map { [$0] } ?? [] }
  public var parameters: [Parameter] { [weights?.parameter, bias].compactMap { $0 } }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard weights == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard case .features(let given) = input else {
      throw LayerError.wrongInput(layer: kind, takes: "features", given: input)
    }
    if let inputs, inputs != given {
      throw LayerError.inputsDiffer(layer: kind, stated: inputs, given: given)
    }
    try connectivity.check(rows: units, columns: given, layer: kind)
    weights = try source.matrix(
      "weights", rows: units, columns: given, connectivity: connectivity)
    bias = try source.bias("bias", start: [Float](repeating: 0, count: units))
    return .features(units)
  }

  public func prepare(width: Int, isTraining: Bool) {
    if isTraining, width > Panel.narrow { weights?.prepareTransposed() }
  }

  public func copied() -> any Layer {
    let copy = Dense(
      units: units, inputs: inputs, activation: activation, connectivity: connectivity)
    copy.weights = weights?.copied()
    copy.bias = bias?.copied()
    return copy
  }

  public func pack(into packing: inout Packing) throws { try packing.add(self) }

  public func makePass() -> any LayerPass { DensePass(of: self) }
}

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
}

final class DensePass: LayerPass {
  private let layer: Dense
  private let output = Storage<Float>()
  private let sumGradient = Storage<Float>()
  private let inputGradient = Storage<Float>()
  private let scratch = Storage<Float>()
  private let active = Storage<Int32>(count: 1)
  private var input: Panel?
  private var threads = 1
  let gradients: [GradientPart]

  init(of layer: Dense) {
    self.layer = layer
    gradients = layer.parameters.map { GradientPart(of: $0) }
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard case .features(let x) = input, let weights = layer.weights, let bias = layer.bias
    else { preconditionFailure("A dense layer is given features, after configure.") }
    self.input = x
    threads = mode.threads
    output.resize(to: layer.units * x.width)
    let y = output.pointer
    let biases = bias.values.pointer
    for unit in 0..<layer.units {
      for column in 0..<x.width { y[unit * x.width + column] = biases[unit] }
    }
    weights.multiply(
      x.pointer, into: y, width: x.width, active: x.width, accumulating: true, threads: threads)
    layer.activation.apply(to: y, count: output.count)
    return .features(Panel(y, features: layer.units, width: x.width, count: x.count))
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard case .features(let dy) = gradient, let x = input, let weights = layer.weights
    else { preconditionFailure("A dense layer's gradient is that of features.") }
    let width = dy.width
    sumGradient.resize(to: layer.units * width)
    let d = sumGradient.pointer
    let y = output.pointer
    for row in stride(from: 0, to: sumGradient.count, by: width) {
      for column in 0..<width {
        // Padding has no gradient, whatever stands there.
        d[row + column] =
          column < dy.count ? dy.pointer[row + column] * slope(at: y[row + column]) : 0
      }
    }
    gradients[1].clear()
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
    return dx.map { .features(Panel($0, features: x.features, width: width, count: x.count)) }
  }

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    guard let x = input else { return }
    DenseProducts.multiply(
      .init(sumGradient.pointer + rows.lowerBound * x.width, stride: x.width),
      .init(x.pointer, stride: x.width, isTransposed: true), into: block, stride: x.features,
      rows: rows.count, columns: x.features, inner: x.count, keeping: 1)
  }

  /// The function's derivative, from its value.
  private func slope(at y: Float) -> Float {
    switch layer.activation {
    case .none: 1
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}
