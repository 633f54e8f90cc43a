/// Gathers running text, part after part, and numbers its tokens by the part to train on.
struct StreamBuilder {
  private let tokens: Tokens
  /// Whether words are parted at white space alone, for texts that are cut into tokens already.
  private let isCut: Bool
  private let check: (Int) throws -> Void
  private var table = WordTable()
  /// Table numbers of all tokens, end to end.
  private var numbers: [Int32] = []
  /// Of each of them the class that its text is of; of texts that have one.
  private var labels: [Int32] = []
  /// Where the parts that are whole end.
  private(set) var ends: [Int] = []
  private var fullNumbers = 1 << 16

  init(_ tokens: Tokens, isCut: Bool = false, check: @escaping (Int) throws -> Void) {
    self.tokens = tokens
    self.isCut = isCut
    self.check = check
  }

  var count: Int { numbers.count }

  /// Adds the text of a file; words end with the end of a line, also where the file lacks its last. Throws
  /// `DataError`.
  mutating func add(_ file: DataFile) throws {
    if var found = try file.open({ RecordFormat.ending(of: $0) == "txt" }) {
      var reader = LineReader(name: found.name)
      while let piece = try found.stream.next() {
        try reader.take(piece) { line, _ in try add(line, isEnded: true) }
      }
      try reader.finish { line, _ in try add(line, isEnded: tokens == .runningWords) }
    }
    ends.append(numbers.count)
  }

  /// Adds a text of class `label`, each line of which ends. Throws what the check throws.
  mutating func add(_ text: String, label: Int32?) throws {
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      try add(Array(line.utf8), isEnded: true)
    }
    if let label {
      labels += [Int32](repeating: label, count: numbers.count - labels.count)
    }
    ends.append(numbers.count)
  }

  private mutating func add(_ line: [UInt8], isEnded: Bool) throws {
    // A line has no more tokens than bytes and its end, and a list that grows becomes twice as long.
    if numbers.count + line.count + 1 > fullNumbers {
      fullNumbers = 2 * (numbers.count + line.count + 1)
      try check(fullNumbers * MemoryLayout<Int32>.stride)
    }
    let text = String(decoding: line, as: UTF8.self)
    for token in RunningText.tokens(ofLine: text, tokens, isListed: { _ in isCut }) {
      numbers.append(table.number(of: Array(token.utf8)))
    }
    if isEnded { numbers.append(table.number(of: Array(RunningText.lineEnd(tokens).utf8))) }
  }

  /// The whole, whose vocabulary has at most `size` tokens of those before `end`; what it lacks of them or of
  /// the rest is `<unk>`.
  func corpus(
    name: String, steps: Int, size: Int, trainedUpTo end: Int, labelNames: [String] = []
  ) throws -> StreamExamples.Corpus {
    try check(table.count * 128 + numbers.count * 16)
    var counts = [Int](repeating: 0, count: table.count)
    for number in numbers[..<end] { counts[Int(number)] += 1 }
    let vocabulary = vocabulary(counts, size: size)
    let final = (0..<table.count).map { vocabulary.number(of: table.word($0)) }
    return StreamExamples.Corpus(
      name: name, vocabulary: vocabulary, steps: steps, tokens: numbers.map { final[Int($0)] },
      labelNames: labelNames, labels: labels)
  }

  private func vocabulary(_ counts: [Int], size: Int) -> Vocabulary {
    let counted = counts.enumerated().map { (word: table.word($0.offset), count: $0.element) }
    let all = Vocabulary(counting: counted, size: size, tokens: tokens)
    guard all.words.count < table.count, all.unknown == nil else { return all }
    return Vocabulary(
      words: all.words.prefix(max(size - 1, 0)) + [RunningText.unknown], tokens: tokens)
  }
}
