internal import Glibc

/// The rate times `factor` after every few epochs: rate · factor^⌊epochs / every⌋.
public struct StepDecay: RateSchedule {
  public var every: Int
  public var factor: Double

  public init(every: Int, factor: Double = 0.1) {
    self.every = every
    self.factor = factor
  }

  public var description: String { "step_decay(every: \(every), factor: \(factor))" }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    rate * pow(factor, Double(place.epoch / max(every, 1)))
  }
}
