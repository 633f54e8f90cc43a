internal import Glibc

/// Reads separated values (RFC 4180) from UTF-8 that comes in pieces, however it is cut.
///
/// Lines end in LF, CRLF or CR. Fields may be quoted; a quoted field may hold separators, line ends and
/// doubled quotes. A quote within a field is taken as it stands, and so is one that begins a field whose
/// text goes on behind the closing quote (`"Wow" she said`). Where such a field holds a separator or a line
/// end, nobody knows where it ends: an error, but in files that tabs separate, which seldom quote: there
/// the quote was a character like any other.
///
/// It is our own because of where it stands: it takes pieces of a stream, tells the line of what is wrong
/// and which fields were quoted, and reads 300 MB of reviews in half the time that the words of them take
/// (benchmarks/reading.sh). Runs of plain bytes are found sixteen at a time, and copied as blocks.
public struct DelimitedReader {
  /// The most that one field may hold; more is no cell, but a file of another kind.
  public static let mostBytesOfField = 1 << 26
  private static let mostFields = 1 << 20

  private enum State { case fieldStart, plain, quoted, behindQuote, behindReturn }

  private let separator: UInt8
  /// What messages call the file.
  private let name: String
  private var state = State.fieldStart
  private var record = DelimitedRecord()
  private var line = 1
  /// Where the field begins in the record's bytes.
  private var fieldStart = 0
  /// Where a quoted field opened.
  private var quoteLine = 1
  private var isQuoted = false

  public init(separator: UInt8, name: String) {
    self.separator = separator
    self.name = name
  }

  /// Takes the next piece, and calls `body` with each record that ends in it, of lines without anything
  /// too. Throws `DataError`.
  public mutating func take(
    _ bytes: [UInt8], _ body: (DelimitedRecord) throws -> Void
  ) throws {
    var next = 0
    try bytes.withUnsafeBufferPointer { bytes in
      while next < bytes.count { try step(bytes, &next, body) }
    }
    guard record.bytes.count - fieldStart <= Self.mostBytesOfField else { throw tooLong() }
  }

  /// Ends the last record, if a line end did not.
  public mutating func finish(_ body: (DelimitedRecord) throws -> Void) throws {
    if state == .quoted {
      guard separator == UInt8(ascii: "\t") else { throw open() }
      try takeAsText(closing: [], body)
    }
    switch state {
    case .behindReturn: break
    case .fieldStart where record.count == 0: break
    default: try endRecord(body)
    }
  }

  private mutating func step(
    _ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int,
    _ body: (DelimitedRecord) throws -> Void
  ) throws {
    switch state {
    case .behindReturn:
      state = .fieldStart
      if bytes[next] == UInt8(ascii: "\n") { next += 1 }
    case .fieldStart:
      if bytes[next] == UInt8(ascii: "\"") {
        state = .quoted
        isQuoted = true
        quoteLine = line
        next += 1
      } else {
        state = .plain
      }
    case .plain:
      let end = endOfPlain(bytes, from: next)
      record.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[next..<end]))
      next = end
      if next < bytes.count {
        next += 1
        try endField(bytes[next - 1], body)
      }
    case .quoted: takeQuoted(bytes, &next)
    case .behindQuote: try takeBehindQuote(bytes, &next, body)
    }
  }

  /// Where a separator or a line end follows.
  private func endOfPlain(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var place = start
    let raw = UnsafeRawBufferPointer(bytes)
    let separators = SIMD16<UInt8>(repeating: separator)
    let feeds = SIMD16<UInt8>(repeating: 0x0A)
    let returns = SIMD16<UInt8>(repeating: 0x0D)
    while place + 16 <= bytes.count {
      let block = raw.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt8>.self)
      if any((block .== separators) .| (block .== feeds) .| (block .== returns)) { break }
      place += 16
    }
    while place < bytes.count {
      let byte = bytes[place]
      if byte == separator || byte == 0x0A || byte == 0x0D { break }
      place += 1
    }
    return place
  }

  private mutating func takeQuoted(_ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int) {
    let rest = UnsafeBufferPointer(rebasing: bytes[next...])
    guard let start = rest.baseAddress else { return }
    let found = memchr(start, 0x22, rest.count).map {
      UnsafeRawPointer($0) - UnsafeRawPointer(start)
    }
    let run = UnsafeBufferPointer(rebasing: rest[..<(found ?? rest.count)])
    record.bytes.append(contentsOf: run)
    line += lineEnds(in: run)
    next += run.count
    if found != nil {
      next += 1
      state = .behindQuote
    }
  }

  private func lineEnds(in bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var count = 0
    var followsReturn = false
    for byte in bytes {
      if byte == 0x0D || byte == 0x0A && !followsReturn { count += 1 }
      followsReturn = byte == 0x0D
    }
    return count
  }

  /// What follows the quote that may have closed a field.
  private mutating func takeBehindQuote(
    _ bytes: UnsafeBufferPointer<UInt8>, _ next: inout Int,
    _ body: (DelimitedRecord) throws -> Void
  ) throws {
    let byte = bytes[next]
    switch byte {
    case UInt8(ascii: "\""):
      record.bytes.append(byte)
      state = .quoted
      next += 1
    case separator, 0x0A, 0x0D:
      next += 1
      try endField(byte, body)
    default:
      let content = record.bytes[fieldStart...]
      let isClear = !content.contains { $0 == separator || $0 == 0x0A || $0 == 0x0D }
      guard isClear || separator == UInt8(ascii: "\t") else { throw textBehindQuote() }
      try takeAsText(closing: [UInt8(ascii: "\"")], body)
    }
  }

  /// Reads the field again as one that no quotes were put around.
  private mutating func takeAsText(
    closing: [UInt8], _ body: (DelimitedRecord) throws -> Void
  ) throws {
    var written: [UInt8] = []
    for byte in record.bytes[fieldStart...] {
      written.append(byte)
      if byte == UInt8(ascii: "\"") { written.append(byte) }
    }
    record.bytes.removeSubrange(fieldStart...)
    record.bytes.append(UInt8(ascii: "\""))
    (state, isQuoted, line) = (.plain, false, quoteLine)
    // What opens another field in it closes it too, as its quotes come in pairs.
    try take(written + closing, body)
  }

  /// Ends a field, and at a line end the record.
  private mutating func endField(
    _ mark: UInt8, _ body: (DelimitedRecord) throws -> Void
  ) throws {
    guard mark == separator else {
      try endRecord(body)
      if mark == 0x0D { state = .behindReturn }
      return
    }
    closeField()
    guard record.count < Self.mostFields else {
      throw DataError(
        .badRecord, "line \(line) of `\(name)` has more than \(Self.mostFields) columns",
        help: "is it a table, and is this the separator?  separator: \";\"")
    }
  }

  private mutating func closeField() {
    record.ends.append(record.bytes.count)
    record.quotes.append(isQuoted)
    fieldStart = record.bytes.count
    isQuoted = false
    state = .fieldStart
  }

  private mutating func endRecord(_ body: (DelimitedRecord) throws -> Void) throws {
    guard record.bytes.count - fieldStart <= Self.mostBytesOfField else { throw tooLong() }
    closeField()
    try body(record)
    record.removeAll()
    fieldStart = 0
    line += 1
    record.line = line
  }

  private func tooLong() -> DataError {
    DataError(
      .badRecord,
      "a field in line \(quoteLine > record.line ? quoteLine : record.line) of `\(name)` holds more "
        + "than \(Self.mostBytesOfField >> 20) MiB",
      help:
        "is it a table, and is this the separator?  a quote that does not close goes on for ever")
  }

  private func open() -> DataError {
    DataError(
      .badRecord, "`\(name)` ends inside a quoted field",
      notes: ["the quote opens in line \(quoteLine)"],
      help: "close the quote; a quote inside a field is doubled")
  }

  private func textBehindQuote() -> DataError {
    DataError(
      .badRecord, "text follows a closing quote in line \(line) of `\(name)`",
      notes: ["the quote opens in line \(quoteLine)"],
      help: "a quote inside a quoted field is doubled:  \"say \"\"yes\"\"\"")
  }
}
