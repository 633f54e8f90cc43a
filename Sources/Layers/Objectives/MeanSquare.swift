/// Σ (y − target)² / outputs.
public struct MeanSquare: DistanceObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "mean_square" }

  static func cost(of difference: Double) -> (loss: Double, slope: Double) {
    (difference * difference, 2 * difference)
  }
}
