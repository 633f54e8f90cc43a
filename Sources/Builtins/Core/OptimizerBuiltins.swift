internal import Evaluation
internal import Training

/// How weights follow their gradients.
let optimizerBuiltins: [Builtin] = [
  Builtin(
    "adam", in: .training, "The optimizer Adam (Kingma and Ba 2015).", .rate(0.001),
    .optional("beta1", default: 0.9, "decay of the mean of gradients"),
    .optional("beta2", default: 0.999, "decay of the mean of their squares"),
    .optional("epsilon", default: 1e-8, "added to the root"), example: "adam(rate: 0.001)"
  ) { (_, rate: Double, beta1: Double, beta2: Double, epsilon: Double) in
    OptimizerObject(try adam(rate, beta1, beta2, epsilon))
  },
  Builtin(
    "adamw", in: .training,
    "Adam with weights that decay by themselves (Loshchilov and Hutter 2019).", .rate(0.001),
    .optional("beta1", default: 0.9, "decay of the mean of gradients"),
    .optional("beta2", default: 0.999, "decay of the mean of their squares"),
    .optional("epsilon", default: 1e-8, "added to the root"),
    .optional(
      "decay", default: 0.01,
      "share of rate × weight that goes each step; of connections, not of biases and words"),
    example: "adamw(rate: 0.001, decay: 0.01)"
  ) { (_, rate: Double, beta1: Double, beta2: Double, epsilon: Double, decay: Double) in
    try checkDecay(decay)
    return OptimizerObject(AdamW(try adam(rate, beta1, beta2, epsilon), decay: decay))
  },
  Builtin(
    "sgd", in: .training,
    "Stochastic gradient descent, with momentum, looking ahead (Nesterov) and with decay.",
    .rate(0.01),
    .optional("momentum", default: 0, "share of the last step that is kept, 0 to below 1"),
    .optional("nesterov", default: false, "look ahead along the momentum"),
    .optional(
      "decay", default: 0,
      "times the weight, added to its gradient; of connections, not of biases and words"),
    example: "sgd(rate: 0.1, momentum: 0.9)"
  ) { (_, rate: Double, momentum: Double, nesterov: Bool, decay: Double) in
    try checkPositive(rate, "rate")
    try checkShare(momentum, "momentum")
    try checkDecay(decay)
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
    .rate(0.01),
    .optional("alpha", default: 0.99, "decay of the mean of squares, 0 to below 1"),
    .optional("epsilon", default: 1e-8, "added to the root"),
    .optional("momentum", default: 0, "share of the last step that is kept, 0 to below 1"),
    example: "rmsprop(rate: 0.001)"
  ) { (_, rate: Double, alpha: Double, epsilon: Double, momentum: Double) in
    try checkPositive(rate, "rate")
    try checkShare(alpha, "alpha")
    try checkPositive(epsilon, "epsilon")
    try checkShare(momentum, "momentum")
    return OptimizerObject(
      RMSProp(rate: rate, alpha: alpha, epsilon: epsilon, momentum: momentum))
  },
  Builtin(
    "snt_asgd", in: .training,
    "Descent whose weights are averaged once validation gets no better, each connection since it grew "
      + "(SNT-ASGD, Liu et al. 2021); the averages are evaluated and saved. Needs `validation:`.",
    .optional(
      "rate", default: 1.0, "learning rate; language models take 15 to 40, with  clip: 0.25"),
    .optional(
      "decay", default: 1.2e-6,
      "times the weight, added to its gradient; of connections, not of biases and words"),
    .optional(
      "window", default: 5,
      "averaging begins when a validation loss is above the least of those before but so many"),
    example: "snt_asgd(rate: 5)"
  ) { (_, rate: Double, decay: Double, window: Int) in
    try checkPositive(rate, "rate")
    try checkDecay(decay)
    try checkCount(window, "window", from: 0)
    return OptimizerObject(NonMonotonicASGD(rate: rate, decay: decay, window: window))
  },
]

extension Parameter where Content == Double {
  fileprivate static func rate(_ standard: Double) -> Parameter {
    .optional("rate", default: standard, "learning rate")
  }
}

private func adam(
  _ rate: Double, _ beta1: Double, _ beta2: Double, _ epsilon: Double
) throws -> Adam {
  try checkPositive(rate, "rate")
  try checkShare(beta1, "beta1")
  try checkShare(beta2, "beta2")
  try checkPositive(epsilon, "epsilon")
  return Adam(rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon)
}

private func checkDecay(_ decay: Double) throws {
  guard decay >= 0, decay.isFinite else {
    throw NativeError(
      "S0302", "`decay` must be 0 or more", label: "this is \(decay.asValue.text)",
      argument: "decay")
  }
}
