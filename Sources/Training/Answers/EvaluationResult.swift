public import Layers

/// How well a model does on some examples.
public struct EvaluationResult: Sendable, Equatable {
  /// The examples.
  public var count: Int
  /// Mean over the examples.
  public var loss: Double
  public var figures: Figures
  /// What a program's own measures said of all examples.
  public var measures: [Measured]

  public enum Figures: Sendable, Equatable {
    case classes(ClassFigures)
    case sets(SetFigures)
    case numbers(NumberFigures)
    case running(RunningFigures)
    /// Outputs and targets that a loss of the program's own alone can compare.
    case none
  }

  public init(count: Int, loss: Double, figures: Figures, measures: [Measured] = []) {
    self.count = count
    self.loss = loss
    self.figures = figures
    self.measures = measures
  }

  /// exp(loss) of a language model; nil of others.
  public var perplexity: Double? {
    if case .running(let figures) = figures { figures.perplexity } else { nil }
  }

  /// The share of examples whose likeliest class is theirs, or all of whose labels are right; nil where targets
  /// are numbers.
  public var accuracy: Double? {
    switch figures {
    case .classes(let figures): figures.accuracy
    case .sets(let figures): figures.exactMatch
    case .numbers, .running, .none: nil
    }
  }
}
