internal import Syntax

extension Double {
  /// The number nearest to the decimal with so many digits after the point that is nearest to this; of two
  /// that are equally near, the one further from 0.
  ///
  /// The exact value of the number decides, which has as many decimals as it has binary places, and not a
  /// product with a power of ten, which is rounded itself: 2.675 is 2.67499999999999982 and becomes 2.67.
  func rounded(toDigits digits: Int) -> Double {
    guard isFinite, self != 0 else { return self }
    let places = significandWidth - Int(exponent)
    if places <= digits, digits >= 0 { return self }
    if digits == 0 { return rounded(.toNearestOrAwayFromZero) }
    let text = digits < 0 ? wholeDigits(without: -digits) : decimals(digits, places)
    guard let size = Double(text) else { return self }
    return self < 0 ? -size : size
  }

  /// It lies halfway between two decimals just where it has one binary place more than they have digits; it
  /// is then taken for a little more than it is.
  private func decimals(_ digits: Int, _ places: Int) -> String {
    let size = places == digits + 1 ? magnitude.nextUp : magnitude
    return size.printed("%.*f", digits: digits)
  }

  /// The digits before the point as far as they count, the last of them rounded, and zeros.
  private func wholeDigits(without dropped: Int) -> String {
    let digits = Array(magnitude.rounded(.towardZero).printed("%.*f", digits: 0).utf8)
    guard dropped <= digits.count else { return "0" }
    var kept = digits.dropLast(dropped)
    var carries = digits[digits.count - dropped] >= UInt8(ascii: "5")
    for place in kept.indices.reversed() where carries {
      carries = kept[place] == UInt8(ascii: "9")
      kept[place] = carries ? UInt8(ascii: "0") : kept[place] + 1
    }
    return (carries ? "1" : "") + String(decoding: kept, as: UTF8.self)
      + String(repeating: "0", count: dropped)
  }
}
