internal import Tensors

/// Gathers labelled texts, then numbers their words by the training part.
struct CorpusBuilder {
  private enum Part: UInt8 { case train, test, undecided }

  private let name: String
  private let length: Int
  private var table = WordTable()
  private var tokenizer = Tokenizer()
  /// Table numbers of all words, end to end; shortened once the vocabulary is counted.
  private var words: [Int32] = []
  private var starts = [0]
  private var labels: [Int] = []
  private var parts: [Part] = []

  init(name: String, length: Int) {
    self.name = name
    self.length = max(length, 1)
  }

  var count: Int { labels.count }

  /// Adds a text; `place` says where it stands, for the error when it is not UTF-8.
  mutating func add(
    _ bytes: [UInt8], label: Int, isTrain: Bool?, place: @autoclosure () -> String
  ) throws {
    if let offset = UTF8Check.firstInvalidOffset(in: bytes) {
      throw DataError(
        .notText, "\(place()) is not UTF-8",
        notes: ["byte \(offset) of the text (\(hex(bytes[offset]))) belongs to no character"],
        help: "convert the file, for instance:  iconv -f latin1 -t utf-8 FILE > NEW")
    }
    tokenizer.forEachWord(in: bytes) { words.append(table.number(of: $0)) }
    starts.append(words.count)
    labels.append(label)
    parts.append(isTrain.map { $0 ? .train : .test } ?? .undecided)
  }

  private func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// The set, with texts that have no part yet split 80/20 by the seed, each class in that share.
  mutating func dataset(classes: [String], vocabulary size: Int, seed: UInt64) throws -> Dataset {
    try check(classes)
    splitUndecided(classes: classes.count, seed: seed)
    let vocabulary = countedVocabulary(size: size)
    var numbers = [Int32](repeating: 1, count: table.count)
    for number in 0..<table.count { numbers[number] = vocabulary.number(of: table.word(number)) }
    shorten(numbers: numbers)
    let corpus = TextExamples.Corpus(
      name: name, vocabulary: vocabulary, classes: classes, length: length, words: words,
      starts: starts, labels: labels)
    return Dataset(
      name: name,
      train: TextExamples(corpus: corpus, indices: parts.indices.filter { parts[$0] == .train }),
      test: TextExamples(corpus: corpus, indices: parts.indices.filter { parts[$0] != .train }))
  }

  private func check(_ classes: [String]) throws {
    guard count > 0 else {
      throw DataError(
        .badLabels, "\(name) holds no example",
        help: "check that the file is the whole set, and that `labels:` fits it")
    }
    guard classes.count > 1 else {
      throw DataError(
        .badLabels, "\(name) has only one class, `\(classes.first ?? "")`",
        help: "a classifier needs texts of two classes at least")
    }
    for (index, label) in classes.enumerated() where !labels.contains(index) {
      throw DataError(
        .badLabels, "\(name) has no example of class `\(label)`",
        notes: ["\(count) examples were read"],
        help: "check that the file is the whole set, and that `labels:` fits it")
    }
  }

  private mutating func splitUndecided(classes: Int, seed: UInt64) {
    let undecided = parts.indices.filter { parts[$0] == .undecided }
    guard !undecided.isEmpty else { return }
    var random = RandomSource(seed: seed)
    let isTrain = Stratification.chosen(
      0.8, labels: undecided.map { labels[$0] }, classes: classes, using: &random)
    for (position, index) in undecided.enumerated() {
      parts[index] = isTrain[position] ? .train : .test
    }
  }

  private func countedVocabulary(size: Int) -> Vocabulary {
    var counts = [Int](repeating: 0, count: table.count)
    for index in parts.indices where parts[index] == .train {
      for position in starts[index]..<starts[index + 1] { counts[Int(words[position])] += 1 }
    }
    return Vocabulary(
      counting: counts.enumerated().map { (table.word($0.offset), $0.element) }, size: size)
  }

  /// Keeps the last `length` words of each text, as numbers of the vocabulary; a text without a word
  /// counts as one unknown word.
  private mutating func shorten(numbers: [Int32]) {
    var kept: [Int32] = []
    var keptStarts = [0]
    for index in 1..<starts.count {
      let text = words[starts[index - 1]..<starts[index]]
      if text.isEmpty { kept.append(1) }
      for word in text.suffix(length) { kept.append(numbers[Int(word)]) }
      keptStarts.append(kept.count)
    }
    words = kept
    starts = keptStarts
  }
}
