public import Evolution
public import Layers
public import Processes

/// What a training run is told.
public struct TrainingOptions: Sendable {
  public var epochs = 1
  public var batch = 64
  public var optimizer: any Optimizer = Adam()
  public var evolution: (any EvolutionRule)?
  public var validation: (any ExampleSource)?
  /// The largest norm of all gradients together; nil for no limit.
  public var clip: Double? = 5
  public var loss: (any Objective)?
  /// Figures that are told beside the loss, of training and of evaluations.
  public var measures: [any OwnMeasure] = []
  /// Nil where all classes count the same.
  public var classWeights: ClassWeights?
  /// How far labels are from certain: see `Emphasis`.
  public var labelSmoothing = 0.0
  /// Nil where the rate stays that of the optimizer.
  public var schedule: (any RateSchedule)?
  public var noise: GradientNoise?
  /// Ends the run early; nil never does.
  public var patience: Patience?
  /// What evaluations are compared by: the accuracy, unless it says otherwise or there is none.
  public var monitor: Monitor?
  /// A report each so many steps instead of each epoch.
  public var every: Int?
  public var seed: UInt64 = 0
  public var threads = 1
  /// The processes that train together; nil for this one alone. The results are the same to the bit.
  public var group: (any ProcessGroup)?
  /// Long texts: keep the states of every √steps steps only, and compute those between anew on the way
  /// back. Results stay the same; a step takes about a third longer.
  public var checkpointing = false
  /// Keep which places ever held a connection.
  public var watchesPlaces = false

  public init() {}

  /// Throws `TrainingError` where something goes by evaluations, and there are no examples for them.
  func checkEvaluations() throws {
    guard validation == nil else { return }
    let waits: (argument: String, what: String)? =
      optimizer.needsEvaluations
      ? ("optimizer", optimizer.description)
      : schedule.flatMap { $0.needsEvaluations ? ("schedule", $0.description) : nil }
        ?? (patience == nil ? nil : ("patience", "patience:"))
    guard let waits else { return }
    throw TrainingError(
      "`\(waits.what)` goes by evaluations, and there are no examples for them",
      help: "give some:  validation: held_out", argument: waits.argument)
  }
}
