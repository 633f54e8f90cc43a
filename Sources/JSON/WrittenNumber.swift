internal import Glibc

/// Numbers as JSON and setl write them: which there are, and which of them a double holds.
///
/// A number is digits with `-` before, a fraction or an exponent behind. It has no `+` before it, and no
/// 0 before other digits: `007` is a code, not a seven. A double holds a whole number where it is that
/// very number; a fraction or a number with an exponent it holds as the nearest there is, which is what
/// such a number means; none that is too large, or so small that nothing but 0 would be left of it.
public enum WrittenNumber {
  /// Where the number that begins at `start` ends; nil where none begins there.
  public static func end(in bytes: [UInt8], from start: Int) -> Int? {
    var place = start
    if byte(bytes, place) == UInt8(ascii: "-") { place += 1 }
    let first = place
    guard skipDigits(bytes, &place) else { return nil }
    guard bytes[first] != UInt8(ascii: "0") || place == first + 1 else { return nil }
    if byte(bytes, place) == UInt8(ascii: ".") {
      place += 1
      guard skipDigits(bytes, &place) else { return nil }
    }
    if byte(bytes, place) == UInt8(ascii: "e") || byte(bytes, place) == UInt8(ascii: "E") {
      place += 1
      if byte(bytes, place) == UInt8(ascii: "+") || byte(bytes, place) == UInt8(ascii: "-") {
        place += 1
      }
      guard skipDigits(bytes, &place) else { return nil }
    }
    return place
  }

  /// The double that holds the number that `bytes` are; nil where none does.
  public static func value(of bytes: [UInt8]) -> Double? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    let isWhole = digits.allSatisfy { isDigit($0) }
    if isWhole, digits.count <= 15 {
      let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
      return isNegative ? -Double(value) : Double(value)
    }
    guard let value = Double(String(decoding: bytes, as: UTF8.self)), value.isFinite else {
      return nil
    }
    if isWhole { return wholeDigits(of: value.magnitude).elementsEqual(digits) ? value : nil }
    let mantissa = digits.prefix { $0 != UInt8(ascii: "e") && $0 != UInt8(ascii: "E") }
    let isZero = mantissa.allSatisfy { $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }
    return value != 0 || isZero ? value : nil
  }

  /// All digits of a whole number, of which the largest double has 309.
  private static func wholeDigits(of value: Double) -> [UInt8] {
    var buffer = [CChar](repeating: 0, count: 320)
    let count = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.0f", $0) }
    return buffer.prefix(max(0, min(Int(count), buffer.count))).map { UInt8(bitPattern: $0) }
  }

  private static func byte(_ bytes: [UInt8], _ place: Int) -> UInt8? {
    place < bytes.count ? bytes[place] : nil
  }

  /// Goes on behind digits; false where there is none.
  private static func skipDigits(_ bytes: [UInt8], _ place: inout Int) -> Bool {
    let start = place
    while place < bytes.count, isDigit(bytes[place]) { place += 1 }
    return place > start
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
