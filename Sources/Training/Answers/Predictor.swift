internal import Datasets
public import Layers

/// What says something of examples: a model, or a packed one.
public protocol Predictor: AnyObject {
  /// What inputs and outputs mean, and which data fit.
  var meaning: ModelMeaning { get }
  /// Makes ready for batches of `examples`, each of at most `evaluationBatch`. Without a loss they have no
  /// targets: the outputs alone are asked for.
  func answers(
    to examples: ModelExamples, loss: (any Objective)?, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers
}

/// Examples that are evaluated together: four shards of 64.
let evaluationBatch = 256

/// Places at which a running text is read at once when it is evaluated.
let evaluationColumns = 20

/// What a batch came to.
public struct Answers {
  var loss = 0.0
  var count = 0
  /// What `loss` is divided by for the mean.
  var weight = 0.0
  var correct = 0
  /// Of each example in the order of the batch, as `ObjectiveResult` has them.
  var predictions: [Int] = []
  /// (count × outputs) what the model gives, an example's side by side; empty in training, where no measure
  /// asks for it.
  var outputs: [Float] = []
  /// Of the batch, one a measure; in training alone.
  var measures: [Double] = []

  /// Adds a part of a batch.
  mutating func append(_ result: ObjectiveResult) {
    loss += result.loss
    predictions += result.predictions
  }

  /// Once all parts are there: counts what is right.
  mutating func finish(_ batch: [Int], of examples: ModelExamples, lengths: [Int]) {
    count = examples.wanted(of: batch, lengths: lengths)
    guard !predictions.isEmpty else { return }
    switch examples.targets(of: batch[...]) {
    case .classes(let labels):
      correct = zip(labels, predictions).reduce(0) { $0 + ($1.0 == $1.1 ? 1 : 0) }
    case .sets: correct = predictions.reduce(0, +)
    case .values: break
    }
  }
}

extension Model: Predictor {
  public func answers(
    to examples: ModelExamples, loss: (any Objective)?, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers {
    let most = examples.data.batches(of: evaluationBatch).reduce(0) { max($0, $1.count) }
    let shards = Shards(
      model: self, examples: examples, loss: loss, batch: most, threads: threads)
    network.prepare(width: shards.width, isTraining: false)
    return { try shards.evaluate($0, stop) }
  }
}
