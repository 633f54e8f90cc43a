internal import Characters

/// Texts as parts of a page.
enum HTML {
  /// What stands for itself, also in an attribute: no text can be markup.
  static func escaped(_ text: some StringProtocol) -> String { escapedForPage(String(text)) }

  static func span(_ name: String, _ text: some StringProtocol) -> String {
    "<span class=\"\(name)\">\(escaped(text))</span>"
  }

  /// A picture in the page itself; `base64` holds its bytes.
  static func picture(_ type: String, base64: String, alternative: String = "") -> String {
    "<img src=\"data:\(type);base64,\(base64)\" alt=\"\(escaped(alternative))\">"
  }
}

/// Bytes as text, 6 bits a character (RFC 4648).
enum Base64 {
  private static let digits = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func text(of bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    var iterator = bytes.makeIterator()
    while let first = iterator.next() {
      let second = iterator.next()
      let third = second == nil ? nil : iterator.next()
      let bits = UInt32(first) << 16 | UInt32(second ?? 0) << 8 | UInt32(third ?? 0)
      text.append(digits[Int(bits >> 18)])
      text.append(digits[Int(bits >> 12 & 63)])
      text.append(second == nil ? UInt8(ascii: "=") : digits[Int(bits >> 6 & 63)])
      text.append(third == nil ? UInt8(ascii: "=") : digits[Int(bits & 63)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// A text without its line breaks; nil where it is no base64.
  static func checked(_ text: String) -> String? {
    let bytes = text.utf8.filter { $0 > 0x20 }
    let isRight = bytes.allSatisfy { digits.contains($0) || $0 == UInt8(ascii: "=") }
    return isRight ? String(decoding: bytes, as: UTF8.self) : nil
  }
}
