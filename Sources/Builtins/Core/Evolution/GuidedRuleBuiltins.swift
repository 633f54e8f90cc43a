internal import Evaluation
internal import Evolution

/// The rules that grow by gradients or paths, and those that prune.
let guidedRuleBuiltins: [Builtin] = [
  Builtin(
    "rigl", in: .evolution, RigL.summary,
    .share("fraction", 0.3, "of each matrix's weights that go, at the start"),
    .every("100 steps or an epoch"), .decay(.cosine),
    .until(0.75),
    example: trainedExample("rigl()", "reports[1].removed == reports[1].grown  # true")
  ) { (_, fraction: Double, every: Value, decay: String, until: Double) in
    RuleObject(
      RigL(
        fraction: fraction,
        every: try RuleArguments.every(every), decay: RuleArguments.shape(decay),
        until: until))
  },
  Builtin(
    "snfs", in: .evolution, SparseMomentum.summary,
    .share("fraction", 0.5, "of each matrix's weights that go, at the start"),
    .share("end", 0.005, "the fraction at the end"), .every("\"epoch\""),
    .decay(.cosine),
    example: trainedExample("snfs()", "reports[1].removed == reports[1].grown  # true")
  ) { (_, fraction: Double, end: Double, every: Value, decay: String) in
    RuleObject(
      SparseMomentum(
        fraction: fraction,
        end: end, every: try RuleArguments.every(every),
        decay: RuleArguments.shape(decay)))
  },
  Builtin(
    "granet", in: .evolution, GraNet.summary,
    .share("density", 0.1, "of all sparse matrices together, once it is pruned"),
    .share("fraction", 0.5, "of each matrix's weights that are exchanged, at the start"),
    .share("end", 0.005, "the fraction at the end"), .every("1000 steps or an epoch"),
    .until(0.75, "the share of the training after which it is pruned"),
    example: trainedExample("granet(density: 0.1)", "round(density(m), 2)  # 0.1")
  ) { (_, density: Double, fraction: Double, end: Double, every: Value, until: Double) in
    RuleObject(
      GraNet(
        density: density,
        fraction: fraction,
        end: end, every: try RuleArguments.every(every),
        until: until))
  },
  Builtin(
    "magnitude_pruning", in: .evolution, MagnitudePruning.summary,
    .share("density", 0.1, "of all sparse matrices together at the end"),
    .every("1000 steps or an epoch"),
    .until(0.75, "the share of the training after which it is pruned"),
    example: trainedExample("magnitude_pruning(density: 0.1)", "round(density(m), 2)  # 0.1")
  ) { (_, density: Double, every: Value, until: Double) in
    RuleObject(
      MagnitudePruning(
        density: density,
        every: try RuleArguments.every(every), until: until))
  },
  Builtin(
    "cht", in: .evolution, CannistraciHebb.summary,
    .share("zeta", 0.3, "fraction of each gate's or matrix's weights that go"),
    .every("\"epoch\""),
    .optional(
      "embedding", default: false,
      "whether embeddings grow by paths too, about an epoch's time, rather than at random"),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "evolve(m, cht(zeta: 0.5)).grown  # 20"
  ) { (_, zeta: Double, every: Value, embedding: Bool) in
    RuleObject(
      CannistraciHebb(
        zeta: zeta, every: try RuleArguments.every(every),
        includesEmbedding: embedding))
  },
  Builtin(
    "candidate_exchange", in: .evolution, CandidateExchange.summary,
    .optional(
      "candidates", default: 3, "how many times as many connections as the layers start with",
      range: .from(1, to: 1_000_000)),
    .share("fraction", 0.3, "of the connections that are 0, which go at an update"),
    .every("\"epoch\""),
    example: "let data = toy_reviews(60, seed: 1)\n"
      + "let m = sequential(sparse_embedding(vocabulary: 400, units: 8, density: 0.1), "
      + "sparse_lstm(units: 8, density: 0.1), dense(1))\nlet start = density(m)\n"
      + "let counts = []\n"
      + "for report in training(m, data.train, epochs: 3, optimizer: adabreg(rate: 0.01), "
      + "evolution: candidate_exchange()) { append(counts, round(density(m) / start)) }\n"
      + "counts[..2]  # [1, 3]"
  ) { (_, candidates: Double, fraction: Double, every: Value) in
    RuleObject(
      CandidateExchange(
        candidates: candidates, fraction: fraction, every: try RuleArguments.every(every)))
  },
]
