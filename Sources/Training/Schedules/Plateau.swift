/// The rate times `factor` after more than `patience` evaluations in a row whose loss is not below the least
/// one by a ten-thousandth of it; then counting begins again. PyTorch's form.
public struct Plateau: RateSchedule {
  public var factor: Double
  public var patience: Int

  public init(factor: Double = 0.1, patience: Int = 10) {
    self.factor = factor
    self.patience = patience
  }

  public var description: String { "plateau(factor: \(factor), patience: \(patience))" }
  public var needsEvaluations: Bool { true }

  public func rate(
    _ rate: Double, at place: SchedulePlace, after evaluations: Evaluations
  ) -> Double {
    var rate = rate
    var least = Double.infinity
    var waited = 0
    for entry in evaluations.entries {
      if entry.loss < least * (1 - 1e-4) {
        least = entry.loss
        waited = 0
      } else {
        waited += 1
      }
      if waited > patience {
        rate *= factor
        waited = 0
      }
    }
    return rate
  }
}
