/// Running text as one long row of tokens, of each of which the next one is to be told.
///
/// An example is a token; what follows it in the piece that it stands in is its target. Pieces keep the order, and
/// share the tokens of the whole.
public struct StreamExamples: Examples {
  /// Everything that pieces of one text share.
  public final class Corpus: Sendable {
    public let name: String
    public let vocabulary: Vocabulary
    /// How many tokens gradients go back through.
    public let steps: Int
    public let tokens: [Int32]
    /// The classes that texts are of, and for each token the number of its text's; both empty where there are none.
    public let labelNames: [String]
    public let labels: [Int32]

    public init(
      name: String, vocabulary: Vocabulary, steps: Int, tokens: [Int32], labelNames: [String] = [],
      labels: [Int32] = []
    ) {
      self.name = name
      self.vocabulary = vocabulary
      self.steps = max(steps, 1)
      self.tokens = tokens
      self.labelNames = labels.count == tokens.count ? labelNames : []
      self.labels = labels
    }
  }

  public let corpus: Corpus
  public let places: [Int]

  public init(corpus: Corpus, places: [Int]) {
    self.corpus = corpus
    self.places = places
  }

  public var targets: Targets { .following(corpus.tokens.count) }
  public var isStream: Bool { true }

  public func piece(_ places: [Int]) -> StreamExamples {
    StreamExamples(corpus: corpus, places: places)
  }

  public var name: String { corpus.name }
  public var vocabulary: Vocabulary { corpus.vocabulary }
  public var steps: Int { corpus.steps }

  /// The number of token `index`.
  public func token(at index: Int) -> Int32 { corpus.tokens[places[index]] }

  /// The classes that its texts are of; empty where they have none.
  public var labelNames: [String] { corpus.labelNames }

  /// The number of the class of the text that token `index` is of; there are classes.
  public func label(at index: Int) -> Int32 { corpus.labels[places[index]] }

  /// The text of the tokens in `range`.
  public func text(_ range: Range<Int>) -> String {
    vocabulary.text(places[range].map { corpus.tokens[$0] })
  }
}
