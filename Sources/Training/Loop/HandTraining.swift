internal import Datasets
public import Layers
internal import Tensors

/// The batches of an epoch, as a training with the same seed goes through them.
public struct BatchOrder: Sendable {
  public let size: Int
  public let seed: UInt64
  public let epoch: Int

  public init(size: Int, seed: UInt64, epoch: Int) {
    self.size = size
    self.seed = seed
    self.epoch = epoch
  }

  /// Throws `TrainingError` where batches go on from each other.
  public func batches(of data: any ExampleSource) throws -> [[Int]] {
    try data.checkBatches()
    var order = RandomSource(seed: seed).stream(2).stream(UInt64(epoch))
    return data.batches(of: size, using: &order)
  }
}

/// Where a batch stands in a training by hand: what a training knows of it besides its examples.
public struct BatchPlace: Sendable {
  /// The most examples of a batch, by which it is cut into shards.
  public var size: Int
  public var seed: UInt64
  /// From 1.
  public var step: Int

  public init(size: Int, seed: UInt64, step: Int) {
    self.size = size
    self.seed = seed
    self.step = step
  }
}

extension ExampleSource {
  /// Throws `TrainingError` where a batch goes on from the one before: who trains by hand keeps no states.
  fileprivate func checkBatches() throws {
    guard isStream else { return }
    throw TrainingError(
      "batches of running text go on from each other, which a training by hand keeps nothing of",
      help: "for report in training(model, text) { … }", argument: "data")
  }
}

extension Model {
  /// Forward, objective and backward of a batch, as a step of a training does it: the mean loss, and
  /// afterwards each parameter's gradient, given too. Without `isTraining` the loss alone, dropout off.
  ///
  /// Throws `TrainingError` where model and examples do not fit, and `CancellationError` where it is to stop.
  public func pass(
    _ batch: any ExampleSource, at place: BatchPlace, loss named: (any Objective)?,
    isTraining: Bool, threads: Int, stop: StopRequests
  ) throws -> (loss: Double, gradients: [[Float]]) {
    try batch.checkBatches()
    var meaning = meaning
    let loss = meaning.choose(named: named, remembered: nil, for: batch)
    let examples = try meaning.examples(
      batch, loss: loss, as: "batch", batch: place.size, isTraining: isTraining)
    if isTraining {
      meaning.adopt(examples, loss: loss.loss)
      self.meaning = meaning
    }
    let shards = Shards(
      model: self, examples: examples, loss: loss.loss, batch: place.size, threads: threads)
    let members = Array(0..<batch.count)
    guard isTraining else {
      network.prepare(width: shards.width, isTraining: false)
      let found = try shards.evaluate(members, stop)
      return (found.loss / max(found.weight, .leastNonzeroMagnitude), [])
    }
    let random = RandomSource(seed: place.seed).stream(3).stream(UInt64(place.step))
    let found = try shards.train(
      on: members, random: random,
      exchange: LocalExchange(network.parameters, threads: threads), stop)
    return (
      found.weight > 0 ? found.loss / found.weight : 0, network.parameters.map(\.gradient.array)
    )
  }
}

/// What an optimizer keeps of parameters that a program moves step by step: the end of a training's step by
/// itself.
public final class HandUpdate {
  private let parameters: [Parameter]
  private let optimizer: any Optimizer
  private let update: WeightUpdate
  private var step = 0

  /// Each parameter with the matrix that it is of, if any.
  public init(
    _ parameters: [(parameter: Parameter, matrix: WeightMatrix?)], by optimizer: any Optimizer
  ) {
    self.parameters = parameters.map(\.parameter)
    self.optimizer = optimizer
    var options = TrainingOptions()
    options.optimizer = optimizer
    update = WeightUpdate(
      self.parameters, matrices: parameters.compactMap(\.matrix), options)
  }

  /// Whether it is of these, in this order.
  public func isOf(_ others: [Parameter]) -> Bool {
    parameters.count == others.count && zip(parameters, others).allSatisfy { $0 === $1 }
  }

  /// Moves the parameters by their gradients, which are together no longer than `clip`.
  public func move(clip: Double?, threads: Int) {
    step += 1
    for kept in update.states { kept.step = step }
    update.clip = clip
    update.threads = threads
    update.update(
      StepContext(step: step, rate: optimizer.rate), random: RandomSource(seed: 0))
  }
}
