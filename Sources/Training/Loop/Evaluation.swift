internal import Datasets
public import Layers

/// How well a model does on some data.
public struct EvaluationResult: Sendable {
  public var count: Int
  /// Mean over the examples.
  public var loss: Double
  /// The share of examples whose likeliest class is theirs; nil where targets are numbers.
  public var accuracy: Double?
  public var classes: [String]
  /// `confusion[a][b]`: examples of class a that were taken for class b.
  public var confusion: [[Int]]

  /// Of the examples taken for class `index`, the share that is; nil when there is none.
  public func precision(_ index: Int) -> Double? {
    ratio(confusion[index][index], confusion.reduce(0) { $0 + $1[index] })
  }

  /// Of the examples of class `index`, the share that was found; nil when there is none.
  public func recall(_ index: Int) -> Double? {
    ratio(confusion[index][index], confusion[index].reduce(0, +))
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }
}

/// The class that a model takes an example for.
public struct Prediction: Sendable {
  public var label: Int
  /// Of each class.
  public var probabilities: [Float]
}

/// What says something of examples: a model, or a packed one.
public protocol Predictor: AnyObject {
  /// What inputs and outputs mean, and which data fit.
  var meaning: Model { get }
  /// Makes ready for batches of examples of `data`, each of at most `evaluationBatch`.
  func answers(
    to data: TrainingData, loss: Loss, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers
}

/// Examples that are evaluated together: four shards of 64.
private let evaluationBatch = 256

/// What a batch came to.
public struct Answers {
  var loss = 0.0
  var count = 0
  var correct = 0
  /// Of each example in the order of the batch.
  var predictions: [Int] = []
  var probabilities: [Float] = []

  /// Adds a part of a batch.
  mutating func append(_ result: Loss.Result) {
    loss += result.loss
    predictions += result.predictions
    probabilities += result.probabilities
  }

  /// Once all parts are there: counts what is right.
  mutating func finish(_ batch: [Int], of data: TrainingData) {
    count = batch.count
    guard case .classes(let labels) = data.targets(of: batch[...]) else { return }
    correct = zip(labels, predictions).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
  }
}

extension Model: Predictor {
  public var meaning: Model { self }
  public func answers(
    to data: TrainingData, loss: Loss, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers {
    let shards = Shards(
      model: self, data: data, loss: loss, batch: min(evaluationBatch, data.count), threads: threads
    )
    network.prepare(width: shards.width, isTraining: false)
    return { try shards.evaluate($0, shouldStop: stop.atOnce) }
  }
}

extension Predictor {
  /// How well it does on `data`, dropout off; nil where it was to stop after a batch. Throws
  /// `TrainingError`, and `CancellationError` where it was to stop at once.
  public func evaluate(
    _ data: TrainingData, loss: Loss? = nil, threads: Int, stop: StopRequests = .never
  ) throws -> EvaluationResult? {
    try meaning.check(data, loss: loss)
    let loss = loss ?? data.loss(outputs: meaning.network.outputUnits ?? 1)
    let answers = answers(to: data, loss: loss, threads: threads, stop: stop)
    var total = Answers()
    let classes = data.classes
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for batch in Batching.sorted(lengths: data.lengths, size: evaluationBatch) {
      if stop.afterBatch() { return nil }
      let found = try answers(batch)
      total.loss += found.loss
      total.correct += found.correct
      total.count += found.count
      if case .classes(let labels) = data.targets(of: batch[...]) {
        for (label, prediction) in zip(labels, found.predictions) {
          confusion[label][prediction] += 1
        }
      }
    }
    let count = Double(total.count)
    return EvaluationResult(
      count: total.count, loss: total.loss / count,
      accuracy: classes.isEmpty ? nil : Double(total.correct) / count, classes: classes,
      confusion: confusion)
  }

  /// The classes of some texts. Throws `TrainingError` before the model has seen texts, and
  /// `CancellationError` where it is to stop.
  public func predict(
    _ texts: [String], threads: Int, stop: StopRequests = .never
  ) throws -> [Prediction] {
    guard let vocabulary = meaning.vocabulary, case .words = meaning.network.input else {
      throw TrainingError(
        "the model has not been trained on texts yet",
        help: "train it first:  fit(model, toy_reviews(2000).train)", argument: "model")
    }
    guard !texts.isEmpty else { return [] }
    let encoded = texts.map { vocabulary.encode($0, length: meaning.length) }
    let examples = TextExamples(
      name: "texts", vocabulary: vocabulary, length: meaning.length, texts: encoded,
      targets: .classes([Int](repeating: 0, count: encoded.count), names: meaning.classes))
    return try predictions(.texts(examples), threads: threads, stop: stop)
  }

  /// What the model gives for each of `data`, in their order. Throws `CancellationError` where it is to
  /// stop.
  public func predictions(
    _ data: TrainingData, threads: Int, stop: StopRequests = .never
  ) throws -> [Prediction] {
    try meaning.check(data)
    let loss = data.loss(outputs: meaning.network.outputUnits ?? 1)
    let answers = answers(to: data, loss: loss, threads: threads, stop: stop)
    var predictions = [Prediction](
      repeating: Prediction(label: 0, probabilities: []), count: data.count)
    for batch in Batching.sorted(lengths: data.lengths, size: evaluationBatch) {
      if stop.afterBatch() { throw CancellationError() }
      let found = try answers(batch)
      let width = found.probabilities.count / max(batch.count, 1)
      for (position, index) in batch.enumerated() where position < found.predictions.count {
        predictions[index] = Prediction(
          label: found.predictions[position],
          probabilities: Array(found.probabilities[position * width..<(position + 1) * width]))
      }
    }
    return predictions
  }
}
