internal import Tensors

/// Layers one after the other, each given what the one before gives: a model, or a part of one.
///
/// Sizes are inferred and checked when it learns its input: every layer does so in turn, makes its weights
/// from the source, and answers its output.
public final class Sequential: Layer {
  public let layers: [any Layer]
  /// What it takes; nil before `configure`.
  private var given: Shape?
  /// What each layer gives; empty before `configure`.
  public private(set) var outputs: [Shape] = []
  public let depth: Int
  public let size: Int

  /// Layers whose input the layer before will tell. Throws `LayerError` where they cannot stand together.
  public init(_ layers: [any Layer]) throws {
    try checkTogether(layers)
    self.layers = layers
    depth = 1 + layers.reduce(0) { max($0, $1.depth) }
    size = 1 + layers.reduce(0) { $0 + $1.size }
  }

  /// A model: its first layer says what it takes. Throws `LayerError`, and what `source` throws.
  public convenience init(_ layers: [any Layer], weights source: inout some WeightSource) throws {
    try self.init(layers)
    guard let stated = statedInput else {
      throw LayerError.inputsUnknown(layer: innermostFirst.kind)
    }
    _ = try configure(input: stated, givesSequence: false, weights: &source)
  }

  public convenience init(_ choices: LayerChoices) throws {
    try self.init(try choices.layers("layers"))
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("layers", layers)
    return choices
  }

  public static let kinds = ["sequential"]
  public var kind: String { "sequential" }
  public var details: String { layers.described }
  public var matrices: [WeightMatrix] { layers.flatMap(\.matrices) }
  public var parameters: [Parameter] { layers.flatMap(\.parameters) }
  public var statedInput: Shape? { given ?? layers.first?.statedInput }
  public var inputFeatures: Int? {
    switch given {
    case .sequence(let features), .features(let features): features
    case .words, nil: nil
    }
  }
  public var takesSequences: Bool { layers.first { !$0.takesEither }?.takesSequences ?? false }
  public var takesEither: Bool { layers.allSatisfy(\.takesEither) }
  public var hasWeights: Bool { layers.contains(where: \.hasWeights) }
  public var outputFunction: ActivationFunction? {
    layers.last { $0.outputFunction != nil }?.outputFunction
  }
  public var keptNumbers: Int { layers.reduce(0) { $0 + $1.keptNumbers } }
  public var parts: [LayerPart] {
    layers.enumerated().map { index, layer in
      LayerPart(
        name: "\(index)", layer: layer, output: index < outputs.count ? outputs[index] : nil)
    }
  }

  /// The first layer that is not made of others, which is to say what it takes where this is a model.
  public var innermostFirst: any Layer {
    var first = layers[0]
    while let part = first.parts.first { first = part.layer }
    return first
  }

  /// A model keeps its weights, and what its last layer gives: it is part of both from then on.
  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    if let given, hasWeights {
      guard layers.first?.statedInput != nil else { throw LayerError.alreadyUsed(layer: kind) }
      guard given == input else {
        throw LayerError.wrongInput(layer: kind, takes: given.phrase, given: input)
      }
      return output
    }
    var outputs: [Shape] = []
    var shape = input
    for (index, layer) in layers.enumerated() {
      let next = layers[(index + 1)...].first { !$0.takesEither }
      shareTable(with: index)
      source.enter("\(index)")
      shape = try layer.configure(
        input: shape, givesSequence: next?.takesSequences ?? givesSequence, weights: &source)
      source.leave()
      outputs.append(shape)
    }
    given = input
    self.outputs = outputs
    return shape
  }

  public func prepare(width: Int, isTraining: Bool) {
    for layer in layers { layer.prepare(width: width, isTraining: isTraining) }
  }

  public func makePass() -> any LayerPass { makeNetworkPass() }

  public func makeNetworkPass() -> SequentialPass { SequentialPass(of: layers) }

  public func copied(parts: [any Layer]) -> any Layer {
    Sequential(copyOf: self, layers: parts)
  }

  /// A copy of `other` whose layers were copied already.
  init(copyOf other: Sequential, layers: [any Layer]) {
    self.layers = layers
    given = other.given
    outputs = other.outputs
    depth = other.depth
    size = other.size
    for index in layers.indices { shareTable(with: index) }
  }

  /// Gives a layer that goes by an embedding's vectors those of the first before it.
  private func shareTable(with index: Int) {
    guard let tied = layers[index] as? TiedDense,
      let table = layers[..<index].lazy.compactMap({ ($0 as? Embedding)?.weights }).first
    else { return }
    tied.share(table)
  }

  public func pack(into packing: inout Packing) throws {
    for layer in layers { try layer.pack(into: &packing) }
  }
}

extension [any Layer] {
  /// `lstm(units 64), dropout(0.2)`
  var described: String {
    map { $0.details.isEmpty ? $0.kind : "\($0.kind)(\($0.details))" }.joined(separator: ", ")
  }
}
