public import Layers

/// What happened since the report before.
public struct TrainingReport: Sendable {
  /// From 1.
  public var epoch = 0
  /// Steps since the start.
  public var step = 0
  /// Mean over the examples, dropout on.
  public var loss = 0.0
  /// The share that was right while training, dropout on; nil where targets are numbers.
  public var accuracy: Double?
  /// exp(loss) of a language model; nil of others, and of another loss.
  public var perplexity: Double?
  /// Means over the examples of what measures said of each batch.
  public var measures: [Measured] = []
  public var examples = 0
  public var words = 0
  /// Of training alone, without validation.
  public var seconds = 0.0
  public var validation: EvaluationResult?
  /// What evolution moved in this stretch, and before it.
  public var moves = Model.Moves()
  public var parameters = 0
  public var density = 1.0
  /// The learning rate of the last step.
  public var rate = 0.0
  /// The most memory the process has held so far.
  public var peakBytes = 0
  /// Training was interrupted in this stretch, and ends with it.
  public var isInterrupted = false

  public var wordsPerSecond: Double { seconds > 0 ? Double(words) / seconds : 0 }
  /// What is counted as words there.
  public var lengthUnit = LengthUnit.words
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
  /// What evolution moved in this epoch, and before it.
  public var moves: Model.Moves
  public var wordsPerSecond: Double
  /// What is counted as words there.
  public var lengthUnit: LengthUnit
  /// Until the last epoch is done, validation left out.
  public var secondsLeft: Double
}
