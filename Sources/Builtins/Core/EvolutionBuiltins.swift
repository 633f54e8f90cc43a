internal import Evaluation
internal import Evolution
internal import Layers
internal import Training

/// Connections that come and go.
let evolutionBuiltins: [Builtin] = [
  Builtin(
    "set_evolution", in: .evolution,
    "The rule of sparse evolutionary training: weights nearest zero go, random ones come.",
    .optional("zeta", default: 0.3, "fraction of the positive and of the negative weights that go"),
    .choice("new_weights", ["zero", "normal"], "what grown ones start with: 0, or N(0, 0.1²)"),
    example: "set_evolution(zeta: 0.3)"
  ) { (_, zeta: Double, weights: String) in
    guard zeta >= 0, zeta <= 1 else {
      throw NativeError(
        "S0302", "`zeta` must be from 0 to 1", label: "this is \(zeta.asValue.text)",
        argument: "zeta")
    }
    return RuleObject(
      SetEvolution(zeta: zeta, newWeights: SetEvolution.NewWeights(rawValue: weights) ?? .zero))
  },
  Builtin(
    "static_topology", in: .evolution, StaticTopology.summary, example: "static_topology()"
  ) { _ in RuleObject(StaticTopology()) },
  Builtin(
    "evolve", in: .evolution, "Changes a model's connections by a rule, and tells how many moved.",
    .required("model", "a model with sparse layers"), .required("rule", "such as set_evolution()"),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "evolve(m, set_evolution(zeta: 1)).grown  # 40"
  ) { (_, model: ModelObject, rule: RuleObject) in
    try model.model.checkMemory(numbers: 8, for: "the evolution")
    return moves(model.model.evolve(by: rule.rule))
  },
  Builtin(
    "prune", in: .evolution, "Removes the fraction of a layer's weights nearest zero.",
    .required("target", "a sparse layer of a model, or a model"),
    .required("fraction", "0 to 1"),
    example:
      "let layer = sparse_dense(10, inputs: 20, density: 0.5)\nlet m = sequential(layer, dense(1))\n"
      + "prune(layer, fraction: 0.3).removed  # 30"
  ) { (_, target: Value, fraction: Double) in
    guard fraction >= 0, fraction <= 1 else {
      throw NativeError("S0302", "`fraction` must be from 0 to 1", argument: "fraction")
    }
    var total = Model.Moves()
    for layer in try sparseLayers(target) {
      let moved = layer.prune(fraction: fraction)
      total.removed += moved.removed
    }
    return moves(total)
  },
  Builtin(
    "grow", in: .evolution, "Adds connections of weight 0 at random empty places of a layer.",
    .required("layer", "a sparse layer of a model"), .required("count", "how many"),
    .optional("seed", shown: "none", "of the places", orElse: Int?.none),
    example:
      "let layer = sparse_dense(10, inputs: 20, density: 0.5)\nlet m = sequential(layer, dense(1))\n"
      + "grow(layer, 10).grown  # 10"
  ) { (context, layer: LayerObject, count: Int, seed: Int?) in
    guard count >= 0 else {
      throw NativeError("S0302", "`count` must be 0 or more", argument: "count")
    }
    var random = context.source(seed)
    let layers = try sparseLayers(layer.asValue)
    return moves(layers[0].grow(count: count, using: &random))
  },
]

private func moves(_ moves: Model.Moves) -> MapObject {
  MapObject(fields: [
    ("removed", .number(Double(moves.removed))), ("grown", .number(Double(moves.grown))),
  ])
}

/// The target's layers with sparse matrices, one at least.
private func sparseLayers(_ target: Value) throws -> [any Layer] {
  let layers: [any Layer]
  switch target.asObject {
  case let model as ModelObject: layers = model.model.network.layers
  case let layer as LayerObject: layers = [layer.layer]
  default:
    throw NativeError("S0302", "only layers and models have connections", label: target.kindPhrase)
  }
  let sparse = layers.filter { $0.matrices.contains { $0.isSparse } }
  guard !sparse.isEmpty else {
    let isMade = layers.contains { !$0.matrices.isEmpty }
    throw NativeError(
      "S0302", isMade ? "there is no sparse layer here" : "this layer is not part of a model yet",
      help: isMade
        ? "sparse layers are made by sparse_lstm, sparse_dense and sparse_embedding"
        : "put it into one first:  sequential(…)")
  }
  return sparse
}
