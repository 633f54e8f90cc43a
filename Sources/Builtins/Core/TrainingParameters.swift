internal import Evaluation

extension Parameter where Content == Double {
  /// What each step is multiplied by.
  static func rate(_ standard: Double) -> Parameter {
    .optional(
      "rate", default: standard, "learning rate", range: .above(0),
      aliases: ["lr", "learning_rate", "alpha"])
  }
}
