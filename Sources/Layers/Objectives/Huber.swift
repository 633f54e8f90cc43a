/// The mean over the outputs of d² / 2 of a difference |d| ≤ 1, of |d| − ½ of a larger one (Huber 1964,
/// doi:10.1214/aoms/1177703732, with δ = 1): as the mean square nearby, as the mean absolute far off.
public struct Huber: DistanceObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "huber" }

  static func cost(of difference: Double) -> (loss: Double, slope: Double) {
    difference.magnitude <= 1
      ? (difference * difference / 2, difference)
      : (difference.magnitude - 0.5, difference > 0 ? 1 : -1)
  }
}
