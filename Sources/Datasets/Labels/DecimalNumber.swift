/// Numbers as tables hold them: decimal digits, with a sign, a point or an exponent.
enum DecimalNumber {
  /// The number that `text` is, white space around it left out; nil where it is none, not finite, or
  /// written in another way, such as `0x1F` or `nan`.
  static func value(of text: some Collection<UInt8>) -> Double? {
    let text = String(decoding: text, as: UTF8.self).trimmed
    let isDecimal = text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
        true
      default: false
      }
    }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }
}
