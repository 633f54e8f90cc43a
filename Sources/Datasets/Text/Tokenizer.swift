/// Cuts a text into words: lower case, markup removed, runs of letters, digits and inner apostrophes; or
/// into characters (`Tokenizer+Characters.swift`).
///
/// Letters and digits are those of Unicode; the typographic apostrophe counts as the plain one. Markup
/// is `<` and what follows up to `>`, where a letter, `/` or `!` comes first. Works on bytes and calls
/// back a word at a time, because a review set has tens of millions of words.
public struct Tokenizer {
  private var word: [UInt8] = []
  /// An apostrophe was seen after a letter; it counts if a letter follows.
  private var apostrophe = false
  private let tokens: Tokens

  public init(_ tokens: Tokens = .words) { self.tokens = tokens }

  /// The words of `text`.
  public static func words(of text: String, _ tokens: Tokens = .words) -> [String] {
    var words: [String] = []
    var tokenizer = Tokenizer(tokens)
    tokenizer.forEachWord(in: Array(text.utf8)) {
      words.append(String(decoding: $0, as: UTF8.self))
    }
    return words
  }

  /// Calls `body` with the UTF-8 bytes of each word. `bytes` must be valid UTF-8; what is not is read
  /// as a separator.
  public mutating func forEachWord(in bytes: [UInt8], _ body: ([UInt8]) -> Void) {
    guard tokens == .words else { return Self.forEachCharacter(in: bytes, body) }
    var i = 0
    while i < bytes.count {
      let byte = bytes[i]
      if byte < 0x80 {
        if let letter = Self.asciiLetters[Int(byte)] {
          append(letter)
        } else if byte == UInt8(ascii: "'") {
          noteApostrophe(body)
        } else {
          end(body)
          if byte == UInt8(ascii: "<"), let close = Self.markupEnd(in: bytes, from: i) { i = close }
        }
        i += 1
      } else {
        i += appendScalar(in: bytes, at: i, body)
      }
    }
    end(body)
  }

  /// Lower-case byte of a letter or digit, nil for anything else.
  private static let asciiLetters: [UInt8?] = (0..<128).map { code in
    let byte = UInt8(code)
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): return byte
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): return byte + 32
    default: return nil
    }
  }

  private mutating func append(_ byte: UInt8) {
    if apostrophe {
      word.append(UInt8(ascii: "'"))
      apostrophe = false
    }
    word.append(byte)
  }

  private mutating func noteApostrophe(_ body: ([UInt8]) -> Void) {
    if word.isEmpty || apostrophe { end(body) } else { apostrophe = true }
  }

  private mutating func end(_ body: ([UInt8]) -> Void) {
    apostrophe = false
    guard !word.isEmpty else { return }
    body(word)
    word.removeAll(keepingCapacity: true)
  }

  /// Takes the scalar that begins at `i`, and gives its number of bytes.
  private mutating func appendScalar(
    in bytes: [UInt8], at i: Int, _ body: ([UInt8]) -> Void
  ) -> Int {
    let length = UTF8Check.length(of: bytes, at: i)
    guard length > 1 else {
      end(body)
      return 1
    }
    let text = String(decoding: bytes[i..<i + length], as: UTF8.self)
    guard let scalar = text.unicodeScalars.first else { return length }
    if scalar == "\u{2019}" {
      noteApostrophe(body)
      return length
    }
    let properties = scalar.properties
    let isMark =
      properties.generalCategory == .nonspacingMark || properties.generalCategory == .spacingMark
    guard properties.isAlphabetic || properties.numericType != nil || (isMark && !word.isEmpty)
    else {
      end(body)
      return length
    }
    for byte in properties.lowercaseMapping.utf8 { append(byte) }
    return length
  }

  /// Where markup that begins at `start` ends; nil when it is a plain `<`.
  static func markupEnd(in bytes: [UInt8], from start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    let first = bytes[start + 1]
    let isTag =
      first == UInt8(ascii: "/") || first == UInt8(ascii: "!")
      || (first < 0x80 && asciiLetters[Int(first)] != nil && first > UInt8(ascii: "9"))
    guard isTag else { return nil }
    for i in start + 1..<min(start + 200, bytes.count) {
      if bytes[i] == UInt8(ascii: ">") { return i }
      if bytes[i] == UInt8(ascii: "<") { return nil }
    }
    return nil
  }
}
