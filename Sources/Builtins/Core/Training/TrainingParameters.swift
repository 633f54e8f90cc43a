internal import Evaluation

/// What optimizers are asked for.
extension Parameter where Content == Double {
  /// What each step is multiplied by.
  static func rate(
    _ standard: Double, aliases: [String] = TrainingAliases.rate
  ) -> Parameter {
    .optional("rate", default: standard, "learning rate", range: .above(0), aliases: aliases)
  }

  /// How much of a mean is kept from step to step.
  static func beta(_ name: String, _ standard: Double, _ help: String) -> Parameter {
    .optional(name, default: standard, help, range: .from(0, below: 1))
  }

  static var epsilon: Parameter {
    .optional("epsilon", default: 1e-8, "added to the root", range: .above(0), aliases: ["eps"])
  }

  static var momentum: Parameter {
    .optional(
      "momentum", default: 0, "share of the last step that is kept", range: .shareBelowOne)
  }

  static func decay(_ standard: Double) -> Parameter {
    .optional(
      "decay", default: standard,
      "times the weight, added to its gradient; of connections, not of biases and words",
      range: .from(0), aliases: ["weight_decay"])
  }
}

enum TrainingAliases {
  static let rate = ["lr", "learning_rate"]
}
