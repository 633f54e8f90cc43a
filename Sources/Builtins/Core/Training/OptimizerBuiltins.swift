internal import Evaluation
internal import Training

/// How weights follow their gradients.
let optimizerBuiltins: [Builtin] = [
  Builtin(
    "adam", in: .training, "The optimizer Adam (Kingma and Ba 2015).", .rate(0.001),
    .beta("beta1", 0.9, "decay of the mean of gradients"),
    .beta("beta2", 0.999, "decay of the mean of their squares"), .epsilon,
    example: "adam(rate: 0.001)"
  ) { (_, rate: Double, beta1: Double, beta2: Double, epsilon: Double) in
    OptimizerObject(Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon))
  },
  Builtin(
    "adamw", in: .training,
    "Adam with weights that decay by themselves (Loshchilov and Hutter 2019).", .rate(0.001),
    .beta("beta1", 0.9, "decay of the mean of gradients"),
    .beta("beta2", 0.999, "decay of the mean of their squares"), .epsilon,
    .optional(
      "decay", default: 0.01,
      "share of rate × weight that goes each step; of connections, not of biases and words",
      range: .from(0), aliases: ["weight_decay"]),
    example: "adamw(rate: 0.001, decay: 0.01)"
  ) { (_, rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double) in
    return OptimizerObject(
      AdamW(Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon), decay: decay))
  },
  Builtin(
    "sgd", in: .training,
    "Stochastic gradient descent, with momentum, looking ahead (Nesterov) and with decay.",
    .rate(0.01),
    .momentum,
    .optional("nesterov", default: false, "look ahead along the momentum"),
    .decay(0),
    example: "sgd(rate: 0.1, momentum: 0.9)"
  ) { (_, rate: Double, momentum: Double, nesterov: Bool, decay: Double) in
    guard !nesterov || momentum > 0 else {
      throw NativeError(
        "S0302", "`nesterov:` looks ahead along a momentum, and there is none",
        help: "give one:  momentum: 0.9", argument: "nesterov")
    }
    return OptimizerObject(
      SGD(rate: rate, momentum: momentum, nesterov: nesterov, decay: decay))
  },
  Builtin(
    "rmsprop", in: .training,
    "The optimizer RMSprop: gradients divided by the root of the mean of their squares.",
    .rate(0.01, aliases: ["lr", "learning_rate"]),
    .beta("alpha", 0.99, "decay of the mean of squares"),
    .epsilon,
    .momentum,
    example: "rmsprop(rate: 0.001)"
  ) { (_, rate: Double, alpha: Double, epsilon: Double, momentum: Double) in
    return OptimizerObject(
      RMSProp(rate: rate, alpha: alpha, epsilon: epsilon, momentum: momentum))
  },
  Builtin(
    "snt_asgd", in: .training,
    "Descent whose weights are averaged once validation gets no better, each connection since it grew "
      + "(SNT-ASGD, Liu et al. 2021); the averages are evaluated and saved. Needs `validation:`.",
    .optional(
      "rate", default: 1.0, "learning rate; language models take 15 to 40, with  clip: 0.25",
      range: .above(0), aliases: TrainingAliases.rate),
    .decay(1.2e-6),
    .optional(
      "window", default: 5,
      "averaging begins when a validation loss is above the least of those before but so many",
      range: .from(0, to: 0x1p30)),
    example: "snt_asgd(rate: 5)"
  ) { (_, rate: Double, decay: Double, window: Int) in
    return OptimizerObject(NonMonotonicASGD(rate: rate, decay: decay, window: window))
  },
  Builtin(
    "linbreg", in: .training,
    "Linearized Bregman iterations (Bungert et al. 2022): descent of a subgradient of each connection, whose "
      + "weight is 0 until that is above a threshold. With candidate_exchange() for the places.",
    .rate(0.1), .momentum, .threshold(0.001), .delta, example: "linbreg(rate: 0.1, strength: 0.01)"
  ) { (_, rate: Double, momentum: Double, strength: Double, delta: Double) in
    OptimizerObject(LinBreg(rate: rate, momentum: momentum, strength: strength, delta: delta))
  },
  Builtin(
    "adabreg", in: .training,
    "Bregman iterations by Adam (Bungert et al. 2022): a subgradient of each connection moves, whose weight is 0 "
      + "until that is above a threshold. With candidate_exchange() for the places.",
    .rate(0.001), .beta("beta1", 0.9, "decay of the mean of gradients"),
    .beta("beta2", 0.999, "decay of the mean of their squares"), .epsilon, .threshold(0.1), .delta,
    example: "adabreg(rate: 0.001, strength: 0.1)"
  ) {
    (
      _, rate: Double, beta1: Double, beta2: Double, epsilon: Double, strength: Double,
      delta: Double
    ) in
    OptimizerObject(
      AdaBreg(
        Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon), strength: strength,
        delta: delta))
  },
]

extension Parameter where Content == Double {
  /// λ of Bregman iterations.
  fileprivate static func threshold(_ standard: Double) -> Parameter {
    .optional(
      "strength", default: standard,
      "what a subgradient must be above, of connections and not of biases", range: .from(0),
      aliases: ["lambda"])
  }

  /// δ of Bregman iterations.
  fileprivate static var delta: Parameter {
    .optional(
      "delta", default: 1, "by which what is above becomes the weight", range: .above(0))
  }
}
