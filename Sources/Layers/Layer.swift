public import KernelTable
public import Tensors

/// One layer of a model: its sizes, its weights, and how to make passes through it.
///
/// A layer holds what all shards of a batch share; what one shard computes lives in its pass. So
/// shards run at the same time without knowing of each other.
public protocol Layer: AnyObject, SendableMetatype {
  /// The names in the language of what it can be: `lstm`, `sparse_lstm`.
  static var kinds: [String] { get }
  /// The name in the language: `sparse_lstm`.
  var kind: String { get }
  /// What it was made with, by name and in order: with kind and weights all that is saved of it.
  var choices: LayerChoices { get }
  /// A layer without weights. Throws `LayerChoices.Unreadable`.
  init(_ choices: LayerChoices) throws
  /// What `summary` tells of its choices: `units 256, dropout 0.3`; may be empty.
  var details: String { get }
  /// The trained matrices, in a fixed order; empty before `configure`.
  var matrices: [WeightMatrix] { get }
  /// All trained numbers, matrices and biases, in a fixed order.
  var parameters: [Parameter] { get }
  /// What it takes as the first layer of a model, where its choices say so.
  var statedInput: Shape? { get }
  /// How many features it takes, of a vector or of each of a sequence; nil before `configure`, and of one that
  /// takes any number.
  var inputFeatures: Int? { get }
  /// Whether it takes a sequence of vectors as a whole.
  var takesSequences: Bool { get }
  /// It takes a vector, or each of a sequence by itself: which of both the layer before is asked for is for the
  /// layer after it to say.
  var takesEither: Bool { get }
  /// Of a sequence, what it gives of a vector follows from that vector alone, and not from where it stands.
  var worksByPlace: Bool { get }
  /// Whether it has weights once it is part of a model.
  var hasWeights: Bool { get }
  /// What it applies to its sums last, which decides what the loss is given; nil for one that passes on what it
  /// is given, such as dropout.
  var outputFunction: ActivationFunction? { get }
  /// How many numbers training keeps of each place of a sequence, from the way forward to the way back.
  var keptNumbers: Int { get }
  /// The layers that it is made of; empty for one that has its weights itself.
  var parts: [LayerPart] { get }
  /// How many layers stand within each other, and how many there are in all: itself is one of each.
  var depth: Int { get }
  var size: Int { get }

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

  /// Puts its packed form behind those of the layers before. Throws `LayerError.notPacked` where it has none.
  func pack(into packing: inout Packing) throws

  /// A layer of the same kind and choices with the same weights, which shares nothing with this one; made of
  /// `parts`, copies of its own. What an optimizer remembers stays behind.
  func copied(parts: [any Layer]) -> any Layer
}

extension Layer {
  public var statedInput: Shape? { nil }
  public var inputFeatures: Int? { matrices.first?.columns }
  public var takesSequences: Bool { false }
  public var takesEither: Bool { false }
  public var worksByPlace: Bool { false }
  public var hasWeights: Bool { true }
  public var outputFunction: ActivationFunction? { ActivationFunction.none }
  public var keptNumbers: Int { 0 }
  public var parts: [LayerPart] { [] }
  public var depth: Int { 1 }
  public var size: Int { 1 }
  public func prepare(width: Int, isTraining: Bool) {}
  public func pack(into packing: inout Packing) throws {
    throw LayerError.notPacked(layer: kind)
  }

  /// The same layer with the same weights, which shares nothing with this one.
  public func copied() -> any Layer { copied(parts: parts.map { $0.layer.copied() }) }

  /// Connections and biases that exist.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.count } }

  /// Those of them that training leaves as they are.
  public var frozenCount: Int { parameters.reduce(0) { $0 + ($1.isFrozen ? $1.count : 0) } }

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

/// Every layer there is; a new one is one file and a line here.
public let allLayers: [any Layer.Type] = [
  Embedding.self, LSTM.self, GRU.self, RHN.self, Bidirectional.self, Pooling.self, Dense.self,
  TiedDense.self, ClassEmbedding.self, LayerNorm.self, Dropout.self, Residual.self, OwnLayer.self,
  Sequential.self,
]

/// How a pass runs.
public struct PassMode {
  /// Dropout is on, and what backward needs is kept.
  public var isTraining: Bool
  /// After backward the pass will be asked for the gradient of places without a connection.
  public var keepsAbsentGradients: Bool
  /// Long sequences keep only some states of training, and compute the rest anew on the way back.
  public var keepsCheckpoints: Bool
  /// What a sequence begins with and is left with; nil where each begins with 0 and nobody goes on with it.
  public var carried: CarriedStates?
  /// What the last layers give of a sequence may come as `PackedPlaces` has it, and its gradient goes back so.
  public var packsPlaces = false
  /// (steps, width): the class that each text is of at each step, for layers that go by it; nil where none is known.
  public var labels: Storage<Int32>?
  /// Threads that large products of this shard are shared out to; how many does not change the result.
  public var threads: Int
  /// Where this shard's random choices of this step come from.
  public var random: RandomSource

  /// Asked again and again in what may take long: then the rest is left out, and nobody looks at the result.
  public var shouldStop: @Sendable () -> Bool

  public init(
    isTraining: Bool, keepsAbsentGradients: Bool = false, keepsCheckpoints: Bool = false,
    threads: Int = 1, random: RandomSource,
    shouldStop: @escaping @Sendable () -> Bool = { false }
  ) {
    self.isTraining = isTraining
    self.keepsAbsentGradients = keepsAbsentGradients
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

  /// The rows of matrix `number` of the layer, within `rows`, that can have a gradient: all, but for words
  /// that the shard did not have. After a backward that `keepsAbsentGradients`, as the next.
  func rowsWithGradient(ofMatrix number: Int, in rows: Range<Int>) -> [Int]

  /// Adds the gradients of `rows` of matrix `number`, as if all connections existed, to `block`
  /// `(rows, columns)`. Cost: the shard's places × rows × columns.
  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats)

  /// Lets go of what was kept for `addDenseGradient` alone.
  func forgetAbsentGradients()
}

extension LayerPass {
  public func rowsWithGradient(ofMatrix number: Int, in rows: Range<Int>) -> [Int] { Array(rows) }
  /// For layers without matrices.
  public func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {}
  public func forgetAbsentGradients() {}
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
  /// What it adds to what it is given is of another shape.
  case shapesDiffer(layer: String, given: Shape, gives: Shape)
  /// Layers stand within each other deeper, or there are more of them, than `most`.
  case tooManyLayers(most: Int)
  /// It goes by the vectors of an embedding, and none stands before it.
  case noTable(layer: String)
  /// It is given another number of features than those vectors have.
  case tableDiffers(layer: String, units: Int, given: Int)
  /// It has no form for single texts, where it stands.
  case notPacked(layer: String)
  /// Its weights would need more than the memory there is.
  case tooLarge(layer: String, connections: Double)
}
