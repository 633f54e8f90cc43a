internal import Characters
public import Syntax

extension FormatSpecification {
  /// `value` written as the specification says; throws where it is no number and must be one.
  public func format(_ value: Value) throws -> String {
    guard let number = value.asNumber else { return padded(try text(of: value), as: .left) }
    let text = text(of: number)
    guard fillsWithZeros, hasDigits(number) else { return padded(text, as: .right) }
    return filled(text)
  }

  /// A share of 1.7e308 has too many per cent to be written.
  private func hasDigits(_ number: Double) -> Bool {
    (notation == .percent ? number * 100 : number).isFinite
  }

  private func text(of value: Value) throws -> String {
    guard notation == nil, digits == nil, !groupsThousands, !showsPlus, !fillsWithZeros else {
      let what =
        fillsWithZeros ? "are filled with zeros" : showsPlus ? "have a sign" : "have digits"
      throw NativeError(
        "S0205", "only numbers \(what), this is \(value.kindPhrase)",
        help: "a width alone, as in {x:>10}, fits every value")
    }
    return value.text
  }

  /// With blanks, up to the width.
  private func padded(_ text: String, as standard: Alignment) -> String {
    guard let width, case let missing = width - displayWidth(of: text), missing > 0 else {
      return text
    }
    let left =
      switch alignment ?? standard {
      case .left: 0
      case .right: missing
      case .centre: missing / 2
      }
    return String(repeating: " ", count: left) + text
      + String(repeating: " ", count: missing - left)
  }

  private func text(of number: Double) -> String {
    var text: String
    if number.isFinite {
      text =
        switch notation {
        case .fixed: number.printed("%.*f", digits: digits ?? 6)
        case .exponent: number.printed("%.*e", digits: digits ?? 6)
        case .general: number.printed("%.*g", digits: digits ?? 6)
        case .whole: number.printed("%.*f", digits: 0)
        case .percent: (number * 100).printed("%.*f", digits: digits ?? 0) + "%"
        case nil: digits.map { number.printed("%.*f", digits: $0) } ?? number.formattedShort
        }
    } else {
      text = number.formattedShort
    }
    if showsPlus, !text.utf8.starts(with: "-".utf8), !number.isNaN { text = "+" + text }
    return groupsThousands && hasDigits(number) ? Parts(text).grouped : text
  }

  /// With zeros between sign and digits, up to the width; in groups too, where digits are grouped, and no
  /// group is then cut.
  private func filled(_ text: String) -> String {
    var parts = Parts(text)
    parts.whole.removeAll { $0 == "," }
    guard let width else { return text }
    let around = parts.sign.count + parts.rest.count
    func length(_ digits: Int) -> Int {
      around + digits + (groupsThousands ? (digits - 1) / 3 : 0)
    }
    var digits = parts.whole.count
    while length(digits) < width { digits += 1 }
    parts.whole = String(repeating: "0", count: digits - parts.whole.count) + parts.whole
    return groupsThousands ? parts.grouped : parts.sign + parts.whole + parts.rest
  }

  /// A number as text: its sign, the digits before the point, and what follows.
  private struct Parts {
    var sign: String
    var whole: String
    var rest: String

    init(_ text: String) {
      let digits = text.drop { !$0.isNumber }
      sign = String(text.prefix(text.count - digits.count))
      whole = String(digits.prefix { $0.isNumber || $0 == "," })
      rest = String(digits.dropFirst(whole.count))
    }

    /// With a comma before every third digit from the point.
    var grouped: String {
      var result = sign
      for (index, digit) in whole.enumerated() {
        if index > 0, (whole.count - index) % 3 == 0 { result += "," }
        result.append(digit)
      }
      return result + rest
    }
  }
}
