internal import Evaluation
internal import Layers
internal import Tensors
internal import Training

/// Layers and what is made of them.
let layerBuiltins: [Builtin] = [
  Builtin(
    "embedding", in: .layers,
    "A layer that gives each word a vector, drawn at random or read from a file of pretrained ones.",
    .words, .vectorUnits, .vectors, .frozen,
    example: "embedding(vocabulary: 1000, units: 16)"
  ) { (context, words: WordsArgument, units: Int?, vectors: FilePath?, isFrozen: Bool) in
    try EmbeddingStart(words: words, units: units, vectors: vectors, isFrozen: isFrozen)
      .layer(.dense, context)
  },
  Builtin(
    "sparse_embedding", in: .layers,
    "A layer that gives each word a truly sparse vector, whose connections can evolve; of pretrained vectors the "
      + "numbers that are largest in magnitude are kept.",
    .words, .vectorUnits,
    .density,
    .epsilon,
    .vectors, .frozen,
    example: "sparse_embedding(vocabulary: 1000, units: 64, density: 0.05)"
  ) {
    (
      context, words: WordsArgument, units: Int?, density: Double?, epsilon: Double?,
      vectors: FilePath?, isFrozen: Bool
    ) in
    try EmbeddingStart(words: words, units: units, vectors: vectors, isFrozen: isFrozen)
      .layer(try connectivity(density, epsilon), context)
  },
  Builtin(
    "lstm", in: .layers, "A long short-term memory layer with all connections.",
    .units,
    .inputs,
    .lstmDropout, .sequence, example: "lstm(units: 32)"
  ) { (_, units: Int, inputs: Int?, dropout: Double, sequence: Bool) in
    return LayerObject(
      LSTM(
        units: units, inputs: inputs, dropout: dropout, connectivity: .dense,
        givesSequence: sequence))
  },
  Builtin(
    "sparse_lstm", in: .layers,
    "A long short-term memory layer whose gates are truly sparse; their connections can evolve.",
    .units,
    .density,
    .epsilon,
    .inputs,
    .lstmDropout,
    .sequence,
    example: "sparse_lstm(units: 64, density: 0.05)"
  ) {
    (
      _, units: Int, density: Double?, epsilon: Double?, inputs: Int?, dropout: Double,
      sequence: Bool
    ) in
    return LayerObject(
      LSTM(
        units: units, inputs: inputs, dropout: dropout,
        connectivity: try connectivity(density, epsilon), givesSequence: sequence))
  },
  Builtin(
    "gru", in: .layers,
    "A gated recurrent unit with all connections: a little less to compute than an LSTM.",
    .units,
    .inputs,
    .lstmDropout, .sequence, example: "gru(units: 32)"
  ) { (_, units: Int, inputs: Int?, dropout: Double, sequence: Bool) in
    LayerObject(
      GRU(
        units: units, inputs: inputs, dropout: dropout, connectivity: .dense,
        givesSequence: sequence))
  },
  Builtin(
    "sparse_gru", in: .layers,
    "A gated recurrent unit whose gates are truly sparse; their connections can evolve.",
    .units,
    .density,
    .epsilon,
    .inputs,
    .lstmDropout,
    .sequence,
    example: "sparse_gru(units: 64, density: 0.05)"
  ) {
    (
      _, units: Int, density: Double?, epsilon: Double?, inputs: Int?, dropout: Double,
      sequence: Bool
    ) in
    LayerObject(
      GRU(
        units: units, inputs: inputs, dropout: dropout,
        connectivity: try connectivity(density, epsilon), givesSequence: sequence))
  },
  Builtin(
    "rhn", in: .layers,
    "A recurrent highway network with all connections: several levels at each step.",
    .units,
    .levels,
    .inputs,
    .lstmDropout, .sequence, example: "rhn(units: 32, depth: 3)"
  ) { (_, units: Int, depth: Int, inputs: Int?, dropout: Double, sequence: Bool) in
    LayerObject(
      RHN(
        units: units, depth: depth, inputs: inputs, dropout: dropout, connectivity: .dense,
        givesSequence: sequence))
  },
  Builtin(
    "sparse_rhn", in: .layers,
    "A recurrent highway network whose gates are truly sparse; their connections can evolve.",
    .units,
    .levels,
    .density,
    .epsilon,
    .inputs,
    .lstmDropout,
    .sequence,
    example: "sparse_rhn(units: 64, depth: 3, density: 0.05)"
  ) {
    (
      _, units: Int, depth: Int, density: Double?, epsilon: Double?, inputs: Int?,
      dropout: Double, sequence: Bool
    ) in
    LayerObject(
      RHN(
        units: units, depth: depth, inputs: inputs, dropout: dropout,
        connectivity: try connectivity(density, epsilon), givesSequence: sequence))
  },
  Builtin(
    "bidirectional", in: .layers,
    "Two recurrent layers like the given one, of which one reads each text from its end; gives twice the units.",
    .required("layer", "an LSTM, GRU or RHN that is in no model yet", kinds: .of("layer")),
    example: "bidirectional(sparse_lstm(units: 64, density: 0.05))",
    aliases: ["Bidirectional": "bidirectional($layer)"]
  ) { (_, layer: LayerObject) in
    guard let recurrent = layer.layer as? any RecurrentLayer else {
      throw NativeError(
        "S0302", "only a recurrent layer reads in two directions",
        label: "this is `\(layer.layer.kind)`", help: "bidirectional(lstm(units: 32))",
        argument: "layer")
    }
    return LayerObject(try bridged { try Bidirectional(recurrent) })
  },
  Builtin(
    "dense", in: .layers, "A layer that multiplies by a full matrix and adds a bias.",
    .units,
    .inputs,
    .activation,
    .slope,
    example: "dense(1)"
  ) { (_, units: Int, inputs: Int?, activation: String, slope: Double?) in
    try denseLayer(units, inputs, activation, slope, .dense)
  },
  Builtin(
    "sparse_dense", in: .layers,
    "A layer that multiplies by a truly sparse matrix and adds a bias; its connections can evolve.",
    .units,
    .density,
    .epsilon,
    .inputs,
    .activation,
    .slope,
    example: "sparse_dense(100, epsilon: 10, activation: \"relu\")"
  ) {
    (
      _, units: Int, density: Double?, epsilon: Double?, inputs: Int?, activation: String,
      slope: Double?
    ) in
    try denseLayer(units, inputs, activation, slope, try connectivity(density, epsilon))
  },
  Builtin(
    "tied_dense", in: .layers,
    "A layer that gives a number for each word of the model's embedding, by the embedding's own vectors; sparse where these are.",
    example: "let words = embedding(vocabulary: 50, units: 8)\n"
      + "parameter_count(sequential(words, lstm(units: 8, sequence: true), tied_dense()))  # 994"
  ) { (_) in LayerObject(TiedDense()) },
  Builtin(
    "class_embedding", in: .layers,
    "A layer that adds to each vector of a sequence a learnt one of the class that the text is of, such as the stars of a review.",
    .required(
      "classes", "how many there are in what `running_text` gives", range: .layerSize,
      aliases: ["num_classes", "n_classes"]),
    example: """
      let words = embedding(vocabulary: 50, units: 8)
      parameter_count(sequential(words, class_embedding(5), lstm(units: 8, sequence: true), dense(50)))  # 1434
      """
  ) { (_, classes: Int) in LayerObject(ClassEmbedding(classes: classes)) },
  Builtin(
    "dropout", in: .layers, "A layer that sets a share of what it is given to 0 in training.",
    .required(
      "share", "of words, whole word types are dropped", range: .shareBelowOne,
      aliases: ["rate", "p"]),
    example: "dropout(0.3)"
  ) { (_, share: Double) in LayerObject(Dropout(share: share)) },
  Builtin(
    "layer_norm", in: .layers,
    "A layer that gives the numbers of each vector mean 0 and variance 1, then a scale and a bias that are "
      + "trained.",
    example: "sequential(dense(8, inputs: 4), layer_norm(), dense(1))",
    aliases: ["LayerNorm": "layer_norm()", "LayerNormalization": "layer_norm()"]
  ) { (_) in LayerObject(LayerNorm()) },
  Builtin(
    "pooling", in: .layers, "A layer that makes one vector of a sequence.",
    .choice(
      "by", Pooling.Way.allCases.map(\.rawValue),
      "the vector of the last word, the mean or the largest over all, or a mean whose weights are trained"
    ),
    example: "sequential(embedding(vocabulary: 50, units: 8), pooling(\"mean\"), dense(1))",
    aliases: [
      "EmbeddingBag":
        "sequential(embedding(vocabulary: 50, units: 8), pooling(\"mean\"), dense(1))",
      "GlobalAveragePooling1D": "pooling(\"mean\")", "GlobalMaxPooling1D": "pooling(\"max\")",
    ]
  ) { (_, by: String) in LayerObject(Pooling(Pooling.Way(rawValue: by) ?? .last)) },
  Builtin(
    "residual", in: .layers,
    "A layer that adds to what it is given what the layers in it make of that.",
    .rest(
      "layers", "layers that give as many numbers as they take", kinds: .of("layer", "model", "map")
    ),
    example:
      "let model = sequential(dense(4, inputs: 4), residual(dense(4, activation: \"relu\")))\n"
      + "parameter_count(model)  # 40"
  ) { (context, layers: [Value]) in
    let layers = try layers.compactMap { try $0.asLayer(context)?.layer }
    return LayerObject(try bridged { try Residual(layers) })
  },
  Builtin(
    "sequential", in: .layers,
    "A model of layers one after the other, sizes inferred and checked; model[0].weights is a copy of the "
      + "moment. Where the first does not say what it takes, a layer for another model.",
    .rest(
      "layers",
      "layers, the first an embedding or one with `inputs:`; a model is one too, and a map with a `forward`",
      kinds: .of("layer", "model", "map")),
    example: "let model = sequential(dense(4, inputs: 2, activation: \"tanh\"), dense(1))\n"
      + "parameter_count(model)  # 17"
  ) { (context, layers: [Value]) -> Value in
    let objects = try layers.compactMap { try $0.asLayer(context) }
    let layers = objects.map(\.layer)
    WeightMemory.bytes = MemoryBudget.bytes
    let together = try bridged { try Sequential(layers) }
    guard together.statedInput != nil else { return .object(LayerObject(together)) }
    let seed = context.state.random.next()
    let vocabulary = objects.first?.vocabulary
    // A layer of the program is asked what it gives.
    return try context.opened(together.askedFunctions) { _ in
      try bridged {
        .object(
          ModelObject(try Model(layers, seed: seed, vocabulary: vocabulary), layers: objects))
      }
    }
  },
  Builtin(
    "summary", in: .layers, "Shows a model's layers with their sizes and densities, or any value.",
    .required("value", "a model, layer, data set, tensor …"),
    example: "summary(sequential(dense(1, inputs: 2)))", isShown: true
  ) { (context, value: Value) in
    context.output.display(
      (value.asObject as? NativeObject)?.display ?? DisplayBundle(text: value.text))
    return value
  },
  Builtin(
    "parameter_count", in: .layers, "Counts the connections and biases that exist.",
    .required("value", "a model or a layer", kinds: .of("model", "layer")),
    example: "parameter_count(sequential(dense(2, inputs: 3)))  # 8"
  ) { (_, value: Value) in try value.field("parameters") },
  Builtin(
    "density", in: .layers, "Gives the share of the connections that exist.",
    .required(
      "value", "a model, a layer or a sparse matrix", kinds: .of("model", "layer", "sparse")),
    example: "density(sequential(dense(2, inputs: 3)))  # 1"
  ) { (_, value: Value) in try value.field("density") },
  Builtin(
    "copy", in: .layers, and: [.lists, .tensors],
    "Gives a model or tensor that shares nothing with this one; or a new list or map of the same values.",
    .required("value", "a model, tensor, list or map"), example: "copy([1, 2])  # [1, 2]"
  ) { (_, value: Value) in
    switch value.asObject {
    case let model as ModelObject:
      return Value.object(ModelObject(model.model.copy()))
    case let tensor as TensorObject:
      try checkSize(tensor.tensor.shape)
      return .object(TensorObject(tensor.tensor, node: tensor.node, tensor.content))
    case let list as ListObject:
      try list.checkCopy()
      return .list(list.items)
    case let map as MapObject: return .object(MapObject(pairs: map.pairs))
    default: return value
    }
  },
  Builtin(
    "restore_weights", in: .layers, "Gives a model the weights and connections of another.",
    .required("model", "the model that changes"), .required("from", "a model of the same layers"),
    example: "let m = sequential(dense(1, inputs: 2))\nlet kept = copy(m)\nrestore_weights(m, kept)"
  ) { (_, model: ModelObject, from: ModelObject) in
    let names = [model, from].map { $0.model.network.layers.map { "\($0.kind) \($0.details)" } }
    guard names[0] == names[1] else {
      throw NativeError("S0203", "the two models have other layers", argument: "from")
    }
    model.model.restore(from: from.model)
    return model
  },
]

private func denseLayer(
  _ units: Int, _ inputs: Int?, _ activation: String, _ slope: Double?,
  _ connectivity: Connectivity
) throws -> LayerObject {
  let function = ActivationFunction(rawValue: activation) ?? .none
  guard slope == nil || function == .leakyRelu else {
    throw NativeError(
      "S0302", "`slope:` is that of `activation: \"leaky_relu\"`",
      label: "the activation is \"\(activation)\"", help: "leave one of them out",
      argument: "slope")
  }
  return LayerObject(
    Dense(
      units: units, inputs: inputs, activation: function,
      slope: slope ?? ActivationFunction.usualSlope, connectivity: connectivity))
}

/// Exactly one of the two says how sparse.
private func connectivity(_ density: Double?, _ epsilon: Double?) throws -> Connectivity {
  switch (density, epsilon) {
  case (let density?, nil):
    return .density(density)
  case (nil, let epsilon?):
    return .epsilon(epsilon)
  case (nil, nil):
    throw NativeError(
      "S0304", "how sparse?", label: "neither density: nor epsilon: is given",
      help: "density: 0.04  keeps 4 % of the connections")
  case (.some, .some):
    throw NativeError(
      "S0304", "`density` and `epsilon` say the same thing twice", help: "leave one out",
      argument: "epsilon")
  }
}

extension Evaluation.Parameter where Content == Double? {
  static var slope: Evaluation.Parameter<Double?> {
    .optional(
      "slope", shown: "\(ActivationFunction.usualSlope)",
      "of leaky_relu below 0; all-ReLU takes one like -0.6, then 0.6, in turn from layer to layer",
      orElse: nil, range: .from(-Dense.steepest, to: Dense.steepest), aliases: ["negative_slope"])
  }
}

extension AllowedRange {
  static let levels = AllowedRange.from(1, to: Double(RHN.mostLevels))
}

extension Value {
  /// The layer that this is, or the model as one; nil for anything else.
  fileprivate func asLayer(_ context: CallContext) throws -> LayerObject? {
    switch asObject {
    case let map as MapObject: LayerObject(try OwnLayerValue.layer(map, context))
    case let layer as LayerObject: layer
    case let model as ModelObject:
      LayerObject(model.model.network, vocabulary: model.model.vocabulary)
    default: nil
    }
  }

  /// What a value of the bridge tells of itself under a name; none where it tells nothing.
  func field(_ name: String) throws -> Value {
    try (asObject as? NativeObject)?.field(name) ?? .none
  }
}
