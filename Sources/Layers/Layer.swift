public import Tensors

/// One layer of a model: its sizes, its weights, and how to make passes through it.
///
/// A layer holds what all shards of a batch share; what one shard computes lives in its pass. So
/// shards run at the same time without knowing of each other.
public protocol Layer: AnyObject {
  /// The name in the language: `sparse_lstm`.
  var kind: String { get }
  /// What `summary` tells of its choices: `units 256, dropout 0.3`; may be empty.
  var details: String { get }
  /// The trained matrices, in a fixed order; empty before `configure`.
  var matrices: [WeightMatrix] { get }
  /// All trained numbers, matrices and biases, in a fixed order.
  var parameters: [Parameter] { get }
  /// Whether it takes a sequence of vectors.
  var takesSequences: Bool { get }

  /// Learns what it is given, gets its weights from `source`, and answers what it gives.
  ///
  /// `givesSequence`: a layer that takes sequences comes next. Throws `LayerError` when it cannot
  /// take `input`, and what `source` throws.
  func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape

  /// Brings what is derived from the weights up to date; before the passes of each step, which go both
  /// ways in training, on panels of at most `width` columns.
  func prepare(width: Int, isTraining: Bool)

  func makePass() -> any LayerPass

  /// A layer of the same kind and choices with the same weights, which shares nothing with this one. What
  /// an optimizer remembers stays behind.
  func copied() -> any Layer
}

extension Layer {
  public var takesSequences: Bool { false }
  public func prepare(width: Int, isTraining: Bool) {}

  /// Connections and biases that exist.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// What the same layer would have if all connections existed.
  public var denseParameterCount: Int {
    parameterCount + matrices.reduce(0) { $0 + $1.rows * $1.columns - $1.count }
  }

  /// The share of the matrices' connections that exist; 1 without matrices.
  public var density: Double {
    let places = matrices.reduce(0.0) { $0 + Double($1.rows) * Double($1.columns) }
    guard places > 0 else { return 1 }
    return Double(matrices.reduce(0) { $0 + $1.count }) / places
  }
}

/// How a pass runs.
public struct PassMode {
  /// Dropout is on, and what backward needs is kept.
  public var isTraining: Bool
  /// Long sequences keep only some states of training, and compute the rest anew on the way back.
  public var keepsCheckpoints: Bool
  /// Threads that large products of this shard are shared out to; how many does not change the result.
  public var threads: Int
  /// Where this shard's random choices of this step come from.
  public var random: RandomSource

  /// Asked again and again in what may take long: then the rest is left out, and nobody looks at the result.
  public var shouldStop: @Sendable () -> Bool

  public init(
    isTraining: Bool, keepsCheckpoints: Bool = false, threads: Int = 1, random: RandomSource,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isTraining = isTraining
    self.keepsCheckpoints = keepsCheckpoints
    self.threads = threads
    self.random = random
    self.shouldStop = shouldStop
  }
}

/// One shard's way through a layer, forward and then backward; owns the memory that takes, and
/// keeps it for the next step.
public protocol LayerPass: AnyObject {
  /// The gradients that `backward` computed, one a parameter in the layer's order.
  var gradients: [GradientPart] { get }

  func forward(_ input: Activation, mode: PassMode) -> Activation

  /// From the gradient of what `forward` gave to that of what it took; nil where nothing below it
  /// needs one (`needsInput` false, or word numbers).
  func backward(_ gradient: Activation, needsInput: Bool) -> Activation?
}

/// Why a layer cannot be put where it was put; worded for people by the bridge.
public enum LayerError: Error, Equatable {
  /// It takes something else.
  case wrongInput(layer: String, takes: String, given: Shape)
  /// `inputs:` says one thing, the layer before another.
  case inputsDiffer(layer: String, stated: Int, given: Int)
  /// It comes first, and nothing says what it is given.
  case inputsUnknown(layer: String)
  /// It has weights from another model already.
  case alreadyUsed(layer: String)
  case noLayers
  /// It has no form for single texts, where it stands.
  case notPacked(layer: String)
  /// Its weights would need more than the memory there is.
  case tooLarge(layer: String, connections: Double)
}
