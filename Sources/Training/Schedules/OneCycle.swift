/// One rise and one fall (Smith and Topin 2018, arXiv 1708.07120), in PyTorch's form: from a 25th of the
/// rate to the rate in the first three tenths of the run, then down to a 250,000th, both along half a
/// cosine, step by step. Momentum stays as it is.
public struct OneCycle: RateSchedule {
  public init() {}

  public var description: String { "one_cycle()" }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    let (start, end) = (rate / 25, rate / 250_000)
    let step = Double(place.step)
    let (peak, last) = (0.3 * Double(place.steps) - 1, Double(place.steps - 1))
    if step <= peak { return peak > 0 ? cosine(from: start, to: rate, step / peak) : rate }
    // A run too short to rise begins at the top.
    let top = max(peak, 0)
    return last > top ? cosine(from: rate, to: end, min((step - top) / (last - top), 1)) : rate
  }
}
