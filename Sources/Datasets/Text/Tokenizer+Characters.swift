/// Texts of languages that write no spaces between words, cut into characters.
extension Tokenizer {
  /// Calls `body` with the UTF-8 bytes of each character: lower case, markup removed, any white space
  /// between two characters one blank. Characters are those of the language, with their marks.
  static func forEachCharacter(in bytes: [UInt8], _ body: ([UInt8]) -> Void) {
    var isFirst = true
    var isAfterSpace = false
    for character in String(decoding: withoutMarkup(bytes), as: UTF8.self) {
      if character.isWhitespace {
        isAfterSpace = true
        continue
      }
      if isAfterSpace, !isFirst { body([UInt8(ascii: " ")]) }
      body(Array(character.lowercased().utf8))
      isFirst = false
      isAfterSpace = false
    }
  }

  /// A blank in place of each piece of markup.
  private static func withoutMarkup(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(UInt8(ascii: "<")) else { return bytes }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var i = 0
    while i < bytes.count {
      if bytes[i] == UInt8(ascii: "<"), let close = markupEnd(in: bytes, from: i) {
        text.append(UInt8(ascii: " "))
        i = close
      } else {
        text.append(bytes[i])
      }
      i += 1
    }
    return text
  }
}
