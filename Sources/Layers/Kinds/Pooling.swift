internal import Tensors

/// One vector of a sequence of vectors h₁ … hₙ, n being the words that a text really has.
///
/// `last` is hₙ, `mean` Σ hₜ / n, `max` the largest of each feature. `attention` learns which count (Yang et
/// al. 2016, N16-1174): Σ αₜ hₜ with α = softmax over t of q · tanh(A hₜ + b), A `(features, features)`.
///
/// Cost: the features of all words; of attention, three times features² a word with gradients.
public final class Pooling: Layer {
  public enum Way: String, Sendable, CaseIterable {
    case last, mean, max, attention
  }

  public let way: Way
  private(set) var weights: WeightMatrix?
  private(set) var bias: Parameter?
  private(set) var query: Parameter?

  public init(_ way: Way) { self.way = way }

  public convenience init(_ choices: LayerChoices) throws {
    guard choices["by"] != nil else { throw LayerChoices.Unreadable(name: "by") }
    self.init(try choices.word("by", default: Way.last))
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("by", .word(way.rawValue))
    return choices
  }

  public static let kinds = ["pooling"]
  public var kind: String { "pooling" }
  public var details: String { way.rawValue }
  public var matrices: [WeightMatrix] { weights.map { [$0] } ?? [] }
  public var parameters: [Parameter] {
    [weights?.parameter, bias, query].compactMap { $0 }
  }
  public var takesSequences: Bool { true }
  public var hasWeights: Bool { way == .attention }
  /// The tanh of attention, and the gradients of its sums and of what it is given.
  public var keptNumbers: Int { 3 * (inputFeatures ?? 0) }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard weights == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard case .sequence(let features) = input else {
      throw LayerError.wrongInput(layer: kind, takes: "a sequence", given: input)
    }
    guard way == .attention else { return .features(features) }
    try Connectivity.dense.check(rows: features, columns: features, layer: kind)
    weights = try source.matrix(
      "weights", rows: features, columns: features, connectivity: .dense)
    bias = try source.bias("bias", start: [Float](repeating: 0, count: features))
    query = try source.vector("query", count: features)
    return .features(features)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = Pooling(way)
    copy.weights = weights?.copied()
    copy.bias = bias?.copied()
    copy.query = query?.copied()
    return copy
  }

  public func makePass() -> any LayerPass {
    guard way == .attention else { return PoolingPass(way) }
    guard let weights, let bias, let query else {
      preconditionFailure("A pass is made after configure.")
    }
    return AttentionPass(weights, bias, query)
  }
}
