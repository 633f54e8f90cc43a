/// Where the training stands when a rule may act.
public struct EvolutionMoment: Sendable, Equatable {
  /// From 1; between epochs the one that begins.
  public var epoch: Int
  public var epochs: Int
  /// The steps that are done, the present one included.
  public var step: Int
  public var stepsPerEpoch: Int
  /// Whether it is between epochs rather than within a step.
  public var beginsEpoch: Bool
  /// The optimizer's rate.
  public var rate: Double

  public init(
    epoch: Int, epochs: Int, step: Int, stepsPerEpoch: Int, beginsEpoch: Bool, rate: Double = 0
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.stepsPerEpoch = stepsPerEpoch
    self.beginsEpoch = beginsEpoch
    self.rate = rate
  }

  /// Of a model that is not training: the start of one.
  public static let byHand = EvolutionMoment(
    epoch: 1, epochs: 1, step: 0, stepsPerEpoch: 1, beginsEpoch: true)

  /// All the steps of the training.
  public var steps: Double { Double(epochs) * Double(stepsPerEpoch) }

  /// The share of the steps that are done, 0 to 1.
  public var progress: Double { steps > 0 ? min(Double(step) / steps, 1) : 0 }
}
