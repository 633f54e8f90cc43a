/// Texts as word numbers, with a class or numbers as target: the training or the test part of a set, or a
/// piece of one.
///
/// Pieces share the words of the whole. Immutable.
public struct TextExamples: Examples {
  /// Everything that pieces of one set share.
  public final class Corpus: Sendable {
    public let name: String
    public let vocabulary: Vocabulary
    /// The most words that are kept of a text: its last ones.
    public let length: Int
    let words: [Int32]
    /// (texts + 1)
    let starts: [Int]
    let targets: Targets

    init(
      name: String, vocabulary: Vocabulary, length: Int, words: [Int32], starts: [Int],
      targets: Targets
    ) {
      self.name = name
      self.vocabulary = vocabulary
      self.length = length
      self.words = words
      self.starts = starts
      self.targets = targets
    }
  }

  public let corpus: Corpus
  public let places: [Int]

  init(corpus: Corpus, places: [Int]) {
    self.corpus = corpus
    self.places = places
  }

  /// Texts that are encoded already, such as those that a model is to predict.
  public init(
    name: String, vocabulary: Vocabulary, length: Int, texts: [[Int32]], targets: Targets
  ) {
    var starts = [0]
    for text in texts { starts.append(starts[starts.count - 1] + text.count) }
    corpus = Corpus(
      name: name, vocabulary: vocabulary, length: length, words: Array(texts.joined()),
      starts: starts, targets: targets)
    places = Array(texts.indices)
  }

  public var targets: Targets { corpus.targets }

  public func piece(_ places: [Int]) -> TextExamples {
    TextExamples(corpus: corpus, places: places)
  }

  public var name: String { corpus.name }
  public var vocabulary: Vocabulary { corpus.vocabulary }

  /// The word numbers of example `index`.
  public func words(at index: Int) -> ArraySlice<Int32> {
    let text = places[index]
    return corpus.words[corpus.starts[text]..<corpus.starts[text + 1]]
  }

  /// The words of example `index` as they are known to the vocabulary.
  public func text(at index: Int) -> String { vocabulary.text(words(at: index)) }

  /// The shortest, mean and longest text, in words.
  public var lengthRange: (shortest: Int, mean: Double, longest: Int) {
    guard count > 0 else { return (0, 0, 0) }
    var shortest = Int.max
    var longest = 0
    var total = 0
    for index in 0..<count {
      let length = words(at: index).count
      shortest = min(shortest, length)
      longest = max(longest, length)
      total += length
    }
    return (shortest, Double(total) / Double(count), longest)
  }

  /// How many words there are in all.
  public var wordCount: Int { (0..<count).reduce(0) { $0 + words(at: $1).count } }
}
