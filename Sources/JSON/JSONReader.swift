/// Gives the tokens of a text of JSON (RFC 8259), one after the other.
///
/// A text is read in one pass. What is open is a list of bits and no chain of calls, so that no nesting
/// ends the process; what may come next follows from the token before. The grammar is that of the RFC,
/// no more and no less, with three choices that it leaves open: a byte order mark before the text is
/// passed over, half of a surrogate pair is U+FFFD, and lists and objects nest up to `deepest` levels.
/// Names that repeat are given as they come.
public struct JSONReader {
  public enum Token: Sendable, Equatable {
    case beginArray, endArray, beginObject, endObject
    /// Of a member, whose value follows; `string` is the name.
    case name
    /// Its text is in `string`.
    case string
    /// `string` is as it is written, `number` what it is.
    case number
    case bool(Bool)
    case null
  }

  /// More than any data has, and few enough to be gone through by those who do it call by call.
  public static let deepest = 10_000

  private enum Expected { case value, valueOrEnd, name, nameOrEnd, separator }

  let bytes: [UInt8]
  var place = 0
  /// The bytes of the name, string or number that was given last.
  public internal(set) var text: [UInt8] = []
  private let deepest: Int
  private var expected = Expected.value
  /// For each list and object that is open, whether it is an object.
  private var open: [Bool] = []

  public init(_ bytes: [UInt8], deepest: Int = JSONReader.deepest) {
    self.bytes = bytes
    self.deepest = deepest
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { place = 3 }
  }

  /// The name, string or number that was given last, as it is written.
  public var string: String { String(decoding: text, as: UTF8.self) }

  /// The number that was given last; nil where a double cannot hold it.
  public var number: Double? { WrittenNumber.value(of: text) }

  /// How many bytes were come past.
  public var offset: Int { place }

  /// How many lists and objects are open.
  public var depth: Int { open.count }

  /// The next token; nil at the end of the text.
  public mutating func next() throws(JSONError) -> Token? {
    skipSpace()
    if expected == .separator {
      guard let isObject = open.last else { return try end() }
      if match(isObject ? "}" : "]") { return close(isObject) }
      guard match(",") else {
        throw place < bytes.count
          ? error(isObject ? "a `,` or `}` is missing" : "a `,` or `]` is missing")
          : error(isObject ? "the text ends in an object" : "the text ends in a list")
      }
      expected = isObject ? .name : .value
      skipSpace()
    }
    switch expected {
    case .nameOrEnd where match("}"): return close(true)
    case .valueOrEnd where match("]"): return close(false)
    case .name, .nameOrEnd: return try takeName()
    default: return try takeValue()
    }
  }

  /// Passes over what is left of the list or object that began with the last token.
  public mutating func skipContainer() throws(JSONError) {
    let outside = open.count - 1
    while open.count > outside, try next() != nil {}
  }

  private func end() throws(JSONError) -> Token? {
    guard place == bytes.count else { throw error(JSONError.somethingFollows) }
    return nil
  }

  private mutating func close(_ isObject: Bool) -> Token {
    open.removeLast()
    expected = .separator
    return isObject ? .endObject : .endArray
  }

  private mutating func begin(_ isObject: Bool) throws(JSONError) -> Token {
    guard open.count < deepest else {
      throw error("lists and objects stand more than \(deepest) deep in each other")
    }
    place += 1
    open.append(isObject)
    expected = isObject ? .nameOrEnd : .valueOrEnd
    return isObject ? .beginObject : .beginArray
  }

  private mutating func takeName() throws(JSONError) -> Token {
    guard place < bytes.count else { throw error("the text ends in an object") }
    guard bytes[place] == UInt8(ascii: "\"") else {
      throw error("the name of a member is missing, in double quotes")
    }
    try takeString()
    skipSpace()
    guard match(":") else { throw error("a `:` is missing behind the name") }
    expected = .value
    return .name
  }

  private mutating func takeValue() throws(JSONError) -> Token {
    guard place < bytes.count else { throw error("the text ends where a value is missing") }
    switch bytes[place] {
    case UInt8(ascii: "{"): return try begin(true)
    case UInt8(ascii: "["): return try begin(false)
    default: expected = .separator
    }
    switch bytes[place] {
    case UInt8(ascii: "\""):
      try takeString()
      return .string
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try takeNumber()
    case UInt8(ascii: "t"): return try take("true", .bool(true))
    case UInt8(ascii: "f"): return try take("false", .bool(false))
    case UInt8(ascii: "n"): return try take("null", .null)
    case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ":"):
      throw error("a value is missing")
    case UInt8(ascii: "'"): throw error("strings stand in double quotes")
    default: throw error("this begins no value of JSON")
    }
  }

  private mutating func takeNumber() throws(JSONError) -> Token {
    guard let end = WrittenNumber.end(in: bytes, from: place) else {
      throw error("this is no number of JSON")
    }
    text.removeAll(keepingCapacity: true)
    text.append(contentsOf: bytes[place..<end])
    place = end
    return .number
  }

  private mutating func take(_ word: StaticString, _ token: Token) throws(JSONError) -> Token {
    let end = place + word.utf8CodeUnitCount
    guard end <= bytes.count, bytes[place..<end].elementsEqual(word.description.utf8) else {
      throw error("this begins no value of JSON")
    }
    place = end
    return token
  }

  private mutating func skipSpace() {
    while place < bytes.count {
      switch bytes[place] {
      case 0x20, 0x09, 0x0A, 0x0D: place += 1
      default: return
      }
    }
  }

  private mutating func match(_ byte: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  func error(_ reason: String, at position: Int? = nil) -> JSONError {
    JSONError(reason, at: position ?? place, in: bytes)
  }
}
