public import Tensors

/// Labelled texts as word numbers: the training or the test part of a set, or a piece of one.
///
/// Pieces share the words of the whole; they are lists of indices into it. Immutable.
public struct TextExamples: Sendable {
  /// Everything that pieces of one set share.
  public final class Corpus: Sendable {
    public let name: String
    public let vocabulary: Vocabulary
    public let classes: [String]
    /// The most words that are kept of a text: its last ones.
    public let length: Int
    let words: [Int32]
    /// (texts + 1)
    let starts: [Int]
    let labels: [Int]

    init(
      name: String, vocabulary: Vocabulary, classes: [String], length: Int, words: [Int32],
      starts: [Int], labels: [Int]
    ) {
      self.name = name
      self.vocabulary = vocabulary
      self.classes = classes
      self.length = length
      self.words = words
      self.starts = starts
      self.labels = labels
    }
  }

  public let corpus: Corpus
  let indices: [Int]

  init(corpus: Corpus, indices: [Int]) {
    self.corpus = corpus
    self.indices = indices
  }

  /// Texts that are encoded already, such as those that a model is to predict.
  public init(
    name: String, vocabulary: Vocabulary, classes: [String], length: Int, texts: [[Int32]],
    labels: [Int]
  ) {
    var starts = [0]
    for text in texts { starts.append(starts[starts.count - 1] + text.count) }
    corpus = Corpus(
      name: name, vocabulary: vocabulary, classes: classes, length: length,
      words: Array(texts.joined()), starts: starts, labels: labels)
    indices = Array(texts.indices)
  }

  public var count: Int { indices.count }
  public var name: String { corpus.name }
  public var classes: [String] { corpus.classes }
  public var vocabulary: Vocabulary { corpus.vocabulary }

  /// The word numbers of example `index`.
  public func words(at index: Int) -> ArraySlice<Int32> {
    let text = indices[index]
    return corpus.words[corpus.starts[text]..<corpus.starts[text + 1]]
  }

  public func label(at index: Int) -> Int { corpus.labels[indices[index]] }

  /// The words of example `index` as they are known to the vocabulary.
  public func text(at index: Int) -> String {
    words(at: index).map { vocabulary.word($0) }.joined(separator: " ")
  }

  /// How many examples each class has.
  public var classCounts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for index in indices { counts[corpus.labels[index]] += 1 }
    return counts
  }

  /// The shortest, mean and longest text, in words.
  public var lengths: (shortest: Int, mean: Double, longest: Int) {
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

  /// The examples at `positions`, in that order; those outside are left out.
  public func subset(_ positions: [Int]) -> TextExamples {
    TextExamples(
      corpus: corpus,
      indices: positions.compactMap { indices.indices.contains($0) ? indices[$0] : nil })
  }

  public func shuffled(using random: inout RandomSource) -> TextExamples {
    var indices = indices
    random.shuffle(&indices)
    return TextExamples(corpus: corpus, indices: indices)
  }

  /// Two pieces, the first with `share` of the examples of each class, rounded; both keep the order.
  public func split(
    _ share: Double, using random: inout RandomSource
  ) -> (TextExamples, TextExamples) {
    let first = Stratification.chosen(
      share, labels: indices.map { corpus.labels[$0] }, classes: classes.count, using: &random)
    var pieces: ([Int], [Int]) = ([], [])
    for (position, index) in indices.enumerated() {
      if first[position] { pieces.0.append(index) } else { pieces.1.append(index) }
    }
    return (
      TextExamples(corpus: corpus, indices: pieces.0),
      TextExamples(corpus: corpus, indices: pieces.1)
    )
  }
}

/// Draws the same share from every class.
enum Stratification {
  /// For each example whether it is drawn: round(share × count) of each class.
  static func chosen(
    _ share: Double, labels: [Int], classes: Int, using random: inout RandomSource
  ) -> [Bool] {
    var chosen = [Bool](repeating: false, count: labels.count)
    for label in 0..<classes {
      var members = labels.indices.filter { labels[$0] == label }
      random.shuffle(&members)
      let count = Int((min(max(share, 0), 1) * Double(members.count)).rounded())
      for member in members.prefix(count) { chosen[member] = true }
    }
    return chosen
  }
}
