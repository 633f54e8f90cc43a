/// Σ |y − target| / outputs: a target that is far off pulls no more than one nearby.
public struct MeanAbsolute: DistanceObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "mean_absolute" }

  static func cost(of difference: Double) -> (loss: Double, slope: Double) {
    (difference.magnitude, difference == 0 ? 0 : difference > 0 ? 1 : -1)
  }
}
