/// A rate for each epoch; after the last one it stays.
public struct RateList: RateSchedule {
  public var rates: [Double]

  public init(_ rates: [Double]) { self.rates = rates }

  public var description: String { "[" + rates.map { "\($0)" }.joined(separator: ", ") + "]" }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    place.epoch < rates.count ? rates[max(place.epoch, 0)] : rates.last ?? rate
  }
}
