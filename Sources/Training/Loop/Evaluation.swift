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

extension Model {
  /// Examples that are evaluated together; four shards of 64.
  private static let evaluationBatch = 256

  /// The model on `data`, dropout off. Throws `TrainingError`. `shouldStop` is asked once a batch;
  /// then the result is nil.
  public func evaluate(
    _ data: TrainingData, loss: Loss? = nil, threads: Int, shouldStop: () -> Bool = { false }
  ) throws -> EvaluationResult? {
    try check(data, loss: loss)
    let loss = loss ?? data.loss(outputs: network.outputUnits ?? 1)
    let shards = Shards(
      model: self, data: data, loss: loss, batch: Self.evaluationBatch, threads: threads)
    network.prepare(width: shards.width, isTraining: false)
    var total = Shards.Outcome()
    let classes = data.classes
    var confusion = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count), count: classes.count)
    for batch in Batching.sorted(lengths: data.lengths, size: Self.evaluationBatch) {
      if shouldStop() { return nil }
      let outcome = shards.evaluate(batch)
      total.loss += outcome.loss
      total.correct += outcome.correct
      total.count += outcome.count
      if case .classes(let labels) = data.targets(of: batch[...]) {
        for (label, prediction) in zip(labels, outcome.predictions) {
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

  /// The classes of some texts. Throws `TrainingError` before the model has seen texts.
  public func predict(_ texts: [String], threads: Int) throws -> [Prediction] {
    guard let vocabulary, case .words = network.input else {
      throw TrainingError(
        "the model has not been trained on texts yet",
        help: "train it first:  fit(model, toy_reviews(2000).train)", argument: "model")
    }
    guard !texts.isEmpty else { return [] }
    let encoded = texts.map { vocabulary.encode($0, length: length) }
    let examples = TextExamples(
      name: "texts", vocabulary: vocabulary, classes: classes, length: length, texts: encoded,
      labels: [Int](repeating: 0, count: encoded.count))
    return try predictions(.texts(examples), threads: threads)
  }

  /// What the model gives for each of `data`, in their order.
  public func predictions(_ data: TrainingData, threads: Int) throws -> [Prediction] {
    try check(data)
    let shards = Shards(
      model: self, data: data, loss: data.loss(outputs: network.outputUnits ?? 1),
      batch: Self.evaluationBatch, threads: threads)
    network.prepare(width: shards.width, isTraining: false)
    var predictions = [Prediction](
      repeating: Prediction(label: 0, probabilities: []), count: data.count)
    for batch in Batching.sorted(lengths: data.lengths, size: Self.evaluationBatch) {
      let outcome = shards.evaluate(batch)
      let width = outcome.probabilities.count / max(batch.count, 1)
      for (position, index) in batch.enumerated() where position < outcome.predictions.count {
        predictions[index] = Prediction(
          label: outcome.predictions[position],
          probabilities: Array(outcome.probabilities[position * width..<(position + 1) * width]))
      }
    }
    return predictions
  }
}
