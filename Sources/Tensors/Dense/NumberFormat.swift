internal import Glibc
internal import Synchronization

/// How numbers that stand together are written: with the same decimals, or all with an exponent.
///
/// The decimals follow the largest of them. One beside it that they would make 0, though it is not, is written
/// with an exponent of its own.
public struct NumberFormat: Sendable {
  private let decimals: Int
  private let hasExponent: Bool

  /// Significant digits of the largest of numbers that are shown together, for the whole process.
  public static var digits: Int {
    get { current.load(ordering: .relaxed) }
    set { current.store(min(max(newValue, 1), mostDigits), ordering: .relaxed) }
  }
  /// As many as a number of 64 bits has.
  public static let mostDigits = 17
  private static let current = Atomic<Int>(5)

  public init(for values: some Sequence<Float>, digits: Int = NumberFormat.digits) {
    self.init(for: values.map { Double($0) }, digits: digits)
  }

  /// About `digits` significant digits of the largest of `values`, without decimals that all would end in 0.
  public init(for values: some Sequence<Double>, digits: Int = NumberFormat.digits) {
    let sizes = values.filter { $0.isFinite && $0 != 0 }.map { abs($0) }
    let largest = sizes.max() ?? 0
    let longest = pow(10, Double(max(7, digits)))
    if sizes.allSatisfy({ $0 == $0.rounded() }), largest < longest {
      (decimals, hasExponent) = (0, false)
      return
    }
    hasExponent = largest >= longest || largest < 1e-3
    guard !hasExponent else {
      decimals = max(digits - 2, 0)
      return
    }
    let place = Int(log10(largest).rounded(.down))
    let most = largest >= 0.1 ? max(digits - 1 - max(place, 0), 1) : max(digits - 2 - place, 1)
    var needed = most
    while needed > 1, sizes.allSatisfy({ Self.isRound($0, needed - 1, within: most) }) {
      needed -= 1
    }
    decimals = needed
  }

  /// Whether a number written with `most` decimals ends in zeros after `digits` of them.
  private static func isRound(_ number: Double, _ digits: Int, within most: Int) -> Bool {
    let units = (number * pow(10, Double(most))).rounded()
    return units.truncatingRemainder(dividingBy: pow(10, Double(most - digits))) == 0
  }

  public func text(_ value: Float) -> String { text(Double(value)) }

  public func text(_ value: Double) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if hasExponent { return Self.printed("%.*e", decimals, value) }
    let wouldBeZero = value != 0 && abs(value) < 0.5 * pow(10, Double(-decimals))
    return Self.printed(wouldBeZero ? "%.*e" : "%.*f", wouldBeZero ? 1 : decimals, value)
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
