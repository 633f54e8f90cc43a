/// What an optimizer is told of a step.
public struct StepContext: Sendable {
  /// Of this run, from 1.
  public var step: Int
  /// Of this step: the optimizer's own rate times what the schedule says.
  public var rate: Double
  /// That of the step before; at the first step its own.
  public var previousRate: Double
  /// Multiplies the gradient first: clipping.
  public var scale: Float
  /// The evaluations before this step.
  public var evaluations: Evaluations

  public init(
    step: Int, rate: Double, previousRate: Double? = nil, scale: Float = 1,
    evaluations: Evaluations = Evaluations()
  ) {
    self.step = step
    self.rate = rate
    self.previousRate = previousRate ?? rate
    self.scale = scale
    self.evaluations = evaluations
  }
}
