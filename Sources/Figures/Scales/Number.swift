internal import Glibc

/// Numbers as figures write them.
enum Number {
  /// At an axis whose ticks are `step` apart: as many decimals as tell them apart.
  static func label(_ value: Double, step: Double, largest: Double) -> String {
    if value == 0 { return "0" }
    let place = (log10(step) + 1e-9).rounded(.down)
    if largest < 1e7, step >= 1e-5 { return fixed(value, Int(max(0, -place))) }
    let digits = log10(abs(value)).rounded(.down) - place
    return tidy(printed("%.*e", Int(min(max(digits, 0), 15)), value))
  }

  /// Four significant digits.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), abs(value) < 1e7 { return fixed(value, 0) }
    return tidy(printed("%.*g", 4, value))
  }

  /// With thousands apart from 10,000 on.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    let text = printed("%.*f", digits, value)
    guard abs(value) >= 10_000 else { return text }
    let whole = text.prefix { $0 != "." }.drop { $0 == "-" }
    var grouped = value < 0 ? "-" : ""
    for (index, digit) in whole.enumerated() {
      if index > 0, (whole.count - index) % 3 == 0 { grouped += "," }
      grouped.append(digit)
    }
    return grouped + text.drop { $0 != "." }
  }

  /// A place in a drawing: two decimals, without zeros at the end.
  static func place(_ value: Double) -> String {
    var text = printed("%.*f", 2, value)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text == "-0" ? "0" : text
  }

  /// `2.5e+09` as `2.5e9`.
  private static func tidy(_ text: String) -> String {
    guard let mark = text.firstIndex(of: "e") else { return text }
    var mantissa = text[..<mark]
    if mantissa.contains(".") {
      while mantissa.last == "0" { mantissa.removeLast() }
      if mantissa.last == "." { mantissa.removeLast() }
    }
    let exponent = text[text.index(after: mark)...]
    let digits = exponent.drop { $0 == "+" || $0 == "-" || $0 == "0" }
    return mantissa + "e" + (exponent.hasPrefix("-") ? "-" : "") + (digits.isEmpty ? "0" : digits)
  }

  private static func printed(_ format: String, _ digits: Int, _ number: Double) -> String {
    withVaList([Int32(clamping: digits), number]) { arguments in
      var buffer = [CChar](repeating: 0, count: 512)
      let length = vsnprintf(&buffer, buffer.count, format, arguments)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
