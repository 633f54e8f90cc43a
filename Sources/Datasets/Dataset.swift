public import Tensors

/// A set of examples in two parts: what to train on, and what to test on; some have a third, to choose by while
/// training. All are pieces of one whole.
public struct Dataset<Part: Examples>: Sendable {
  public let name: String
  public let train: Part
  public let validation: Part?
  public let test: Part

  /// All examples, those to train on first and those to test on last.
  public var all: Part {
    train.piece(train.places + (validation?.places ?? []) + test.places)
  }

  public init(name: String, train: Part, validation: Part? = nil, test: Part) {
    self.name = name
    self.train = train
    self.validation = validation
    self.test = test
  }

  /// A whole of which `share` is to train on, drawn from each class in that share.
  public init(name: String, whole: Part, share: Double, using random: inout RandomSource) {
    self.name = name
    validation = nil
    (train, test) = whole.split(share, using: &random)
  }
}

/// A labelled set of texts.
public typealias TextDataset = Dataset<TextExamples>

extension Dataset where Part == TextExamples {
  public var classes: [String] { train.classes }
  public var vocabulary: Vocabulary { train.vocabulary }
}
