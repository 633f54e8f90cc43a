/// The rate grows evenly over the first steps: rate · (t + 1) / steps at the step that has t before it.
/// Then it stays, or follows another schedule, for which the run begins there; its epochs count on.
public struct WarmUp: RateSchedule {
  public var steps: Int
  public var next: (any RateSchedule)?

  public init(steps: Int, then next: (any RateSchedule)? = nil) {
    self.steps = steps
    self.next = next
  }

  public var description: String {
    "warmup(\(steps)" + (next.map { ", then: \($0.description)" } ?? "") + ")"
  }
  public var needsEvaluations: Bool { next?.needsEvaluations ?? false }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    guard place.step >= steps else { return rate * Double(place.step + 1) / Double(steps) }
    var rest = place
    rest.step -= steps
    rest.steps -= steps
    return next?.rate(rate, at: rest, after: evaluations) ?? rate
  }
}
