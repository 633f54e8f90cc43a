/// A labelled set of texts: what to train on, what to test on, and what both share.
public struct Dataset: Sendable {
  public let name: String
  public let train: TextExamples
  public let test: TextExamples

  public var classes: [String] { train.classes }
  public var vocabulary: Vocabulary { train.vocabulary }
  /// All examples, those to train on first.
  public var all: TextExamples { train.piece(train.places + test.places) }

  public init(name: String, train: TextExamples, test: TextExamples) {
    self.name = name
    self.train = train
    self.test = test
  }
}
