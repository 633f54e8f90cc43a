internal import Datasets
internal import Layers
internal import Tensors

/// Runs batches through a model in shards, on several threads.
///
/// A batch is cut into shards whose size follows from the size of the batch alone, and what shards come
/// to is added up in their order: so results are the same to the bit for any number of threads. There
/// are as many lanes as threads, and each takes one shard after the other: its memory is in the cache.
final class Shards {
  private let model: Model
  private let examples: ModelExamples
  /// None where outputs alone are asked for.
  private let loss: (any Objective)?
  private let threads: Int
  private let keepsCheckpoints: Bool
  private let shardSize: Int
  /// The most examples of a shard.
  static let largest = 64
  /// The most columns that a panel has.
  var width: Int { shardSize }
  private var lanes: [Lane] = []
  private let parameters: [Parameter]

  /// The memory and the pass of a shard at a time.
  private final class Lane {
    let pass: SequentialPass
    var words: WordBatch?
    let features = Storage<Float>()
    let gradient = Storage<Float>()
    var result = ObjectiveResult()
    /// (count × outputs) what the model gave, an example's side by side; not kept in training.
    var outputs: [Float] = []

    init(pass: SequentialPass) { self.pass = pass }
  }

  init(
    model: Model, examples: ModelExamples, loss: (any Objective)?, batch: Int, threads: Int,
    keepsCheckpoints: Bool = false
  ) {
    self.keepsCheckpoints = keepsCheckpoints
    self.model = model
    self.examples = examples
    self.loss = loss
    self.threads = threads
    if case .features = examples.data, batch <= Panel.narrow {
      shardSize = Panel.leastWidth(for: batch)
    } else {
      // Half a batch: work for two threads, and panels of two vectors for the usual batch of 64.
      shardSize = min(max(Panel.width(for: (batch + 1) / 2), 16), Self.largest)
    }
    parameters = model.network.parameters
  }

  /// The same for another model of the same layers; lanes hold nothing from step to step.
  init(_ other: Shards, model: Model) {
    self.model = model
    examples = other.examples
    loss = other.loss
    threads = other.threads
    keepsCheckpoints = other.keepsCheckpoints
    shardSize = other.shardSize
    parameters = model.network.parameters
  }

  /// Forward, loss and backward; afterwards each parameter's gradient is that of the mean loss.
  /// Throws `CancellationError` where `shouldStop` says so in between; then no weight has changed.
  func train(
    on batch: [Int], random: RandomSource, shouldStop: @escaping @Sendable () -> Bool
  ) throws -> Answers {
    try run(batch, random: random, isTraining: true, shouldStop)
  }

  /// Throws as `train` does.
  func evaluate(_ batch: [Int], shouldStop: @escaping @Sendable () -> Bool) throws -> Answers {
    try run(batch, random: RandomSource(seed: 0), isTraining: false, shouldStop)
  }

  private func run(
    _ batch: [Int], random: RandomSource, isTraining: Bool,
    _ shouldStop: @escaping @Sendable () -> Bool
  ) throws -> Answers {
    let shards = (batch.count + shardSize - 1) / shardSize
    let most = min(shards, max(threads, 1))
    while lanes.count < most { lanes.append(Lane(pass: model.network.makePass())) }
    var answers = Answers()
    if let loss {
      answers.weight = loss.weight(of: examples.targets(of: batch[...]), count: batch.count)
    }
    let scale = answers.weight > 0 ? 1 / Float(answers.weight) : 0
    for first in stride(from: 0, to: shards, by: max(most, 1)) {
      let lanes = lanes.prefix(min(most, shards - first))
      Parallel.run(pieces: lanes.count, threads: threads) { index in
        let shard = first + index
        let mode = PassMode(
          isTraining: isTraining, keepsCheckpoints: keepsCheckpoints,
          threads: shards == 1 ? threads : 1, random: random.stream(UInt64(shard)),
          shouldStop: shouldStop)
        let members = batch[shard * shardSize..<min((shard + 1) * shardSize, batch.count)]
        run(members, scale: scale, in: lanes[index], mode: mode)
      }
      if shouldStop() {
        // What is half done in them is of no use to the next batch.
        self.lanes = []
        throw CancellationError()
      }
      for lane in lanes {
        answers.append(lane.result)
        answers.outputs += lane.outputs
      }
      if isTraining { addGradients(of: lanes, isFirst: first == 0) }
    }
    answers.finish(batch, of: examples)
    return answers
  }

  private func run(_ members: ArraySlice<Int>, scale: Float, in lane: Lane, mode: PassMode) {
    let output = lane.pass.forward(input(members, lane), mode: mode)
    guard !mode.shouldStop() else { return }
    if !mode.isTraining, case .features(let panel) = output { lane.outputs = panel.columns }
    guard let loss else { return }
    lane.result = loss.evaluate(
      output, examples.targets(of: members), scale: scale, gradient: lane.gradient)
    guard mode.isTraining, let gradient = lane.result.gradient else { return }
    lane.pass.backward(gradient)
  }

  /// Adds what the lanes came to to the parameters' gradients, which the first shard begins.
  private func addGradients(of lanes: ArraySlice<Lane>, isFirst: Bool) {
    Parallel.run(pieces: parameters.count, threads: threads) { index in
      let gradient = parameters[index].gradient
      var parts = lanes.map { $0.pass.gradients[index] }[...]
      if isFirst, let part = parts.first {
        if part.pieces == nil {
          gradient.exchange(with: part.values)
          parts = parts.dropFirst()
        } else {
          gradient.fill(with: 0)
        }
      }
      for part in parts { part.add(to: gradient) }
    }
  }

  private func input(_ members: ArraySlice<Int>, _ lane: Lane) -> Activation {
    switch examples.data {
    case .texts(let examples):
      let words: WordBatch
      if let known = lane.words {
        words = known
      } else {
        var size = examples.vocabulary.size
        if case .words(let vocabulary) = model.network.input { size = vocabulary }
        words = WordBatch(vocabulary: size)
        lane.words = words
      }
      words.fill(count: members.count) { examples.words(at: members[members.startIndex + $0]) }
      return .words(words)
    case .features(let examples):
      let width = Panel.leastWidth(for: members.count)
      lane.features.resize(to: examples.features * width)
      lane.features.fill(with: 0)
      for (column, member) in members.enumerated() {
        for (feature, input) in examples.inputs(at: member).enumerated() {
          lane.features.pointer[feature * width + column] = input
        }
      }
      return .features(
        Panel(
          lane.features.pointer, features: examples.features, width: width, count: members.count))
    }
  }
}

extension Panel {
  /// The columns of the examples one after the other.
  var columns: [Float] {
    (0..<count).flatMap { column in
      (0..<features).map { pointer[$0 * width + column] }
    }
  }
}
