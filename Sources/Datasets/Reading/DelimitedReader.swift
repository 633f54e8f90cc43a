/// Reads comma- or tab-separated values (RFC 4180) from bytes that come in pieces.
///
/// Fields may be quoted; a quoted field may hold separators, line breaks and doubled quotes. A byte
/// order mark, CRLF and a missing last line break are fine. A quote that opens in the middle of a field
/// is taken as it stands. The state between two pieces is kept, so where they are cut does not matter.
public struct DelimitedReader {
  /// A record's fields, and the line (from 1) that it begins on.
  public struct Record {
    public var fields: [[UInt8]]
    public var line: Int
  }

  private enum State { case fieldStart, plain, quoted, quoteInQuoted }

  private let separator: UInt8
  /// Tab-separated files seldom quote; there a quote is a character like any other.
  private let allowsQuotes: Bool
  private var state = State.fieldStart
  private var field: [UInt8] = []
  private var fields: [[UInt8]] = []
  private var line = 1
  private var recordLine = 1
  private var markLeft: ArraySlice<UInt8> = [0xEF, 0xBB, 0xBF]

  public init(separator: UInt8) {
    self.separator = separator
    allowsQuotes = separator != UInt8(ascii: "\t")
  }

  /// Whether the text ends inside a quoted field, and where it opened.
  public var isInsideQuotes: Bool { state == .quoted }
  public var openLine: Int { recordLine }

  public mutating func take(_ bytes: ArraySlice<UInt8>, _ body: (Record) throws -> Void) rethrows {
    for byte in bytes {
      if let expected = markLeft.first {
        if byte == expected {
          markLeft = markLeft.dropFirst()
          continue
        }
        markLeft = []
      }
      try take(byte, body)
    }
  }

  /// Ends the last record, if a line break did not.
  public mutating func finish(_ body: (Record) throws -> Void) rethrows {
    if state != .fieldStart || !fields.isEmpty { try endRecord(body) }
  }

  private mutating func take(_ byte: UInt8, _ body: (Record) throws -> Void) rethrows {
    if byte == UInt8(ascii: "\n") { line += 1 }
    if state == .quoted {
      if byte == UInt8(ascii: "\"") { state = .quoteInQuoted } else { field.append(byte) }
      return
    }
    switch byte {
    case separator:
      endField()
    case UInt8(ascii: "\n"):
      if field.last == UInt8(ascii: "\r"), state == .plain { field.removeLast() }
      try endRecord(body)
    case UInt8(ascii: "\"") where state == .fieldStart && allowsQuotes:
      state = .quoted
    case UInt8(ascii: "\"") where state == .quoteInQuoted:
      field.append(byte)
      state = .quoted
    case UInt8(ascii: "\r") where state == .quoteInQuoted:
      break
    default:
      field.append(byte)
      state = .plain
    }
  }

  private mutating func endField() {
    fields.append(field)
    field.removeAll(keepingCapacity: true)
    state = .fieldStart
  }

  private mutating func endRecord(_ body: (Record) throws -> Void) rethrows {
    let isBlank = fields.isEmpty && field.isEmpty && state != .quoteInQuoted
    endField()
    let record = Record(fields: fields, line: recordLine)
    fields.removeAll(keepingCapacity: true)
    recordLine = line
    if !isBlank { try body(record) }
  }
}
