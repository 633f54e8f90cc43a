internal import Differentiation
internal import Evaluation
internal import Layers
internal import Syntax
internal import Tensors

/// Layers and models called as functions: `layer(x)`.
extension LayerObject {
  /// What the layer gives for a tensor: rows of features `(features)` or `(count, features)`, sequences
  /// `(steps, features)` or `(count, steps, features)`, an embedding's word numbers `(steps)` or
  /// `(count, steps)`. A layer that is in no model yet learns its input from the first call. A gradient
  /// goes through to `x`, and dropout is on while one looks back.
  func output(_ arguments: [Value], _ context: CallContext) throws -> Value {
    guard arguments.count == 1 else {
      throw NativeError(
        "S0304", "a layer is called with one tensor", label: "here are \(arguments.count)")
    }
    guard let x = Self.tensor(arguments[0]) else {
      throw NativeError(
        "S0302", "a layer is called with a tensor", label: "this is \(arguments[0].kindPhrase)")
    }
    if let network = layer as? Sequential {
      return try passed(x.tensor, through: network, arguments[0], context)
    }
    if let embedding = layer as? Embedding {
      return try rows(of: embedding, for: x.tensor, context)
    }
    if layer is Dropout, x.node == nil, watched == nil { return arguments[0] }
    return try passed(x.tensor, x.node, context)
  }

  private static func tensor(_ value: Value) -> TracedTensor? {
    if let object = value.asObject as? TensorObject { return object.traced }
    guard let list = value.asList else { return nil }
    let numbers = list.values.compactMap(\.asNumber)
    guard numbers.count == list.count else { return nil }
    return TracedTensor(Tensor(shape: [numbers.count], values: numbers.map(Float.init)))
  }

  private func passed(_ x: Tensor, _ node: GradientNode?, _ context: CallContext) throws -> Value {
    guard layer.labelCounts.isEmpty else {
      throw NativeError(
        "S0203", "`class_embedding` goes by the class of running text, and a tensor has none",
        help: "add a row of a parameter yourself:  x + classes[label]")
    }
    let isSequence = layer.takesSequences || layer.takesEither && x.rank == 3
    let rank = isSequence ? 3 : 2
    guard x.rank == rank || x.rank == rank - 1, x.count > 0, let features = x.shape.last else {
      throw NativeError(
        "S0203", "`\(layer.kind)` does not take this shape", label: "this is \(x.name)",
        notes: [
          isSequence
            ? "it takes [steps, features] or [count, steps, features]"
            : layer.takesEither
              ? "it takes [features], [count, features] or [count, steps, features]"
              : "it takes [features] or [count, features]"
        ])
    }
    try configure(isSequence ? .sequence(features: features) : .features(features), context)
    if let given = layer.inputFeatures, given != features {
      throw NativeError(
        "S0203", "`\(layer.kind)` takes \(given) features", label: "this is \(x.name)")
    }
    let count = x.rank == rank ? x.shape[0] : 1
    let steps = isSequence ? x.shape[x.rank - 2] : nil
    // The activations of all steps are kept, for the way back.
    let allRows = layer.matrices.map(\.rows)
    let rows = (layer.parts.isEmpty ? allRows.max() : allRows.reduce(0, +)) ?? features
    try checkSize([Panel.width(for: count), steps ?? 1, 3 * rows + 2 * features])
    let isTraining = node != nil || watched != nil
    let call = LayerCall(layer, count: count, isTraining: isTraining)
    let result = call.forward(
      x.values, steps: steps, random: RandomSource(seed: isTraining ? context.seed(nil) : 0))
    let shape =
      (x.rank == rank ? [count] : []) + (result.steps.map { [$0] } ?? []) + [result.features]
    let parameters = layer.parameters
    let shapes = parameters.map { WatchedWeights.shape(of: $0, in: layer) }
    let back = WatchedCall { gradient in
      let input = call.backward(gradient.values, features: result.features, steps: result.steps)
      return (
        Tensor(shape: x.shape, values: input),
        zip(shapes, call.parameterGradients).map { Tensor(shape: $0, values: $1) }
      )
    }
    return TensorObject.value(
      Tensor(shape: shape, values: result.values),
      from: back.sources(node, parameters, watched))
  }

  /// Through layers one after the other, which learn together what they take and give.
  private func passed(
    _ x: Tensor, through network: Sequential, _ argument: Value, _ context: CallContext
  ) throws -> Value {
    if network.outputs.isEmpty {
      let features = x.shape.last ?? 1
      let isSequence = network.takesSequences || network.takesEither && x.rank == 3
      try configure(
        network.statedInput ?? (isSequence ? .sequence(features: features) : .features(features)),
        context)
    }
    return try network.layers.reduce(argument) {
      try LayerObject($1, watched: watched).output([$0], context)
    }
  }

  private func rows(
    of embedding: Embedding, for words: Tensor, _ context: CallContext
  ) throws -> Value {
    try configure(.words(vocabulary: embedding.vocabulary), context)
    guard let matrix = embedding.matrices.first else { return .none }
    try checkSize(words.shape + [embedding.units])
    var values = [Float](repeating: 0, count: words.count * embedding.units)
    for (place, word) in words.values.enumerated() {
      guard let number = Int(exactly: word), (0..<embedding.vocabulary).contains(number) else {
        throw NativeError(
          "S0204", "there is no word number \(Double(word).formattedShort)",
          label: "the vocabulary has \(embedding.vocabulary)")
      }
      for (column, value) in matrix.entries(ofRow: number) {
        values[place * embedding.units + column] = value
      }
    }
    let node = watched?.node(of: matrix.parameter)
    return TensorObject.value(
      Tensor(shape: words.shape + [embedding.units], values: values),
      from: node.source { gradient in
        matrix.scattered(gradient.values, to: words.values.map { Int($0) })
      })
  }

  private func configure(_ input: Shape, _ context: CallContext) throws {
    guard layer.parameters.isEmpty, layer.hasWeights || !layer.parts.isEmpty else { return }
    var random = RandomSource(seed: context.seed(nil))
    _ = try bridged {
      try layer.configure(input: input, givesSequence: false, weights: &random)
    }
  }
}

extension WeightMatrix {
  /// Rows of gradients, each added to the row of its word; one a weight.
  fileprivate func scattered(_ rows: [Float], to words: [Int]) -> Tensor {
    var result = Tensor(shape: isSparse ? [count] : [self.rows, columns], repeating: 0)
    guard let structure else {
      for (place, word) in words.enumerated() {
        for column in 0..<columns {
          result.values[word * columns + column] += rows[place * columns + column]
        }
      }
      return result
    }
    for (place, word) in words.enumerated() where word < self.rows {
      let entries = structure.rowStarts.pointer[word]..<structure.rowStarts.pointer[word + 1]
      for entry in entries {
        let column = Int(structure.columnIndices.pointer[Int(entry)])
        result.values[Int(entry)] += rows[place * columns + column]
      }
    }
    return result
  }
}
