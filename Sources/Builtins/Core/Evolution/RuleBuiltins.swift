internal import Evaluation
internal import Evolution

/// The rules by which connections come and go at random.
let ruleBuiltins: [Builtin] = [
  Builtin(
    "set_evolution", in: .evolution,
    "The rule of sparse evolutionary training: weights nearest zero go, random ones come.",
    .share(
      "zeta", 0.3, "fraction of the positive and of the negative weights that go"),
    .choice("new_weights", ["zero", "normal"], "what grown ones start with: 0, or N(0, 0.1²)"),
    .choice("by", ["sign", "magnitude"], "weights of each sign apart, or all by magnitude"),
    .every("\"epoch\""), .decay(.constant),
    .until(1), example: "set_evolution(zeta: 0.3)"
  ) {
    (
      _, zeta: Double, weights: String, by: String, every: Value, decay: String, until: Double
    ) in
    RuleObject(
      SetEvolution(
        zeta: zeta,
        newWeights: SetEvolution.NewWeights(rawValue: weights) ?? .zero,
        by: SetEvolution.Comparison(rawValue: by) ?? .sign,
        every: try RuleArguments.every(every), decay: RuleArguments.shape(decay),
        until: until))
  },
  Builtin(
    "selfish", in: .evolution, SelfishEvolution.summary,
    .share("fraction", 0.5, "of each matrix's weights that go, at the start"),
    .share("end", 0.005, "the fraction at the end"), .every("\"epoch\""),
    .decay(.cosine),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "evolve(m, selfish(fraction: 1)).grown  # 40"
  ) { (_, fraction: Double, end: Double, every: Value, decay: String) in
    RuleObject(
      SelfishEvolution(
        fraction: fraction,
        end: end, every: try RuleArguments.every(every),
        decay: RuleArguments.shape(decay)))
  },
  Builtin(
    "dsr", in: .evolution, DynamicReparameterization.summary,
    .optional(
      "moved", default: 600, "about how many move at an update, at most a tenth of all",
      range: .from(0)),
    .strength(
      "threshold", 0.001,
      "below which they go at first, beside the root mean square of a matrix"),
    .every("1000 steps or an epoch, later up to 8 times that"),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "let moves = evolve(m, dsr(moved: 10))\nmoves.removed == moves.grown  # true"
  ) { (_, moved: Int, threshold: Double, every: Value) in
    RuleObject(
      DynamicReparameterization(
        moved: moved, threshold: threshold,
        every: try RuleArguments.every(every)))
  },
  Builtin(
    "deep_rewiring", in: .evolution, DeepRewiring.summary,
    .strength("alpha", 1e-5, "by which strengths fall each step, times the rate"),
    .strength("noise", 1e-5, "by which they wander each step, times the rate"),
    .every("10 steps or an epoch"),
    example: trainedExample(
      "deep_rewiring(alpha: 1)", "reports[2].removed == reports[2].grown  # true")
  ) { (_, alpha: Double, noise: Double, every: Value) in
    RuleObject(
      DeepRewiring(
        decay: alpha,
        noise: noise, every: try RuleArguments.every(every)))
  },
  Builtin(
    "mest", in: .evolution, MemoryEconomicTraining.summary,
    .choice(
      "variant", ["em", "em_s"],
      "how elastic: down to 0.8 and back to all, or up to 1.5 times as many and back to all"),
    .strength("gradient", 0.01, "how much a gradient counts beside a weight"),
    .every("\"5 epochs\""),
    example: "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\n"
      + "evolve(m, mest(gradient: 0)).grown  # 8"
  ) { (_, variant: String, gradient: Double, every: Value) in
    RuleObject(
      MemoryEconomicTraining(
        elasticity: MemoryEconomicTraining.Elasticity(rawValue: variant) ?? .em,
        gradientWeight: gradient,
        every: try RuleArguments.every(every)))
  },
  Builtin(
    "static_topology", in: .evolution, StaticTopology.summary, example: "static_topology()"
  ) { _ in RuleObject(StaticTopology()) },
]

/// A small model trained by a rule, and what that gives.
func trainedExample(_ rule: String, _ end: String) -> String {
  "let data = toy_reviews(60, seed: 1)\n"
    + "let m = sequential(sparse_embedding(vocabulary: 400, units: 8, density: 0.3), "
    + "sparse_lstm(units: 8, density: 0.5), dense(1))\nlet reports = []\n"
    + "for report in training(m, data.train, epochs: 3, batch: 16, evolution: \(rule)) "
    + "{ append(reports, report) }\n\(end)"
}
