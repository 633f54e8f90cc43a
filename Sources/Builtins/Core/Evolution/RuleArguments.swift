internal import Evaluation
internal import Evolution

/// What rules of evolution take, checked in one place.
enum RuleArguments {
  static let everyHelp =
    "between updates: a number of steps, or such as \"epoch\", \"5 epochs\" or \"100 steps\""
  static let untilHelp = "the share of the training after which it acts no more"
  static let shapes = EvolutionSchedule.Shape.allCases.map(\.rawValue)
  static let decayHelp = "how the fraction falls over the training"

  static func shape(_ name: String) -> EvolutionSchedule.Shape {
    EvolutionSchedule.Shape(rawValue: name) ?? .constant
  }

  /// The interval that a program names; nil where it names none.
  static func every(_ value: Value) throws -> EvolutionSchedule.Interval? {
    if case .none = value { return nil }
    let most = 1_000_000_000
    if let steps = value.asWhole, (1...most).contains(steps) { return .steps(steps) }
    if let text = value.asString {
      let words = text.split(separator: " ")
      let count = words.count == 2 ? Int(words[0]) : words.count == 1 ? 1 : nil
      if let count, (1...most).contains(count) {
        switch words.last {
        case "epoch", "epochs": return .epochs(count)
        case "step", "steps": return .steps(count)
        default: break
        }
      }
    }
    throw NativeError(
      "S0302", "`every` must be a number of steps, or a text that says steps or epochs",
      label: "this is \(value.asString.map { "\"\($0)\"" } ?? value.text)",
      help: "every: 100, every: \"epoch\" or every: \"5 epochs\"", argument: "every")
  }
}

extension Parameter where Content == Value {
  /// How often a rule acts; `shown` is what it does unless told.
  static func every(_ shown: String) -> Parameter {
    .optional(
      "every", shown: shown, RuleArguments.everyHelp, orElse: .none,
      kinds: .of("number", "string", "none"))
  }
}

extension Parameter where Content == String {
  /// The shape of a schedule, `usual` unless told.
  static func decay(_ usual: EvolutionSchedule.Shape) -> Parameter {
    .choice(
      "decay", [usual.rawValue] + RuleArguments.shapes.filter { $0 != usual.rawValue },
      RuleArguments.decayHelp)
  }
}

extension Parameter where Content == Double {
  /// A part of what there is.
  static func share(_ name: String, _ standard: Double, _ help: String) -> Parameter {
    .optional(name, default: standard, help, range: .share)
  }

  /// When in a training a rule has done its work.
  static func until(_ standard: Double, _ help: String = RuleArguments.untilHelp) -> Parameter {
    .optional("until", default: standard, help, range: .shareAboveZero)
  }

  /// A number that is not negative.
  static func strength(_ name: String, _ standard: Double, _ help: String) -> Parameter {
    .optional(name, default: standard, help, range: .from(0))
  }
}
