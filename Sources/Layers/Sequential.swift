internal import Tensors

/// Layers one after the other, each given what the one before gives.
///
/// Sizes are inferred and checked when the model is made: every layer learns its input there, makes
/// its weights from the source in order, and answers its output.
public final class Sequential {
  public let layers: [any Layer]
  /// What the model takes.
  public let input: Shape
  /// What each layer gives.
  public let outputs: [Shape]

  public init(_ layers: [any Layer], weights source: inout some WeightSource) throws {
    guard let first = layers.first else { throw LayerError.noLayers }
    guard let stated = first.statedInput else { throw LayerError.inputsUnknown(layer: first.kind) }
    input = stated
    var shape = input
    var outputs: [Shape] = []
    for (index, layer) in layers.enumerated() {
      let next = layers[(index + 1)...].first { !$0.keepsShape }
      source.begin(layer: index)
      shape = try layer.configure(
        input: shape, givesSequence: next?.takesSequences ?? false, weights: &source)
      outputs.append(shape)
    }
    self.layers = layers
    self.outputs = outputs
  }

  /// What the model gives.
  public var output: Shape { outputs[outputs.count - 1] }

  /// The length of the output vector; nil when it gives a sequence.
  public var outputUnits: Int? {
    if case .features(let units) = output { units } else { nil }
  }

  /// A sparse matrix, and where it stands: the number of its layer, and its own there.
  public struct SparsePlace {
    public let layer: Int
    public let number: Int
    public let matrix: WeightMatrix
  }

  /// The sparse matrices of all layers, in their order.
  public var sparsePlaces: [SparsePlace] {
    layers.enumerated().flatMap { layer, content in
      content.matrices.enumerated().filter(\.element.isSparse).map {
        SparsePlace(layer: layer, number: $0.offset, matrix: $0.element)
      }
    }
  }

  public var parameters: [Parameter] { layers.flatMap(\.parameters) }

  /// Connections and biases that exist.
  public var parameterCount: Int { layers.reduce(0) { $0 + $1.parameterCount } }

  /// What the same model would have if all connections existed.
  public var denseParameterCount: Int { layers.reduce(0) { $0 + $1.denseParameterCount } }

  /// Brings what is derived from the weights up to date; before the passes of each step.
  public func prepare(width: Int, isTraining: Bool) {
    for layer in layers { layer.prepare(width: width, isTraining: isTraining) }
  }

  public func makePass() -> SequentialPass { SequentialPass(of: self) }

  /// A model of the same layers with the same weights, which shares nothing with this one.
  public func copy() -> Sequential { Sequential(copyOf: self, layers: layers.map { $0.copied() }) }

  /// A copy of `other` whose layers were copied already.
  public init(copyOf other: Sequential, layers: [any Layer]) {
    self.layers = layers
    input = other.input
    outputs = other.outputs
  }

  /// Takes over the weights and connections of `other`, a model of the same layers.
  public func restore(from other: Sequential) {
    for (mine, theirs) in zip(layers, other.layers) {
      for (matrix, source) in zip(mine.matrices, theirs.matrices) { matrix.restore(from: source) }
      for (parameter, source) in zip(mine.parameters, theirs.parameters)
      where parameter.count == source.count {
        parameter.values.array = source.values.array
      }
    }
  }
}

/// One shard's way through a model.
public final class SequentialPass {
  /// One a layer.
  public let passes: [any LayerPass]

  /// One part a parameter, in the order of the model's parameters.
  public let gradients: [GradientPart]

  init(of model: Sequential) {
    passes = model.layers.map { $0.makePass() }
    gradients = passes.flatMap(\.gradients)
  }

  public func forward(_ input: Activation, mode: PassMode) -> Activation {
    var activation = input
    for (index, pass) in passes.enumerated() {
      var layerMode = mode
      layerMode.random = mode.random.stream(UInt64(index))
      if mode.shouldStop() { return activation }
      activation = pass.forward(activation, mode: layerMode)
    }
    return activation
  }

  /// Lets go of what was kept for gradients of absent connections alone.
  public func forgetAbsentGradients() {
    for pass in passes { pass.forgetAbsentGradients() }
  }

  /// Fills `gradients` from the gradient of what `forward` gave.
  public func backward(_ gradient: Activation) {
    var gradient: Activation? = gradient
    for (index, pass) in passes.enumerated().reversed() {
      guard let above = gradient else { return }
      gradient = pass.backward(above, needsInput: index > 0)
    }
  }
}
