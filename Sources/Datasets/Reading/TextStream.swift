/// The text of a file as UTF-8, a piece at a time: decoded, checked, without the byte order mark.
///
/// Pieces end between characters. What is no text is told with line and column, and with the encoding that
/// the file probably has.
struct TextStream {
  private let reader: ArchiveReader
  /// What messages call the file.
  private let name: String
  private let asked: TextEncoding?
  private var encoding: TextEncoding
  private var decoder: CharacterDecoder?
  private var isAtStart = true
  /// The beginning of a character whose rest has not come yet, in UTF-8.
  private var rest: [UInt8] = []
  private var place = TextPlace()
  private var text: [UInt8] = []

  /// Of the present file of `reader`.
  init(_ reader: ArchiveReader, name: String, encoding: TextEncoding?) {
    self.reader = reader
    self.name = name
    asked = encoding
    self.encoding = encoding ?? .utf8
  }

  /// The next piece; nil at the end.
  mutating func next() throws -> [UInt8]? {
    while true {
      var bytes = try reader.nextBytes()
      if isAtStart { bytes = try begin(with: bytes) }
      guard !bytes.isEmpty else {
        if let first = rest.first { throw invalid(first, in: rest) }
        if let decoder, decoder.isInsideCharacter { throw cutShort() }
        return nil
      }
      try decode(bytes)
      // The end of the file alone is nothing.
      if !text.isEmpty { return text }
    }
  }

  /// Looks for a byte order mark in the first bytes, and gives what follows it.
  private mutating func begin(with first: ArraySlice<UInt8>) throws -> ArraySlice<UInt8> {
    isAtStart = false
    var bytes = first
    while bytes.count < 4 {
      let more = try reader.nextBytes()
      if more.isEmpty { break }
      bytes += more
    }
    if let mark = TextEncoding.marked(by: bytes) {
      encoding = mark.encoding
      bytes = bytes.dropFirst(mark.length)
    }
    if encoding != .utf8 { decoder = CharacterDecoder(encoding.systemName) }
    // A file may hold nothing but its mark.
    return bytes.isEmpty && !first.isEmpty ? try reader.nextBytes() : bytes
  }

  private mutating func decode(_ bytes: ArraySlice<UInt8>) throws {
    text.removeAll(keepingCapacity: true)
    if let decoder {
      let wrong = decoder.decode(bytes, into: &text)
      place.advance(over: text)
      if let wrong { throw invalid(wrong, in: bytes) }
      return
    }
    text.append(contentsOf: rest)
    text.append(contentsOf: bytes)
    rest.removeAll(keepingCapacity: true)
    if let wrong = UTF8Check.firstInvalidOffset(in: text) {
      guard UTF8Check.mayGoOn(text[wrong...]) else {
        place.advance(over: text[..<wrong])
        throw invalid(text[wrong], in: text[wrong...])
      }
      rest.append(contentsOf: text[wrong...])
      text.removeSubrange(wrong...)
    }
    place.advance(over: text)
  }

  private func invalid(_ byte: UInt8, in bytes: some Collection<UInt8>) -> DataError {
    let digits = String(byte, radix: 16, uppercase: true)
    let help =
      asked == nil && encoding == .utf8
      ? "it may be \(TextEncoding.likeliest(of: bytes)); if so, say it:  encoding: \""
        + "\(TextEncoding.likeliest(of: bytes))\""
      : "it may have another encoding, or be damaged"
    return DataError(
      .notText, "`\(name)` is not text in \(encoding.shownName)",
      notes: [
        "line \(place.line), column \(place.column): the byte 0x\(byte < 16 ? "0" : "")\(digits) "
          + "belongs to no character"
      ], help: help)
  }

  private func cutShort() -> DataError {
    DataError(
      .notText, "`\(name)` ends within a character",
      notes: ["it is read as \(encoding.shownName)"],
      help: "it may be cut short, or have another encoding")
  }
}

/// Where a text goes on: its line and column, from 1, the column in characters.
struct TextPlace {
  private(set) var line = 1
  private(set) var column = 1
  private var followsReturn = false

  mutating func advance(over text: some BidirectionalCollection<UInt8>) {
    guard let start = text.lastIndex(where: { $0 == 0x0A || $0 == 0x0D }) else {
      column += characters(in: text)
      if !text.isEmpty { followsReturn = false }
      return
    }
    for byte in text {
      // CRLF ends one line.
      if byte == 0x0D || byte == 0x0A && !followsReturn { line += 1 }
      followsReturn = byte == 0x0D
    }
    column = 1 + characters(in: text[text.index(after: start)...])
  }

  /// Bytes that go on with a character are not counted.
  private func characters(in text: some Collection<UInt8>) -> Int {
    text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
  }
}
