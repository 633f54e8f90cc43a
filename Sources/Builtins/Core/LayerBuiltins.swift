internal import Evaluation
internal import Layers
internal import Tensors
internal import Training

private let unitsHelp = "numbers that the layer gives"
private let densityHelp = "share of the connections that exist, 0 to 1"
private let epsilonHelp =
  "Erdős–Rényi instead: density = ε (rows + columns) / (rows · columns) of each matrix"
private let inputsHelp = "numbers that the layer takes; inferred where a layer comes before"
private let lstmDropoutHelp = "share of the inputs dropped in training; of words, whole word types"

/// Layers and what is made of them.
let layerBuiltins: [Builtin] = [
  Builtin(
    "embedding", in: .layers, "A layer that gives each word a vector.",
    .required("vocabulary", "how many words there are"), .required("units", unitsHelp),
    example: "embedding(vocabulary: 1000, units: 16)"
  ) { (_, vocabulary: Int, units: Int) in
    try sizes(["vocabulary": vocabulary, "units": units])
    return LayerObject(
      Embedding(vocabulary: vocabulary, units: units, connectivity: .dense))
  },
  Builtin(
    "sparse_embedding", in: .layers,
    "A layer that gives each word a truly sparse vector, whose connections can evolve.",
    .required("vocabulary", "how many words there are"), .required("units", unitsHelp),
    .optional("density", shown: "none", densityHelp, orElse: Double?.none),
    .optional("epsilon", shown: "none", epsilonHelp, orElse: Double?.none),
    example: "sparse_embedding(vocabulary: 1000, units: 64, density: 0.05)"
  ) { (_, vocabulary: Int, units: Int, density: Double?, epsilon: Double?) in
    try sizes(["vocabulary": vocabulary, "units": units])
    return LayerObject(
      Embedding(
        vocabulary: vocabulary, units: units, connectivity: try connectivity(density, epsilon)))
  },
  Builtin(
    "lstm", in: .layers, "A long short-term memory layer with all connections.",
    .required("units", unitsHelp),
    .optional("inputs", shown: "inferred", inputsHelp, orElse: Int?.none),
    .optional("dropout", default: 0, lstmDropoutHelp), example: "lstm(units: 32)"
  ) { (_, units: Int, inputs: Int?, dropout: Double) in
    try sizes(["units": units, "inputs": inputs ?? 1])
    return LayerObject(
      LSTM(
        units: units, inputs: inputs, dropout: try share(dropout, "dropout"), connectivity: .dense))
  },
  Builtin(
    "sparse_lstm", in: .layers,
    "A long short-term memory layer whose gates are truly sparse; their connections can evolve.",
    .required("units", unitsHelp),
    .optional("density", shown: "none", densityHelp, orElse: Double?.none),
    .optional("epsilon", shown: "none", epsilonHelp, orElse: Double?.none),
    .optional("inputs", shown: "inferred", inputsHelp, orElse: Int?.none),
    .optional("dropout", default: 0, lstmDropoutHelp),
    example: "sparse_lstm(units: 64, density: 0.05)"
  ) { (_, units: Int, density: Double?, epsilon: Double?, inputs: Int?, dropout: Double) in
    try sizes(["units": units, "inputs": inputs ?? 1])
    return LayerObject(
      LSTM(
        units: units, inputs: inputs, dropout: try share(dropout, "dropout"),
        connectivity: try connectivity(density, epsilon)))
  },
  Builtin(
    "dense", in: .layers, "A layer that multiplies by a full matrix and adds a bias.",
    .required("units", unitsHelp),
    .optional("inputs", shown: "inferred", inputsHelp, orElse: Int?.none),
    .choice("activation", ["none", "relu", "tanh", "sigmoid"], "function of each sum"),
    example: "dense(1)"
  ) { (_, units: Int, inputs: Int?, activation: String) in
    try sizes(["units": units, "inputs": inputs ?? 1])
    return LayerObject(
      Dense(
        units: units, inputs: inputs,
        activation: ActivationFunction(rawValue: activation) ?? .none))
  },
  Builtin(
    "sparse_dense", in: .layers,
    "A layer that multiplies by a truly sparse matrix and adds a bias; its connections can evolve.",
    .required("units", unitsHelp),
    .optional("density", shown: "none", densityHelp, orElse: Double?.none),
    .optional("epsilon", shown: "none", epsilonHelp, orElse: Double?.none),
    .optional("inputs", shown: "inferred", inputsHelp, orElse: Int?.none),
    .choice("activation", ["none", "relu", "tanh", "sigmoid"], "function of each sum"),
    example: "sparse_dense(100, epsilon: 10, activation: \"relu\")"
  ) { (_, units: Int, density: Double?, epsilon: Double?, inputs: Int?, activation: String) in
    try sizes(["units": units, "inputs": inputs ?? 1])
    return LayerObject(
      Dense(
        units: units, inputs: inputs,
        activation: ActivationFunction(rawValue: activation) ?? .none,
        connectivity: try connectivity(density, epsilon)))
  },
  Builtin(
    "dropout", in: .layers, "A layer that sets a share of what it is given to 0 in training.",
    .required("share", "0 to below 1; of words, whole word types are dropped"),
    example: "dropout(0.3)"
  ) { (_, value: Double) in LayerObject(Dropout(share: try share(value, "share"))) },
  Builtin(
    "sequential", in: .layers,
    "A model of layers one after the other, sizes inferred and checked; model[0].weights is a copy of the moment.",
    .rest("layers", "the layers, the first an embedding or one with `inputs:`"),
    example: "let model = sequential(dense(4, inputs: 2, activation: \"tanh\"), dense(1))\n"
      + "parameter_count(model)  # 17"
  ) { (context, layers: [Value]) in
    let objects = try layers.map { value in
      guard let layer = value.asObject as? LayerObject else {
        throw NativeError(
          "S0302", "`sequential` is made of layers", label: "one of these is \(value.kindPhrase)",
          help: "sequential(embedding(…), lstm(…), dense(1))")
      }
      return layer
    }
    WeightMemory.bytes = MemoryBudget.bytes
    return ModelObject(
      try bridged { try Model(objects.map(\.layer), seed: context.state.random.next()) },
      layers: objects)
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
    .required("value", "a model or a layer"),
    example: "parameter_count(sequential(dense(2, inputs: 3)))  # 8"
  ) { (_, value: Value) in
    switch value.asObject {
    case let model as ModelObject: return model.model.network.parameterCount
    case let layer as LayerObject: return layer.layer.parameterCount
    default:
      throw NativeError(
        "S0302", "only models and layers have parameters", label: "this is \(value.kindPhrase)",
        argument: "value")
    }
  },
  Builtin(
    "density", in: .layers, "Gives the share of the connections that exist.",
    .required("value", "a model, a layer or a sparse matrix"),
    example: "density(sequential(dense(2, inputs: 3)))  # 1"
  ) { (_, value: Value) in
    switch value.asObject {
    case let model as ModelObject: return model.density
    case let layer as LayerObject: return layer.layer.density
    case let sparse as SparseObject: return sparse.matrix.density
    default:
      throw NativeError(
        "S0302", "only models, layers and sparse matrices have a density",
        label: "this is \(value.kindPhrase)", argument: "value")
    }
  },
  Builtin(
    "copy", in: .layers,
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

private func sizes(_ sizes: [String: Int]) throws {
  for (name, size) in sizes.sorted(by: { $0.key < $1.key }) where !(1..<(1 << 30)).contains(size) {
    throw NativeError(
      "S0302", "`\(name)` must be at least 1 and below 2^30", label: "this is \(size)",
      argument: name)
  }
}

private func share(_ value: Double, _ name: String) throws -> Double {
  guard value >= 0, value < 1 else {
    throw NativeError(
      "S0302", "`\(name)` must be from 0 to below 1", label: "this is \(value.asValue.text)",
      argument: name)
  }
  return value
}

/// Exactly one of the two says how sparse.
private func connectivity(_ density: Double?, _ epsilon: Double?) throws -> Connectivity {
  switch (density, epsilon) {
  case (let density?, nil):
    guard density >= 0, density <= 1 else {
      throw NativeError(
        "S0302", "`density` must be from 0 to 1", label: "this is \(density.asValue.text)",
        help: density > 1 && density <= 100 ? "4 % is written  0.04" : nil, argument: "density")
    }
    return .density(density)
  case (nil, let epsilon?):
    guard epsilon >= 0, epsilon.isFinite else {
      throw NativeError("S0302", "`epsilon` must be 0 or more", argument: "epsilon")
    }
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
