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
  imdbEntry, sandersEntry, yelpEntry, amazonFineFoodEntry,
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
  public var vocabulary: Int
  public var length: Int
  public var labels: LabelRule
  /// Of the split, where none is official.
  public var seed: UInt64
  /// Called for each text, and throws to end the reading.
  public var checkStop: () throws -> Void = {}

  public init(
    vocabulary: Int = 20_000, length: Int = 200, labels: LabelRule = .binary, seed: UInt64 = 0
  ) {
    self.vocabulary = vocabulary
    self.length = length
    self.labels = labels
    self.seed = seed
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
