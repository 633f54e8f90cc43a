internal import Datasets
internal import Layers
internal import Tensors

/// Runs batches through a model in shards, on several threads.
///
/// A batch is cut into shards whose size follows from the batch and the model alone, and what shards come
/// to is added up in their order: so results are the same to the bit for any number of threads. There
/// are as many lanes as threads, and each takes one shard after the other: its memory is in the cache.
final class Shards {
  private let model: Model
  private let examples: ModelExamples
  /// None where outputs alone are asked for.
  private let loss: (any Objective)?
  private let threads: Int
  private let keepsCheckpoints: Bool
  /// What is told of each batch of a training beside its loss.
  private let measures: [any OwnMeasure]
  /// The most examples of a shard.
  private let shardSize: Int
  /// The most examples of a shard; half of it where the model has sparse matrices.
  static let largest = 64
  /// The most columns that a panel has.
  let width: Int
  private var lanes: [Lane] = []
  private let lengths: [Int]
  /// Of a stream what each shard's texts have come to, to go on from with the next batch; none at its beginning.
  var carried: [CarriedStates] = []

  init(
    model: Model, examples: ModelExamples, loss: (any Objective)?, batch: Int, threads: Int,
    keepsCheckpoints: Bool = false, measures: [any OwnMeasure] = []
  ) {
    self.keepsCheckpoints = keepsCheckpoints
    self.measures = measures
    self.model = model
    self.examples = examples
    self.loss = loss
    self.threads = threads
    lengths = examples.data.lengths
    if examples.data.takesNarrowPanels, batch <= Panel.narrow {
      width = Panel.leastWidth(for: batch)
    } else if Self.runsWhole(model, loss) {
      width = Panel.width(for: batch)
    } else {
      // Half a batch: work for two threads, and panels of two vectors for the usual batch of 64. Sparse
      // products are no faster with more columns than that, dense ones are.
      let most = model.network.sparsePlaces.isEmpty ? Self.largest : Self.largest / 2
      width = min(max(Panel.width(for: (batch + 1) / 2), 16), most)
    }
    // Pieces of running text are of one length. Where it takes no more panels, each shard has as many.
    let shards = (batch + width - 1) / width
    let last = Panel.width(for: batch - (shards - 1) * width)
    shardSize =
      examples.data.isStream && last == width ? (batch + shards - 1) / shards : width
  }

  /// Whether a batch is one shard: functions of the program see all of it at once, one call after the other.
  static func runsWhole(_ model: Model, _ loss: (any Objective)?) -> Bool {
    loss?.needsWholeBatch ?? false || !model.network.ownLayers.isEmpty
  }

  /// The same for another model of the same layers; lanes hold nothing from step to step.
  init(_ other: Shards, model: Model) {
    self.model = model
    examples = other.examples
    loss = other.loss
    threads = other.threads
    keepsCheckpoints = other.keepsCheckpoints
    measures = other.measures
    shardSize = other.shardSize
    width = other.width
    lengths = other.lengths
    carried = other.carried.map { $0.copied() }
  }

  /// What a pass of a batch is for.
  private enum Purpose {
    case evaluation
    case training
    /// Training, and the gradients of absent connections will be asked for.
    case survey

    var isTraining: Bool { self != .evaluation }
  }

  /// Forward, loss and backward; afterwards each parameter's gradient is that of the mean loss.
  ///
  /// `exchange` says which shards are computed here, and adds them up with the others. With `forSurvey` the
  /// gradients of absent connections can be asked of `survey` afterwards. Throws `CancellationError` where
  /// `stop` says so at once, here or with others; then no weight has changed.
  func train(
    on batch: [Int], random: RandomSource, forSurvey: Bool = false, exchange: any Exchange,
    _ stop: StopRequests
  ) throws -> Answers {
    model.network.prepare(width: width, isTraining: true)
    return try run(batch, random: random, forSurvey ? .survey : .training, exchange, stop)
  }

  /// Throws as `train` does.
  func evaluate(_ batch: [Int], _ stop: StopRequests) throws -> Answers {
    try run(batch, random: RandomSource(seed: 0), .evaluation, nil, stop)
  }

  /// What was kept for a survey goes, but for the lanes that every step uses.
  func endSurvey() {
    guard !survey.isEmpty else { return }
    survey = []
    if lanes.count > max(threads, 1) { lanes.removeLast(lanes.count - max(threads, 1)) }
    for lane in lanes { lane.pass.forgetAbsentGradients() }
  }

  /// What tells the gradients of absent connections, of the batch that was trained on for it: the passes in the
  /// order of the shards, or their sums.
  private(set) var survey: [any DenseGradients] = []

  /// The sums of a survey of `batch`, where they take less memory than the passes of `more` shards.
  private func makeSums(of batch: [Int], more: Int) -> GradientSums? {
    let steps = batch.reduce(0) { max($0, lengths[$1]) }
    let kept = Double(model.network.keptNumbers)
    let places = model.network.sparsePlaces
    let sums = GradientSums.numbers(
      of: places, words: batch.reduce(0.0) { $0 + Double(lengths[$1]) })
    return sums < kept * Double(steps) * Double(shardSize) * Double(more)
      ? GradientSums(of: places) : nil
  }

  private func run(
    _ batch: [Int], random: RandomSource, _ purpose: Purpose, _ exchange: (any Exchange)?,
    _ stop: StopRequests
  ) throws -> Answers {
    let count = (batch.count + shardSize - 1) / shardSize
    let shards =
      exchange?.begin(shards: count, forSurvey: purpose == .survey) ?? Array(0..<count)
    let most = min(shards.count, max(threads, 1))
    let shouldStop = stop.atOnce
    var isDropped = shards.isEmpty && shouldStop()
    endSurvey()
    let sums = purpose == .survey ? makeSums(of: batch, more: shards.count - most) : nil
    let keepsLanes = purpose == .survey && sums == nil
    while lanes.count < (keepsLanes ? shards.count : most) {
      lanes.append(Lane(model.network, examples.data))
    }
    // Where a batch is dropped the states before it count.
    let before = carried.map { $0.copied() }
    if examples.data.isStream {
      while carried.count < count { carried.append(CarriedStates()) }
    }
    var answers = Answers()
    if let loss {
      answers.weight = loss.weight(
        of: examples.targets(of: batch[...]), count: examples.wanted(of: batch, lengths: lengths))
    }
    let scale = answers.weight > 0 ? 1 / Float(answers.weight) : 0
    for first in stride(from: 0, to: shards.count, by: max(most, 1)) {
      let place = keepsLanes ? first : 0
      let lanes = lanes[place..<place + min(most, shards.count - first)]
      Parallel.run(pieces: lanes.count, threads: threads) { index in
        let shard = shards[first + index]
        var mode = PassMode(
          isTraining: purpose.isTraining, keepsAbsentGradients: purpose == .survey,
          keepsCheckpoints: keepsCheckpoints, threads: shards.count == 1 ? threads : 1,
          random: random.stream(UInt64(shard)), shouldStop: shouldStop)
        mode.carried = carried.indices.contains(shard) ? carried[shard] : nil
        let members = batch[shard * shardSize..<min((shard + 1) * shardSize, batch.count)]
        lanes[place + index].run(
          members, scale: scale, examples, loss: loss, mode: mode,
          keepsOutputs: !purpose.isTraining || !measures.isEmpty)
      }
      if shouldStop() {
        // What is half done in them is of no use to the next batch.
        self.lanes = []
        isDropped = true
        carried = before
        break
      }
      if let exchange {
        exchange.add(lanes, to: &answers)
        if !measures.isEmpty { for lane in lanes { answers.outputs += lane.outputs } }
      } else {
        for lane in lanes {
          answers.append(lane.result)
          answers.outputs += lane.outputs
        }
      }
      if let sums {
        sums.add(lanes.map(\.pass), threads: threads)
        for lane in lanes { lane.pass.forgetAbsentGradients() }
      }
    }
    if let exchange {
      try exchange.finish(&answers, isDropped: isDropped, stop)
    } else if isDropped {
      throw CancellationError()
    }
    if let sums { survey = [sums] }
    if keepsLanes { survey = lanes.prefix(shards.count).map(\.pass) }
    answers.finish(batch, of: examples, lengths: lengths)
    if purpose == .training { try measure(batch, &answers, stop) }
    return answers
  }

  /// Adds what the measures say of a batch.
  private func measure(_ batch: [Int], _ answers: inout Answers, _ stop: StopRequests) throws {
    guard !measures.isEmpty, answers.count > 0 else { return }
    let outputs = OwnOutputs(
      count: answers.count, units: answers.outputs.count / answers.count, outputs: answers.outputs,
      targets: examples.targets(of: batch[...]))
    answers.measures = measures.map { $0.value(of: outputs) ?? .nan }
    answers.outputs = []
    if stop.atOnce() { throw CancellationError() }
  }
}
