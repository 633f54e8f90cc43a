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
  /// Those that a rule may use; how many does not change what it does.
  public var threads: Int

  public init(
    epoch: Int, epochs: Int, step: Int, stepsPerEpoch: Int, beginsEpoch: Bool, rate: Double = 0,
    threads: Int = 1
  ) {
    self.epoch = epoch
    self.epochs = epochs
    self.step = step
    self.stepsPerEpoch = stepsPerEpoch
    self.beginsEpoch = beginsEpoch
    self.rate = rate
    self.threads = threads
  }

  /// Of a model that is not training: the start of one.
  public static func byHand(threads: Int) -> EvolutionMoment {
    EvolutionMoment(
      epoch: 1, epochs: 1, step: 0, stepsPerEpoch: 1, beginsEpoch: true, threads: threads)
  }

  /// All the steps of the training.
  public var steps: Double { Double(epochs) * Double(stepsPerEpoch) }

  /// The share of the steps that are done, 0 to 1.
  public var progress: Double { steps > 0 ? min(Double(step) / steps, 1) : 0 }
}
