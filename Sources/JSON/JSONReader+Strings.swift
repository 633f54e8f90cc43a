/// Strings: runs of bytes that stand for themselves are copied as blocks.
extension JSONReader {
  /// Takes the string that begins here into `text`.
  mutating func takeString() throws(JSONError) {
    let start = place
    place += 1
    text.removeAll(keepingCapacity: true)
    var isASCII = true
    while true {
      let run = place
      while place < bytes.count, Self.isPlain(bytes[place]) {
        isASCII = isASCII && bytes[place] < 0x80
        place += 1
      }
      text.append(contentsOf: bytes[run..<place])
      guard place < bytes.count else { throw error("this string does not end", at: start) }
      switch bytes[place] {
      case UInt8(ascii: "\""):
        place += 1
        // Escapes give valid characters; so what is not valid stands in the text itself.
        guard isASCII || String(validating: text, as: UTF8.self) != nil else {
          throw error("this string is not UTF-8", at: start)
        }
        return
      case UInt8(ascii: "\\"):
        place += 1
        text.append(contentsOf: String(try takeEscape()).utf8)
      default: throw error("a line break, tab or other control character in a string is an escape")
      }
    }
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
  }

  private mutating func takeEscape() throws(JSONError) -> Unicode.Scalar {
    guard place < bytes.count else { throw error("the text ends in a string") }
    let byte = bytes[place]
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "u"): return try takeCodePoint()
    default: throw error("there is no such escape in JSON", at: place - 2)
    }
  }

  /// The character of `\u` and four digits, or of two of them that are a surrogate pair; U+FFFD for half
  /// of one, which files hold that cut their texts.
  private mutating func takeCodePoint() throws(JSONError) -> Unicode.Scalar {
    let high = try takeHexadecimal()
    guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) ?? "\u{FFFD}" }
    let behind = place
    guard bytes[place...].starts(with: "\\u".utf8) else { return "\u{FFFD}" }
    place += 2
    let low = try takeHexadecimal()
    guard (0xDC00..<0xE000).contains(low) else {
      // It is no half of this pair: it is read for itself.
      place = behind
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func takeHexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard place < bytes.count, let digit = Character(Unicode.Scalar(bytes[place])).hexDigitValue,
        bytes[place] < 0x80
      else { throw error("`\\u` is followed by four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      place += 1
    }
    return value
  }
}
