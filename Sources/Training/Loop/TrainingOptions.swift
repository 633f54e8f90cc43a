public import Evolution
public import Layers

/// What a training run is told.
public struct TrainingOptions: Sendable {
  public var epochs = 1
  public var batch = 64
  public var optimizer: any Optimizer = Adam()
  public var evolution: (any EvolutionRule)?
  public var validation: (any ExampleSource)?
  /// The largest norm of all gradients together; nil for no limit.
  public var clip: Double? = 5
  public var loss: Loss?
  /// A report each so many steps instead of each epoch.
  public var every: Int?
  public var seed: UInt64 = 0
  public var threads = 1
  /// Long texts: keep the states of every √steps steps only, and compute those between anew on the way
  /// back. Results stay the same; a step takes about a third longer.
  public var checkpointing = false
  /// Keep which places ever held a connection.
  public var watchesPlaces = false

  public init() {}
}
