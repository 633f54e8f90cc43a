/// A JSON value (RFC 8259), as the headers of model files and the lines of review sets hold them.
public enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// In the order of the text; a name that repeats is an error.
  case object([Member])

  public struct Member: Sendable, Equatable {
    public var name: String
    public var value: JSONValue

    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// Reads a whole text; nil when it is not JSON, or nests deeper than 64 levels.
  public init?(parsing bytes: some Collection<UInt8>) {
    var parser = JSONParser(bytes: Array(bytes), check: { _ in })
    guard let value = parser.parseDocument() else { return nil }
    self = value
  }

  /// The same of a long text: `check` is called again and again with the bytes that the next step may
  /// take, and throws to end the reading.
  public init?(
    parsing bytes: some Collection<UInt8>, check: @escaping (_ bytes: Int) throws -> Void
  ) throws {
    var parser = JSONParser(bytes: Array(bytes), check: check)
    let value = parser.parseDocument()
    if let stop = parser.stop { throw stop }
    guard let value else { return nil }
    self = value
  }

  /// The member `name` of an object.
  public subscript(_ name: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  public var string: String? { if case .string(let value) = self { value } else { nil } }
  public var number: Double? { if case .number(let value) = self { value } else { nil } }
  public var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }

  /// The value as JSON without spaces.
  public var text: String {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .number(let value):
      if !value.isFinite {
        bytes += "null".utf8
      } else if value == value.rounded(), abs(value) < 1e15 {
        bytes += String(Int64(value)).utf8
      } else {
        bytes += "\(value)".utf8
      }
    case .string(let value): Self.quote(value, to: &bytes)
    case .array(let values):
      bytes.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (index, member) in members.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        Self.quote(member.name, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): bytes += "\\\"".utf8
      case UInt8(ascii: "\\"): bytes += "\\\\".utf8
      case UInt8(ascii: "\n"): bytes += "\\n".utf8
      case UInt8(ascii: "\t"): bytes += "\\t".utf8
      case UInt8(ascii: "\r"): bytes += "\\r".utf8
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

/// Recursive descent; every function leaves `i` after what it read, or gives nil.
private struct JSONParser {
  let bytes: [UInt8]
  private var i = 0
  private var depth = 0
  private let check: (Int) throws -> Void
  private var count = 0
  /// What ended the reading before the end of the text.
  private(set) var stop: (any Error)?

  init(bytes: [UInt8], check: @escaping (Int) throws -> Void) {
    self.bytes = bytes
    self.check = check
  }

  mutating func parseDocument() -> JSONValue? {
    guard let value = parseValue() else { return nil }
    skipSpace()
    return i == bytes.count ? value : nil
  }

  private mutating func skipSpace() {
    while i < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[i]) { i += 1 }
  }

  private mutating func match(_ byte: Unicode.Scalar) -> Bool {
    skipSpace()
    guard i < bytes.count, bytes[i] == UInt8(ascii: byte) else { return false }
    i += 1
    return true
  }

  private mutating func match(word: StaticString) -> Bool {
    let text = word.description.utf8
    guard bytes[i...].starts(with: text) else { return false }
    i += text.count
    return true
  }

  private mutating func parseValue() -> JSONValue? {
    skipSpace()
    guard i < bytes.count, depth < 64 else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch bytes[i] {
    case UInt8(ascii: "{"): return parseObject()
    case UInt8(ascii: "["): return parseArray()
    case UInt8(ascii: "\""): return parseString().map { .string($0) }
    case UInt8(ascii: "t"): return match(word: "true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return match(word: "false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return match(word: "null") ? .null : nil
    default: return parseNumber()
    }
  }

  /// Whether the reading goes on, with one more value behind those before it.
  private mutating func goesOn(after values: [JSONValue]) -> Bool {
    count &+= 1
    let grows = values.count == values.capacity
    guard count & 0xFF == 0 || grows else { return true }
    do {
      try check(grows ? 2 * values.count * MemoryLayout<JSONValue>.stride : 0)
    } catch {
      stop = error
    }
    return stop == nil
  }

  private mutating func parseObject() -> JSONValue? {
    i += 1
    var members: [JSONValue.Member] = []
    var names: Set<String> = []
    if match("}") { return .object([]) }
    repeat {
      skipSpace()
      guard i < bytes.count, bytes[i] == UInt8(ascii: "\""), let name = parseString(),
        names.insert(name).inserted, match(":"), goesOn(after: []), let value = parseValue()
      else { return nil }
      members.append(.init(name, value))
    } while match(",")
    return match("}") ? .object(members) : nil
  }

  private mutating func parseArray() -> JSONValue? {
    i += 1
    var values: [JSONValue] = []
    if match("]") { return .array([]) }
    repeat {
      guard goesOn(after: values), let value = parseValue() else { return nil }
      values.append(value)
    } while match(",")
    return match("]") ? .array(values) : nil
  }

  private mutating func parseNumber() -> JSONValue? {
    let start = i
    while i < bytes.count, "+-.eE0123456789".utf8.contains(bytes[i]) { i += 1 }
    let text = String(decoding: bytes[start..<i], as: UTF8.self)
    guard let first = text.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "."),
      let value = Double(text)
    else { return nil }
    return .number(value)
  }

  private mutating func parseString() -> String? {
    i += 1
    var text: [UInt8] = []
    while i < bytes.count {
      let byte = bytes[i]
      i += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let scalar = parseEscape() else { return nil }
        text.append(contentsOf: String(scalar).utf8)
      case 0..<0x20: return nil
      default: text.append(byte)
      }
    }
    return nil
  }

  private mutating func parseEscape() -> Unicode.Scalar? {
    guard i < bytes.count else { return nil }
    let byte = bytes[i]
    i += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return parseUnicode()
    default: return nil
    }
  }

  private mutating func parseUnicode() -> Unicode.Scalar? {
    guard let high = parseHex() else { return nil }
    guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
    guard match(word: "\\u"), let low = parseHex(), (0xDC00..<0xE000).contains(low) else {
      return nil
    }
    return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
  }

  private mutating func parseHex() -> UInt32? {
    guard i + 4 <= bytes.count else { return nil }
    defer { i += 4 }
    return UInt32(String(decoding: bytes[i..<i + 4], as: UTF8.self), radix: 16)
  }
}
