internal import Characters

/// The words that a model knows, and their numbers.
///
/// 0 is padding, 1 any word that is not listed, the rest are the most frequent words of the training
/// part, ties in alphabetical order (of Unicode scalars). In running text nothing is padded: its words are
/// counted from 0, and one that is not listed is `<unk>`, where there is one.
public struct Vocabulary: Sendable, Equatable {
  /// The listed words; word k has number k + 2, in running text k.
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
      numbers[ExactText(word)] = Int32(index + tokens.firstNumber)
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
  public var size: Int { words.count + tokens.firstNumber }

  public func number(of word: String) -> Int32 { listedNumber(of: word) ?? unknown ?? 1 }

  /// The number of a word that is listed; nil of any other.
  public func listedNumber(of word: String) -> Int32? { numbers[ExactText(word)] }

  /// What stands for a word that is not listed; nil where nothing does.
  public var unknown: Int32? {
    tokens.isRunning ? listedNumber(of: RunningText.unknown) : 1
  }

  /// `<padding>`, `<unknown>` or the word.
  public func word(_ number: Int32) -> String {
    let place = Int(number) - tokens.firstNumber
    guard !words.indices.contains(place) else { return words[place] }
    return number == 0 && !tokens.isRunning ? "<padding>" : "<unknown>"
  }

  /// The numbers of the last `length` words of `text`; an empty text is one unknown word.
  public func encode(_ text: String, length: Int) -> [Int32] {
    let numbers = Tokenizer.words(of: text, tokens).suffix(max(length, 1)).map { number(of: $0) }
    return numbers.isEmpty ? [1] : numbers
  }

  /// The words of `numbers` as a text.
  public func text(_ numbers: some Sequence<Int32>) -> String {
    let words = numbers.map { word($0) }
    return tokens.isRunning
      ? RunningText.joined(words, tokens) : words.joined(separator: tokens == .words ? " " : "")
  }

  public static func == (a: Vocabulary, b: Vocabulary) -> Bool {
    a.tokens == b.tokens && a.words.isExactly(b.words)
  }
}

/// Of running text.
extension Vocabulary {
  /// The token that ends a line, where there is one.
  public var lineEnd: Int32? { listedNumber(of: RunningText.lineEnd(tokens)) }

  /// The text of `numbers` as it goes on after `before`: with the blank that stands between them.
  public func text(following before: [Int32], _ numbers: [Int32]) -> String {
    let first = before.suffix(1)
    return String(text(first + numbers).dropFirst(text(first).count))
  }
}
