internal import Tensors

/// Gathers texts, then numbers their words by the training part.
struct CorpusBuilder {
  private enum Part: UInt8 { case train, test, undecided }

  private let name: String
  private let options: ReadingOptions
  private var table = WordTable()
  private var tokenizer: Tokenizer
  /// Table numbers of all words, end to end.
  private var words: [Int32] = []
  /// (texts + 1): where each text's words begin.
  private var starts = [0]
  private var parts: [Part] = []
  /// How many words there are when memory is asked for next.
  private var fullWords = 1 << 16

  /// Of the options counts how texts are read.
  init(name: String, options: ReadingOptions) {
    self.name = name
    self.options = options
    tokenizer = Tokenizer(options.like?.vocabulary.tokens ?? options.tokens)
  }

  var count: Int { parts.count }

  /// Adds a text; `place` says where it stands, for the error when it is not UTF-8.
  mutating func add(
    _ bytes: [UInt8], isTrain: Bool?, place: @autoclosure () -> String
  ) throws {
    if let offset = UTF8Check.firstInvalidOffset(in: bytes) {
      throw DataError(
        .notText, "\(place()) is not UTF-8",
        notes: ["byte \(offset) of the text (\(hex(bytes[offset]))) belongs to no character"],
        help: "convert the file, for instance:  iconv -f latin1 -t utf-8 FILE > NEW")
    }
    // A text has no more words than bytes, and a list that grows becomes twice as long.
    if words.count + bytes.count > fullWords {
      fullWords = 2 * (words.count + bytes.count)
      try options.file.check(fullWords * MemoryLayout<Int32>.stride)
    }
    tokenizer.forEachWord(in: bytes) { words.append(table.number(of: $0)) }
    starts.append(words.count)
    parts.append(isTrain.map { $0 ? .train : .test } ?? .undecided)
  }

  private func hex(_ byte: UInt8) -> String {
    "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  /// The set, with texts that have no part yet split 80/20 by the seed, each class in that share.
  ///
  /// `targets` are of the texts as they were added; `order`, which names each text once, is the order
  /// of the set where it is another. Unless the set is read like another, it has two classes at least,
  /// and examples of each.
  mutating func dataset(targets: Targets, order: [Int]? = nil) throws -> TextDataset {
    try check(targets)
    try checkTestPart(targets)
    let order = order ?? Array(parts.indices)
    splitUndecided(order, targets)
    let vocabulary = try options.like?.vocabulary ?? countedVocabulary()
    try renumber(by: vocabulary)
    let corpus = TextExamples.Corpus(
      name: name, vocabulary: vocabulary, length: length, words: words, starts: starts,
      targets: targets)
    return TextDataset(
      name: name,
      train: TextExamples(corpus: corpus, places: order.filter { parts[$0] == .train }),
      test: TextExamples(corpus: corpus, places: order.filter { parts[$0] != .train }))
  }

  private var length: Int { max(options.like?.length ?? options.length, 1) }

  private func check(_ targets: Targets) throws {
    guard count > 0 else {
      throw DataError(
        .badLabels, "\(name) holds no example",
        help: "is the file, or the list, the right one, and whole?")
    }
    guard options.like == nil, case .classes(let labels, let classes) = targets else { return }
    guard classes.count > 1 else {
      throw DataError(
        .badLabels, "\(name) has only one class, \((classes.first ?? "").inMessage)",
        help:
          "a classifier needs texts of two classes at least; to read new texts for a model, say  "
          + "like: model")
    }
    var counts = [Int](repeating: 0, count: classes.count)
    for label in labels { counts[label] += 1 }
    for (label, count) in zip(classes, counts) where count == 0 {
      throw DataError(
        .badLabels, "\(name) has no example of class `\(label)`",
        notes: ["\(self.count) examples were read"],
        help: "check that the file is the whole set, and that `labels:` fits it")
    }
  }

  /// A class that stands in the part to test on alone cannot be learnt.
  private func checkTestPart(_ targets: Targets) throws {
    guard options.like == nil, case .classes(let labels, let classes) = targets else { return }
    var isLearnt = [Bool](repeating: false, count: classes.count)
    for (part, label) in zip(parts, labels) where part != .test { isLearnt[label] = true }
    guard let strange = isLearnt.firstIndex(of: false) else { return }
    throw DataError(
      .badLabels,
      "the texts to test on have a class \(classes[strange].inMessage) that those to train on lack",
      notes: [
        "classes to train on are "
          + zip(classes, isLearnt).filter(\.1).prefix(20).map(\.0.inMessage).joined(separator: ", ")
      ], help: "is it written in another way there?  else leave these texts out")
  }

  private mutating func splitUndecided(_ order: [Int], _ targets: Targets) {
    let undecided = order.filter { parts[$0] == .undecided }
    guard !undecided.isEmpty else { return }
    var random = RandomSource(seed: options.seed)
    let isTrain = Stratification.chosen(0.8, of: undecided, targets, using: &random)
    for (position, index) in undecided.enumerated() {
      parts[index] = isTrain[position] ? .train : .test
    }
  }

  private func countedVocabulary() throws -> Vocabulary {
    // Each word as a text, its count, its rank and its number.
    try options.file.check(table.count * 128)
    var counts = [Int](repeating: 0, count: table.count)
    for index in parts.indices where parts[index] == .train {
      if index & 0xFF == 0 { try options.checkStop() }
      for position in starts[index]..<starts[index + 1] { counts[Int(words[position])] += 1 }
    }
    return Vocabulary(
      counting: counts.enumerated().map { (table.word($0.offset), $0.element) },
      size: options.vocabulary, minimum: options.minimumCount, tokens: options.tokens)
  }

  /// Keeps the last `length` words of each text, as numbers of the vocabulary; a text without a word
  /// counts as one unknown word.
  private mutating func renumber(by vocabulary: Vocabulary) throws {
    try options.file.check((words.count + table.count) * MemoryLayout<Int32>.stride)
    let numbers = (0..<table.count).map { vocabulary.number(of: table.word($0)) }
    var kept: [Int32] = []
    var keptStarts = [0]
    keptStarts.reserveCapacity(starts.count)
    for index in parts.indices {
      if index & 0xFF == 0 { try options.checkStop() }
      let text = words[starts[index]..<starts[index + 1]]
      if text.isEmpty { kept.append(1) }
      for word in text.suffix(length) { kept.append(numbers[Int(word)]) }
      keptStarts.append(kept.count)
    }
    words = kept
    starts = keptStarts
  }
}
