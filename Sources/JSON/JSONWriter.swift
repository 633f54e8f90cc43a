/// Writes JSON a token at a time; commas, spaces and line breaks come by themselves.
public struct JSONWriter {
  /// Where spaces stand.
  public enum Style: Sendable {
    /// Nowhere.
    case compact
    /// Behind commas and colons: `{"a": [1, 2]}`.
    case spaced
    /// A line for each element and member, a space before it for each level, as in notebooks.
    case indented
  }

  public private(set) var bytes: [UInt8] = []
  private let style: Style
  /// Whether a value stands before, in the same list or object.
  private var followsValue = false
  /// Behind the name of a member its value stands on the same line.
  private var followsName = false
  private var depth = 0

  public init(_ style: Style = .compact) { self.style = style }

  public mutating func beginArray() { begin("[") }
  public mutating func endArray() { end("]") }
  public mutating func beginObject() { begin("{") }
  public mutating func endObject() { end("}") }

  /// The name of a member, whose value is to follow.
  public mutating func name(_ name: String) {
    separate()
    quote(name)
    bytes += (style == .compact ? ":" : ": ").utf8
    followsValue = false
    followsName = true
  }

  public mutating func string(_ text: String) {
    separate()
    quote(text)
  }

  /// The shortest digits that give the number back; null for what JSON has no number for.
  public mutating func number(_ value: Double) {
    separate()
    if !value.isFinite {
      bytes += "null".utf8
    } else if value == value.rounded(), abs(value) < 1e15 {
      bytes += String(Int64(value)).utf8
    } else {
      bytes += "\(value)".utf8
    }
  }

  /// A number of JSON whose digits are known.
  mutating func number(writtenAs digits: String) {
    separate()
    bytes += digits.utf8
  }

  public mutating func bool(_ value: Bool) {
    separate()
    bytes += (value ? "true" : "false").utf8
  }

  public mutating func null() {
    separate()
    bytes += "null".utf8
  }

  private mutating func begin(_ mark: Unicode.Scalar) {
    separate()
    bytes.append(UInt8(ascii: mark))
    followsValue = false
    depth += 1
  }

  private mutating func end(_ mark: Unicode.Scalar) {
    depth -= 1
    if followsValue { breakLine() }
    bytes.append(UInt8(ascii: mark))
    followsValue = true
  }

  private mutating func separate() {
    if followsValue { bytes += (style == .spaced ? ", " : ",").utf8 }
    if depth > 0, !followsName { breakLine() }
    followsValue = true
    followsName = false
  }

  private mutating func breakLine() {
    guard style == .indented else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: depth)
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
      case 0x08: bytes += "\\b".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0..<0x20:
        bytes += "\\u00".utf8
        bytes.append(UInt8(ascii: "0") + byte >> 4)
        bytes += String(byte & 15, radix: 16).utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
