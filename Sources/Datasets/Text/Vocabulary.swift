internal import Characters

/// The words that a model knows, and their numbers.
///
/// 0 is padding, 1 any word that is not listed, the rest are the most frequent words of the training
/// part, ties in alphabetical order (of Unicode scalars).
public struct Vocabulary: Sendable, Equatable {
  /// The listed words; word k has number k + 2.
  public let words: [String]
  /// How texts are cut into words: what a model of them must do with others.
  public let tokens: Tokens
  private let numbers: [ExactText: Int32]

  public init(words: [String], tokens: Tokens = .words) {
    self.words = words
    self.tokens = tokens
    var numbers: [ExactText: Int32] = [:]
    numbers.reserveCapacity(words.count)
    for (index, word) in words.enumerated() where numbers[ExactText(word)] == nil {
      numbers[ExactText(word)] = Int32(index + 2)
    }
    self.numbers = numbers
  }

  /// The `size` − 2 most frequent of the words, which are counted in `counts`.
  ///
  /// Words that are counted less than `minimum` times are left out.
  init(
    counting counts: [(word: String, count: Int)], size: Int, minimum: Int = 1,
    tokens: Tokens = .words
  ) {
    let ranked = counts.filter { $0.count >= max(minimum, 1) }.sorted { a, b in
      a.count != b.count
        ? a.count > b.count : a.word.unicodeScalars.lexicographicallyPrecedes(b.word.unicodeScalars)
    }
    self.init(words: ranked.prefix(max(size - 2, 0)).map(\.word), tokens: tokens)
  }

  /// How many numbers there are, padding and the unknown word included.
  public var size: Int { words.count + 2 }

  public func number(of word: String) -> Int32 { numbers[ExactText(word)] ?? 1 }

  /// `<padding>`, `<unknown>` or the word.
  public func word(_ number: Int32) -> String {
    switch number {
    case 0: "<padding>"
    case 1: "<unknown>"
    default: words.indices.contains(Int(number) - 2) ? words[Int(number) - 2] : "<unknown>"
    }
  }

  /// The numbers of the last `length` words of `text`; an empty text is one unknown word.
  public func encode(_ text: String, length: Int) -> [Int32] {
    let numbers = Tokenizer.words(of: text, tokens).suffix(max(length, 1)).map { number(of: $0) }
    return numbers.isEmpty ? [1] : numbers
  }

  /// The words of `numbers` as a text.
  public func text(_ numbers: some Sequence<Int32>) -> String {
    numbers.map { word($0) }.joined(separator: tokens == .words ? " " : "")
  }

  public static func == (a: Vocabulary, b: Vocabulary) -> Bool {
    a.tokens == b.tokens && a.words.isExactly(b.words)
  }
}
