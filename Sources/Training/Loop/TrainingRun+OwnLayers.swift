internal import Datasets
internal import Evolution
internal import Layers

extension ExampleSource {
  /// Throws `TrainingError` where measures are asked for that nobody can compute.
  func checkMeasures(_ measures: [any OwnMeasure]) throws {
    guard isStream, !measures.isEmpty else { return }
    throw TrainingError(
      "`metrics:` are not computed of running text",
      notes: ["the outputs of all its words, each as many as the vocabulary has, are not kept"],
      help: "leave `metrics:` out; the perplexity is told", argument: "metrics")
  }
}

/// What layers that a program wrote cannot do in a training.
extension TrainingRun {
  /// Throws `TrainingError`.
  static func checkOwnLayers(
    of model: Model, _ data: any ExampleSource, _ options: TrainingOptions
  ) throws {
    try data.checkMeasures(options.measures)
    let own = model.network.ownLayers
    if options.loss?.needsWholeBatch ?? false || !own.isEmpty || !options.measures.isEmpty,
      options.group != nil
    {
      throw TrainingError(
        "several processes do not train a model with functions of yours",
        notes: ["layers, losses and metrics that are written in setl are computed by one process"],
        help: "let each train by itself:  alone(() => fit(…))", argument: "model")
    }
    guard let rule = options.evolution, rule.evidence.contains(.absentGradients),
      let layer = own.first(where: { $0.matrices.contains(where: \.isSparse) })
    else { return }
    throw TrainingError(
      "`\(rule.description)` asks for gradients of absent connections, which `\(layer.name)` has none of",
      notes: ["it is a layer of yours: gradients reach the connections that exist"],
      help: "use a rule that grows by chance, such as  set_evolution(zeta: 0.3)",
      argument: "evolution")
  }
}
