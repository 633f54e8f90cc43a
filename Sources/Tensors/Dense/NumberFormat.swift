internal import Glibc

/// How numbers that stand together are written: with the same decimals, or all with an exponent.
public struct NumberFormat: Sendable {
  private let digits: Int
  private let hasExponent: Bool

  /// About five significant digits of the largest of `values`, without decimals that all would end in 0.
  public init(for values: some Sequence<Float>) {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map { Double(abs($0)) }
    let largest = sizes.max() ?? 0
    if sizes.allSatisfy({ $0 == $0.rounded() }), largest < 1e7 {
      (digits, hasExponent) = (0, false)
      return
    }
    hasExponent = largest >= 1e7 || largest < 1e-3
    guard !hasExponent else {
      digits = 3
      return
    }
    let place = Int(log10(largest).rounded(.down))
    let most = largest >= 0.1 ? max(4 - max(place, 0), 1) : 3 - place
    var needed = most
    while needed > 1, sizes.allSatisfy({ Self.isRound($0, needed - 1, within: most) }) {
      needed -= 1
    }
    digits = needed
  }

  /// Whether a number written with `most` decimals ends in zeros after `digits` of them.
  private static func isRound(_ number: Double, _ digits: Int, within most: Int) -> Bool {
    let units = (number * pow(10, Double(most))).rounded()
    return units.truncatingRemainder(dividingBy: pow(10, Double(most - digits))) == 0
  }

  public func text(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    return Self.printed(hasExponent ? "%.*e" : "%.*f", digits, Double(value))
  }

  /// A number by itself, with four significant digits.
  public static func short(_ value: Double) -> String {
    if value == 0 { return "0" }
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    return printed("%.*g", 4, value)
  }

  private static func printed(_ format: String, _ digits: Int, _ number: Double) -> String {
    withVaList([Int32(clamping: digits), number]) { arguments in
      var buffer = [CChar](repeating: 0, count: 64)
      let length = vsnprintf(&buffer, buffer.count, format, arguments)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}
