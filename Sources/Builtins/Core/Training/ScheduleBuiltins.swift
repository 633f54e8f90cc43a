internal import Evaluation
internal import Training

/// How the learning rate changes while a model trains.
let scheduleBuiltins: [Builtin] = [
  Builtin(
    "step_decay", in: .training,
    "A schedule: the optimizer's rate times `factor` after every so many epochs.",
    .required("every", "epochs", range: .from(1, to: 0x1p30)),
    .optional("factor", default: 0.1, "what it is multiplied by", range: .above(0)),
    example: "step_decay(every: 10, factor: 0.5)"
  ) { (_, every: Int, factor: Double) in
    ScheduleObject(StepDecay(every: every, factor: factor))
  },
  Builtin(
    "cosine", in: .training,
    "A schedule: from the optimizer's rate down to a share of it over the whole run, along half a cosine.",
    .optional("final", default: 0.0, "the share", range: .share), example: "cosine(final: 0.01)"
  ) { (_, final: Double) in
    ScheduleObject(CosineSchedule(final: final))
  },
  Builtin(
    "one_cycle", in: .training,
    "A schedule: from a 25th of the optimizer's rate up to it in the first 30 % of the run, then down to a "
      + "250,000th, along cosines.",
    example: "one_cycle()"
  ) { _ in ScheduleObject(OneCycle()) },
  Builtin(
    "warmup", in: .training,
    "A schedule: the rate grows evenly over the first steps, then stays, or follows another schedule.",
    .required("steps", "how many, each of a batch", range: .from(1, to: 0x1p30)),
    .optional("then", shown: "none", "the schedule of the rest", orElse: ScheduleValue?.none),
    example: "warmup(100, then: cosine())"
  ) { (_, steps: Int, then: ScheduleValue?) in
    return ScheduleObject(WarmUp(steps: steps, then: try then?.schedule(argument: "then")))
  },
  Builtin(
    "plateau", in: .training,
    "A schedule: the rate times `factor` when the validation loss got no better, by a ten-thousandth, in more "
      + "than `patience` epochs in a row. Needs `validation:`.",
    .optional("factor", default: 0.1, "what it is multiplied by", range: .between(0, 1)),
    .optional("patience", default: 10, "epochs that are waited", range: .from(0, to: 0x1p30)),
    example: "plateau(factor: 0.5, patience: 2)"
  ) { (_, factor: Double, patience: Int) in
    ScheduleObject(Plateau(factor: factor, patience: patience))
  },
]

final class ScheduleObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "schedule" }
  let schedule: any RateSchedule
  init(_ schedule: any RateSchedule) { self.schedule = schedule }
  override func copied(_ copier: Copier) -> NativeObject { ScheduleObject(schedule) }
  override var kind: String { "schedule" }
  override var summary: String { schedule.description }
}

/// A schedule as it is given: made by one of the functions, or a list of rates.
enum ScheduleValue: ValueConvertible {
  static var kindName: String { "schedule or list of rates" }
  static var kinds: KindSet { ["schedule", "list"] }
  case schedule(any RateSchedule)
  case rates([Double])

  static func convert(_ value: Value) -> ScheduleValue? {
    if let object = value.asObject as? ScheduleObject { return .schedule(object.schedule) }
    return [Double].convert(value).map { .rates($0) }
  }

  func schedule(argument: String) throws -> any RateSchedule {
    switch self {
    case .schedule(let schedule): return schedule
    case .rates(let rates):
      guard !rates.isEmpty else {
        throw NativeError(
          "S0302", "`\(argument)` holds no rate", help: "give one an epoch:  [0.1, 0.1, 0.01]",
          argument: argument)
      }
      if let wrong = rates.first(where: { !($0 >= 0 && $0.isFinite) }) {
        throw NativeError(
          "S0302", "a rate of `\(argument)` must be 0 or more",
          label: "one is \(wrong.asValue.text)", argument: argument)
      }
      return RateList(rates)
    }
  }
}
