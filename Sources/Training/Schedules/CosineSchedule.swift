internal import Glibc

/// From the rate down to `final` of it over the whole run, along half a cosine, step by step
/// (Loshchilov and Hutter 2017, arXiv 1608.03983, without restarts).
public struct CosineSchedule: RateSchedule {
  /// A share of the rate.
  public var final: Double

  public init(final: Double = 0) { self.final = final }

  public var description: String { "cosine(final: \(final))" }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    let done = Double(min(place.step, place.steps)) / Double(max(place.steps, 1))
    return cosine(from: rate, to: rate * final, done)
  }
}

/// From `start` to `end` along half a cosine; `done` from 0 to 1.
func cosine(from start: Double, to end: Double, _ done: Double) -> Double {
  end + (start - end) * (1 + cos(.pi * done)) / 2
}
