internal import Datasets
public import Evolution
internal import KernelTable
public import Layers
internal import Tensors

/// What a training run is told.
public struct TrainingOptions: Sendable {
  public var epochs = 1
  public var batch = 64
  public var optimizer: any Optimizer = Adam()
  public var evolution: (any EvolutionRule)?
  public var validation: TrainingData?
  /// The largest norm of all gradients together; nil for no limit.
  public var clip: Double? = 5
  public var loss: (any Objective)?
  /// A report each so many steps instead of each epoch.
  public var every: Int?
  public var seed: UInt64 = 0
  public var threads = 1
  /// Long texts: keep the states of every √steps steps only, and compute those between anew on the way
  /// back. Results stay the same; a step takes about a third longer.
  public var checkpointing = false

  public init() {}
}

/// What happened since the report before.
public struct TrainingReport: Sendable {
  /// From 1.
  public var epoch: Int
  /// Steps since the start.
  public var step: Int
  /// Mean over the examples, dropout on.
  public var loss: Double
  /// The share that was right while training, dropout on; nil where targets are numbers.
  public var accuracy: Double?
  public var examples: Int
  public var words: Int
  /// Of training alone, without validation.
  public var seconds: Double
  public var validation: EvaluationResult?
  /// What evolution moved before this stretch.
  public var moves: Model.Moves
  public var parameters: Int
  public var density: Double
  /// The most memory the process has held so far.
  public var peakBytes: Int
  /// Training was interrupted in this stretch, and ends with it.
  public var isInterrupted = false

  public var wordsPerSecond: Double { seconds > 0 ? Double(words) / seconds : 0 }
  /// The examples are texts; of others each counts as one word.
  public var hasWords = true
}

/// Where a stretch of training stands, for a person who watches.
public struct TrainingProgress: Sendable {
  public var epoch: Int
  public var epochs: Int
  /// Batches done of this epoch.
  public var batch: Int
  public var batches: Int
  /// Means of the epoch so far; no accuracy where targets are numbers.
  public var loss: Double
  public var accuracy: Double?
  /// The same of the last batch.
  public var batchLoss: Double
  public var batchAccuracy: Double?
  /// What evolution moved before this epoch.
  public var moves: Model.Moves
  public var wordsPerSecond: Double
  /// The examples are texts; of others each counts as one word.
  public var hasWords: Bool
  /// Until the last epoch is done, validation left out.
  public var secondsLeft: Double
}

/// Training that is pulled: each `next()` trains up to the next report.
///
/// Evolution acts between epochs: before each but the first, so never after the last, and a report is
/// of the model as its epoch left it. The order of batches, dropout and growth follow from the seed.
public final class TrainingRun {
  public let model: Model
  let examples: ModelExamples
  private let validation: ModelExamples?
  let loss: any Objective
  let options: TrainingOptions
  /// Whether every weight was a number when the run began.
  let beganWithNumbers: Bool
  private let shards: Shards
  private let lengths: [Int]
  private let random: RandomSource
  private var epoch = 0
  private var step = 0
  private var batches: [[Int]] = []
  private var nextBatch = 0
  /// There is no further report.
  public private(set) var isDone = false
  /// Training seconds and batches of this run, from which the time left is told.
  private var seconds = 0.0
  private var epochLoss = 0.0
  private var epochCount = 0
  private var epochCorrect = 0
  private var epochMoves = Model.Moves()

  /// Throws `TrainingError` when model and data do not fit.
  public init(model: Model, data: TrainingData, options: TrainingOptions) throws {
    var meaning = model.meaning
    let loss = meaning.choose(named: options.loss, remembered: nil, for: data)
    examples = try meaning.examples(data, loss: loss)
    meaning.adopt(data, loss: loss.loss)
    validation = try options.validation.map {
      try meaning.examples($0, loss: loss, as: "validation")
    }
    model.meaning = meaning
    self.model = model
    self.options = options
    self.loss = loss.loss
    beganWithNumbers = model.network.parameters.allSatisfy(\.holdsNumbers)
    shards = Shards(
      model: model, examples: examples, loss: loss.loss, batch: options.batch,
      threads: options.threads, keepsCheckpoints: options.checkpointing)
    lengths = data.lengths
    random = RandomSource(seed: options.seed)
    isDone = options.epochs < 1
    for parameter in model.network.parameters { parameter.forgetState() }
    model.random = random.stream(1)
  }

  /// The same run at the same point, which goes on with `copy`, a copy of its model.
  public init(_ other: TrainingRun, model copy: Model) {
    model = copy
    examples = other.examples
    validation = other.validation
    loss = other.loss
    options = other.options
    beganWithNumbers = other.beganWithNumbers
    shards = Shards(other.shards, model: copy)
    lengths = other.lengths
    random = other.random
    epoch = other.epoch
    step = other.step
    batches = other.batches
    nextBatch = other.nextBatch
    isDone = other.isDone
    seconds = other.seconds
    epochLoss = other.epochLoss
    epochCount = other.epochCount
    for (mine, theirs) in zip(copy.network.parameters, other.model.network.parameters) {
      mine.copyState(of: theirs)
    }
  }

  /// Trains up to the next report; nil when the run is over. To stop after a batch ends the run with a last
  /// report. To stop at once leaves the model as the batch before left it, and throws `CancellationError`.
  /// `progress` is told once a batch.
  public func next(
    stop: StopRequests = .never, progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> TrainingReport? {
    guard !isDone else { return nil }
    var report = TrainingReport(
      epoch: epoch, step: step, loss: 0, accuracy: nil, examples: 0, words: 0, seconds: 0,
      validation: nil, moves: .init(), parameters: 0, density: 1, peakBytes: 0)
    if case .features = examples.data { report.hasWords = false }
    var correct = 0
    var stretch = 0
    while true {
      if nextBatch == batches.count { beginEpoch(&report) }
      let start = ContinuousClock.now
      let outcome = try trainStep(stop.atOnce)
      let elapsed = (ContinuousClock.now - start).inSeconds
      seconds += elapsed
      report.seconds += elapsed
      report.loss += outcome.loss
      report.examples += outcome.count
      report.words += batches[nextBatch - 1].reduce(0) { $0 + lengths[$1] }
      correct += outcome.correct
      epochLoss += outcome.loss
      epochCount += outcome.count
      epochCorrect += outcome.correct
      stretch += 1
      progress(progressNow(report, outcome))
      if stop.afterBatch() {
        report.isInterrupted = true
        isDone = true
        break
      }
      if nextBatch == batches.count && epoch == options.epochs { isDone = true }
      if options.every.map({ stretch >= $0 }) ?? (nextBatch == batches.count) || isDone { break }
    }
    try finish(&report, correct: correct, stop)
    return report
  }

  private func beginEpoch(_ report: inout TrainingReport) {
    epoch += 1
    if epoch > 1, let rule = options.evolution { report.moves = model.evolve(by: rule) }
    var order = random.stream(2).stream(UInt64(epoch))
    batches = Batching.shuffled(lengths: lengths, size: options.batch, using: &order)
    nextBatch = 0
    epochLoss = 0
    epochCount = 0
    epochCorrect = 0
    epochMoves = report.moves
  }

  private func trainStep(_ shouldStop: @escaping @Sendable () -> Bool) throws -> Answers {
    model.network.prepare(width: shards.width, isTraining: true)
    let outcome = try shards.train(
      on: batches[nextBatch], random: random.stream(3).stream(UInt64(step + 1)),
      shouldStop: shouldStop)
    step += 1
    nextBatch += 1
    for parameter in model.network.parameters {
      parameter.prepareState(arrays: options.optimizer.stateNames.count)
    }
    let blocks = weightBlocks
    update(blocks, scale: clippingScale(blocks))
    return outcome
  }

  /// min(1, clip / norm of all gradients together).
  private func clippingScale(_ blocks: [WeightBlock]) -> Float {
    guard let clip = options.clip else { return 1 }
    var squares = [Double](repeating: 0, count: blocks.count)
    squares.withUnsafeMutableBufferPointer { squares in
      // Each block writes its own place.
      nonisolated(unsafe) let squares = squares
      Parallel.run(pieces: blocks.count, threads: options.threads) { index in
        squares[index] = Kernels.best.sumOfSquares(blocks[index].gradient, blocks[index].count)
      }
    }
    let norm = squares.reduce(0, +).squareRoot()
    return norm > clip ? Float(clip / norm) : 1
  }

  /// Every weight is updated by itself.
  private func update(_ blocks: [WeightBlock], scale: Float) {
    let context = StepContext(step: step, rate: options.optimizer.rate, scale: scale)
    Parallel.run(pieces: blocks.count, threads: options.threads) { index in
      options.optimizer.update(blocks[index], context)
    }
  }

  /// All weights in blocks of a fixed size, each for one thread.
  private var weightBlocks: [WeightBlock] {
    let size = 1 << 15
    return model.network.layers.flatMap { layer in
      let matrices = layer.matrices.map(\.parameter)
      return layer.parameters.flatMap { parameter in
        stride(from: 0, to: parameter.count, by: size).map { start in
          WeightBlock(
            values: parameter.values, gradient: parameter.gradient, states: parameter.state,
            start: start, count: min(size, parameter.count - start),
            isMatrix: matrices.contains { $0 === parameter }, isEmbedding: layer is Embedding)
        }
      }
    }
  }

  /// The layers with connections, and the share that exists of each now.
  public var densities: [(layer: String, density: Double)] {
    model.network.layers.filter { !$0.matrices.isEmpty }.map { ($0.kind, $0.density) }
  }

  private func progressNow(_ report: TrainingReport, _ last: Answers) -> TrainingProgress {
    let left = (options.epochs - epoch) * batches.count + batches.count - nextBatch
    func accuracy(_ correct: Int, _ count: Int) -> Double? {
      examples.classes.isEmpty ? nil : Double(correct) / Double(max(count, 1))
    }
    return TrainingProgress(
      epoch: epoch, epochs: options.epochs, batch: nextBatch, batches: batches.count,
      loss: epochLoss / Double(max(epochCount, 1)), accuracy: accuracy(epochCorrect, epochCount),
      batchLoss: last.loss / Double(max(last.count, 1)),
      batchAccuracy: accuracy(last.correct, last.count), moves: epochMoves,
      wordsPerSecond: report.wordsPerSecond, hasWords: report.hasWords,
      secondsLeft: seconds / Double(max(step, 1)) * Double(left))
  }

  private func finish(
    _ report: inout TrainingReport, correct: Int, _ stop: StopRequests
  ) throws {
    report.epoch = epoch
    report.step = step
    let count = Double(max(report.examples, 1))
    report.loss /= count
    report.accuracy = examples.classes.isEmpty ? nil : Double(correct) / count
    if let validation, nextBatch == batches.count, !report.isInterrupted {
      report.validation = try model.evaluate(
        validation, loss: loss, threads: options.threads, stop: stop)
      if report.validation == nil {
        report.isInterrupted = true
        isDone = true
      }
    }
    report.parameters = model.network.parameterCount
    report.density = Double(report.parameters) / Double(max(model.network.denseParameterCount, 1))
    report.peakBytes = PeakMemory.bytes
  }
}

extension Duration {
  /// The duration in seconds.
  public var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
