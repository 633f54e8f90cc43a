/// Vectors of words in a text file, a word and its numbers a line, as GloVe, word2vec and fastText write them.
///
/// The file is read as a stream, and the vectors of a vocabulary's words alone are kept. A first line of two whole
/// numbers (`400000 50`) tells how many words there are, and how many numbers each has. Of words outside of
/// the vocabulary only the length of their line is looked at.
public struct VectorFile {
  /// What a file has for a vocabulary.
  public struct Vectors: Sendable {
    /// The numbers of a vector.
    public let width: Int
    /// The numbers of the words that have one, ascending.
    public let words: [Int]
    /// (words × width)
    public let values: [Float]
  }

  private let path: String
  private let vocabulary: Vocabulary
  private let check: (Int) throws -> Void
  private var width: Int?
  /// How many lines the first one says that there are.
  private var stated: Int?
  private var lines = 0
  /// By number of the word: its place among `values`, and its line.
  private var found: [Int32: (place: Int, line: Int)] = [:]
  private var values: [Float] = []

  /// Reads the vectors of the words of `vocabulary`. Throws `DataError`, with the number of the line.
  public static func read(
    _ path: String, for vocabulary: Vocabulary, check: @escaping (_ bytes: Int) throws -> Void
  ) throws -> Vectors {
    var file = VectorFile(path, vocabulary, check)
    return try file.read()
  }

  private init(
    _ path: String, _ vocabulary: Vocabulary, _ check: @escaping (_ bytes: Int) throws -> Void
  ) {
    self.path = path
    self.vocabulary = vocabulary
    self.check = check
  }

  private mutating func read() throws -> Vectors {
    var options = FileOptions()
    options.check = check
    let found = try DataFile(path, options: options).open { RecordFormat.ending(of: $0) == "txt" }
    if var (stream, _) = found {
      var reader = LineReader(name: path)
      while let piece = try stream.next() { try reader.take(piece) { try take($0, $1) } }
      try reader.finish { try take($0, $1) }
    }
    guard let width else {
      throw DataError(.badRecord, "`\(path)` holds no vector", help: Self.form)
    }
    if let stated, stated != lines {
      throw DataError(
        .damaged, "`\(path)` says that it has \(stated) words, and has \(lines)",
        help: "it may be cut short: fetch it again")
    }
    return try vectors(width)
  }

  /// In the order of the words' numbers.
  private func vectors(_ width: Int) throws -> Vectors {
    guard !found.isEmpty else {
      throw DataError(
        .badRecord, "`\(path)` has a vector for none of the \(vocabulary.words.count) words",
        notes: ["words are compared as they are written, small and capital letters apart"])
    }
    try check(2 * values.count * 4)
    let order = found.sorted { $0.key < $1.key }
    var ordered: [Float] = []
    ordered.reserveCapacity(values.count)
    for (_, (place, _)) in order {
      ordered += values[place * width..<(place + 1) * width]
    }
    return Vectors(width: width, words: order.map { Int($0.key) }, values: ordered)
  }

  // MARK: Lines

  private mutating func take(_ line: [UInt8], _ number: Int) throws {
    let fields = line.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    guard !fields.isEmpty else { return }
    if number == 1, takeHeader(fields) { return }
    let width = try width(of: fields, number)
    lines += 1
    guard fields.count == width + 1 else {
      return try checkSpaces(fields, width, number)
    }
    let text = String(decoding: fields[0], as: UTF8.self)
    let word = vocabulary.number(of: text)
    guard word > 1 else { return }
    if let first = found[word] {
      throw DataError(
        .badRecord, "\(text.inMessage) has two vectors in `\(path)`",
        notes: ["in line \(first.line) and in line \(number)"], help: "take one of the lines out")
    }
    if values.count + width > values.capacity { try check(8 * values.count) }
    found[word] = (found.count, number)
    for field in fields.dropFirst() { values.append(try self.number(field, number)) }
  }

  /// Whether the fields are those of a first line that tells of the others.
  private mutating func takeHeader(_ fields: [[UInt8].SubSequence]) -> Bool {
    let numbers = fields.compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    guard fields.count == 2, numbers.count == 2, numbers[0] > 0, numbers[1] > 0 else {
      return false
    }
    (stated, width) = (numbers[0], numbers[1])
    return true
  }

  /// How many numbers each line has: as the first says.
  private mutating func width(of fields: [[UInt8].SubSequence], _ line: Int) throws -> Int {
    if let width { return width }
    guard fields.count > 1 else {
      throw DataError(
        .badRecord, "line \(line) of `\(path)` has no numbers", help: Self.form)
    }
    width = fields.count - 1
    return fields.count - 1
  }

  /// A line of another length is no damage where what stands before its numbers is a word with spaces, as some
  /// files have them; no vocabulary has such words.
  private func checkSpaces(_ fields: [[UInt8].SubSequence], _ width: Int, _ line: Int) throws {
    let more = fields.dropFirst().dropLast(width)
    let hasNumbers = more.contains { DecimalNumber.value(of: $0) != nil }
    guard fields.count <= width || hasNumbers else { return }
    let given = fields.count - 1
    throw DataError(
      .badRecord,
      "line \(line) of `\(path)` has \(given) \(given == 1 ? "number" : "numbers"), not \(width)",
      help: "each word has as many numbers as the first")
  }

  private func number(_ field: some Collection<UInt8>, _ line: Int) throws -> Float {
    let number = DecimalNumber.value(of: field).map { Float($0) }
    guard let number, number.isFinite else {
      let text = String(decoding: field.prefix(40), as: UTF8.self)
      throw DataError(
        .badRecord, "\(text.inMessage) in line \(line) of `\(path)` is no number",
        help: Self.form)
    }
    return number
  }

  private static let form =
    "each line holds a word and its numbers, with spaces between:  the 0.418 0.25 -0.41"
}
