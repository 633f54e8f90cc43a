internal import Evaluation
internal import Evolution
internal import Layers
internal import Training

/// Connections that come and go.
let evolutionBuiltins: [Builtin] = [
  Builtin(
    "evolve", in: .evolution, "Changes a model's connections by a rule, and tells how many moved.",
    .required("model", "a model with sparse layers"),
    .required("rule", "such as set_evolution(), as at the start of a training"),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "evolve(m, set_evolution(zeta: 1)).grown  # 40"
  ) { (context, model: ModelObject, rule: RuleObject) in
    guard rule.rule.actsByHand else {
      throw NativeError(
        "S0302", "`\(type(of: rule.rule).name)` acts within a training alone",
        label: "this is \(rule.rule.description)",
        notes: ["it goes by gradients, or by how far the training is, and here there is none"],
        help: "training(model, data, evolution: \(rule.rule.description))", argument: "rule")
    }
    try model.model.checkMemory(numbers: 8, for: "the evolution")
    return moves(model.model.evolve(by: rule.rule, threads: context.state.threads))
  },
  Builtin(
    "distribute", in: .evolution,
    "Draws the connections of a model's sparse layers anew, so that together they have a density.",
    .required("model", "a model with sparse layers, which starts anew"),
    .required("density", "of all sparse matrices together", range: .shareAboveZero),
    .choice(
      "by", ["uniform", "erdos_renyi", "erk"],
      "the same in all, or ε (rows + columns) / (rows · columns) in each gate or matrix, what exceeds 1 "
        + "being dense; erk is erdos_renyi where there are no convolutions"),
    example:
      "let m = sequential(sparse_dense(30, inputs: 20, density: 0.5), sparse_dense(10, density: 0.5))\n"
      + "distribute(m, density: 0.1, by: \"erk\")\n"
      + "print(density(m.layers[0]), density(m.layers[1]))  # prints: 0.08333333333333333 0.13333333333333333"
  ) { (_, model: ModelObject, density: Double, by: String) in
    let matrices = try sparseLayers(model.asValue).flatMap(\.matrices).filter(\.isSparse)
    let places = matrices.map { Double($0.rows) * Double($0.columns) }
    // Weights with their indices, old and new.
    try MemoryBudget.check(
      24 * density * places.reduce(0, +), for: "so many connections", argument: "density")
    guard density * places.reduce(0, +) < Double(Int32.max) else {
      throw NativeError(
        "S0302", "a matrix holds fewer than 2^31 connections", argument: "density")
    }
    model.model.distribute(density: density, by: by == "uniform" ? .uniform : .erdosRenyi)
    return model
  },
  Builtin(
    "prune", in: .evolution, "Removes the fraction of a layer's weights nearest zero.",
    .required("target", "a sparse layer of a model, or a model", kinds: .of("layer", "model")),
    .required("fraction", "how much of them", range: .share),
    example:
      "let layer = sparse_dense(10, inputs: 20, density: 0.5)\nlet m = sequential(layer, dense(1))\n"
      + "prune(layer, fraction: 0.3).removed  # 30"
  ) { (_, target: Value, fraction: Double) in
    var total = Model.Moves()
    for layer in try sparseLayers(target) {
      let moved = layer.prune(fraction: fraction)
      total.removed += moved.removed
    }
    return moves(total)
  },
  Builtin(
    "grow", in: .evolution, "Adds connections of weight 0 at random empty places of a layer.",
    .required("layer", "a sparse layer of a model"),
    .required("count", "how many", range: .from(0)),
    .optional("seed", shown: "none", "of the places", orElse: Int?.none),
    example:
      "let layer = sparse_dense(10, inputs: 20, density: 0.5)\nlet m = sequential(layer, dense(1))\n"
      + "grow(layer, 10).grown  # 10"
  ) { (context, layer: LayerObject, count: Int, seed: Int?) in
    var random = context.source(seed)
    let layers = try sparseLayers(layer.asValue)
    return moves(layers[0].grow(count: count, using: &random))
  },
]

/// What moved, as a program reads it.
func moves(_ moves: Model.Moves) -> MapObject {
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
    guard layers.contains(where: { !$0.matrices.isEmpty }) else {
      throw NativeError.withoutConnections(layers)
    }
    throw TopologySource.nothingSparse
  }
  return sparse
}
