internal import Tensors

/// y = function(W · x + b), with W `(units, inputs)` dense or truly sparse; b starts at 0. Of a sequence, each
/// vector by itself.
///
/// Cost: a multiply-add a connection and example, three times that with the gradients.
public final class Dense: Layer {
  public let units: Int
  public let inputs: Int?
  public let activation: ActivationFunction
  /// That of a leaky function below 0. All-ReLU has slopes that change sign from layer to layer.
  public let slope: Double
  public let connectivity: Connectivity
  private(set) var weights: WeightMatrix?
  private(set) var bias: Parameter?
  /// It is given a sequence.
  private var takesSteps = false

  public init(
    units: Int, inputs: Int? = nil, activation: ActivationFunction = .none,
    slope: Double = ActivationFunction.usualSlope, connectivity: Connectivity = .dense
  ) {
    self.units = units
    self.inputs = inputs
    self.activation = activation
    self.slope = slope
    self.connectivity = connectivity
  }

  /// A layer with the weights of another, and a bias; it is given what `other` is, where there is one.
  init(sharing weights: WeightMatrix, bias: Parameter, of other: Dense?) {
    units = weights.rows
    inputs = nil
    activation = .none
    slope = ActivationFunction.usualSlope
    connectivity = .dense
    self.weights = weights
    self.bias = bias
    takesSteps = other?.takesSteps ?? false
  }

  public convenience init(_ choices: LayerChoices) throws {
    self.init(
      units: try choices.size("units"), inputs: try choices.optionalSize("inputs"),
      activation: try choices.word("activation", default: ActivationFunction.none),
      slope: try choices.number("slope", in: -Self.steepest...Self.steepest)
        ?? ActivationFunction.usualSlope,
      connectivity: try choices.connectivity())
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("units", units)
    choices.add("inputs", inputs)
    choices.add("activation", .word(activation.rawValue))
    choices.add("slope", activation == .leakyRelu ? slope : Double?.none)
    choices.add(connectivity)
    return choices
  }

  public static let kinds = ["dense", "sparse_dense"]
  /// The largest magnitude of a slope below 0.
  public static let steepest = 100.0
  public var statedInput: Shape? { inputs.map { .features($0) } }
  public var outputFunction: ActivationFunction? { activation }
  public var takesEither: Bool { true }
  public var worksByPlace: Bool { true }
  /// Of a sequence, what it gives and its sums' gradients.
  public var keptNumbers: Int { takesSteps ? 2 * units : 0 }
  public var kind: String { connectivity == .dense ? "dense" : "sparse_dense" }
  public var details: String {
    let slope = activation == .leakyRelu ? " \(slope)" : ""
    return activation == .none
      ? "units \(units)" : "units \(units), \(activation.rawValue)\(slope)"
  }
  public var matrices: [WeightMatrix] { weights.map { [$0] } ?? [] }
  public var parameters: [Parameter] { [weights?.parameter, bias].compactMap { $0 } }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard weights == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard let given = input.features else {
      throw LayerError.wrongInput(layer: kind, takes: "features", given: input)
    }
    if let inputs, inputs != given {
      throw LayerError.inputsDiffer(layer: kind, stated: inputs, given: given)
    }
    try connectivity.check(rows: units, columns: given, layer: kind)
    weights = try source.matrix(
      "weights", rows: units, columns: given, connectivity: connectivity)
    bias = try source.bias("bias", start: [Float](repeating: 0, count: units))
    return output(of: input)
  }

  /// What it gives of `input`, which it is given from now on.
  func output(of input: Shape) -> Shape {
    takesSteps = input.isSequence
    return input.with(features: units)
  }

  public func prepare(width: Int, isTraining: Bool) {
    if isTraining, width > Panel.narrow { weights?.prepareTransposed() }
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = Dense(
      units: units, inputs: inputs, activation: activation, slope: slope,
      connectivity: connectivity)
    copy.weights = weights?.copied()
    copy.bias = bias?.copied()
    copy.takesSteps = takesSteps
    return copy
  }

  public func pack(into packing: inout Packing) throws { try packing.add(self) }

  public func makePass() -> any LayerPass { DensePass(of: self) }
}
