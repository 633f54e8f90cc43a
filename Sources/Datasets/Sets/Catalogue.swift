/// What is known of a data set before it is read.
public struct CatalogueEntry: Sendable {
  /// The name in the language.
  public let name: String
  /// What messages call it.
  public let title: String
  public let summary: String
  /// Where it comes from.
  public let source: String
  /// Its folder in the data directory.
  public let folder: String
  /// The names it usually has, the best first; a `*` at the end stands for any rest.
  public let files: [String]
}

/// The sets that can be read by name; a new one is one file and a line here.
public let catalogue: [CatalogueEntry] = [
  imdbEntry, sandersEntry, yelpEntry, amazonFineFoodEntry, pennTreebankEntry,
]

/// Which classes a set's labels become.
public enum LabelRule: String, Sendable, CaseIterable {
  /// Two: negative and positive; what is neither is left out.
  case binary
  /// Those of the set itself.
  case original
}

/// How a set is read.
public struct ReadingOptions {
  /// Numbers of words, padding and the unknown word among them.
  public var vocabulary: Int
  /// Words that are kept of a text, its last ones.
  public var length: Int
  public var labels: LabelRule
  /// Of the split, where none is official.
  public var seed: UInt64
  /// Words that are met less often in the texts to train on are unknown.
  public var minimumCount = 1
  public var tokens = Tokens.words
  /// What the set is to have of another, in place of what would follow from its own texts.
  public var like: Likeness?
  /// Called for each text, and throws to end the reading.
  public var checkStop: () throws -> Void = {}
  /// Of what is in one file.
  public var file = FileOptions()

  public init(
    vocabulary: Int = 20_000, length: Int = 200, labels: LabelRule = .binary, seed: UInt64 = 0
  ) {
    self.vocabulary = vocabulary
    self.length = length
    self.labels = labels
    self.seed = seed
  }
}

/// What a model or another set knows of texts, so that new ones can be read in the same way.
public struct Likeness: Sendable {
  public var vocabulary: Vocabulary
  public var length: Int
  /// Empty where targets are numbers.
  public var classes: [String]
  /// What messages call it, such as `the model`.
  public var owner: String

  public init(vocabulary: Vocabulary, length: Int, classes: [String], owner: String) {
    self.vocabulary = vocabulary
    self.length = length
    self.classes = classes
    self.owner = owner
  }
}

/// Negative below positive, so that the logit of a model is that of the positive class.
let binaryClasses = ["negative", "positive"]

/// Four and five stars against one and two; three are left out.
func binaryLabel(ofStars stars: Int) -> Int? {
  switch stars {
  case 1, 2: 0
  case 4, 5: 1
  default: nil
  }
}

/// The classes of one to five stars.
let starClasses = ["1", "2", "3", "4", "5"]
