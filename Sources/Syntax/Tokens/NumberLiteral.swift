/// What the digits of a number say, as programs write them: `3`, `0.5`, `1e-3`, `1_000`.
///
/// Digits stand before and behind the point, `_` only between digits. A whole number that is written out
/// means itself and no other: where 64 bits cannot hold it, that is told. With a point or an exponent the
/// nearest number is meant, as long as there is one.
public enum NumberLiteral {
  public enum Mistake: Error, Equatable {
    /// It is not written as a number is.
    case form
    /// A whole number that lies between two that can be held; the nearest.
    case inexact(nearest: Double)
    /// It is larger than all numbers.
    case tooLarge
  }

  public static func value(_ bytes: some Collection<UInt8>) -> Result<Double, Mistake> {
    var digits: [UInt8] = []
    digits.reserveCapacity(bytes.count)
    var isWhole = true
    var beforeIsDigit = false
    var rest = bytes[...]
    func isDigit(_ byte: UInt8?) -> Bool { byte.map { (0x30...0x39).contains($0) } ?? false }
    while let byte = rest.popFirst() {
      switch byte {
      case 0x30...0x39: break
      case UInt8(ascii: "_"):
        guard beforeIsDigit, isDigit(rest.first) else { return .failure(.form) }
        beforeIsDigit = false
        continue
      case UInt8(ascii: "."):
        guard isWhole, beforeIsDigit, isDigit(rest.first) else { return .failure(.form) }
        isWhole = false
      case UInt8(ascii: "e"), UInt8(ascii: "E"):
        guard beforeIsDigit, !digits.contains(UInt8(ascii: "e")) else { return .failure(.form) }
        isWhole = false
        digits.append(UInt8(ascii: "e"))
        beforeIsDigit = false
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
          rest.popFirst().map { digits.append($0) }
        }
        guard isDigit(rest.first) else { return .failure(.form) }
        continue
      default: return .failure(.form)
      }
      beforeIsDigit = isDigit(byte)
      digits.append(byte)
    }
    guard beforeIsDigit, let value = Double(String(decoding: digits, as: UTF8.self)) else {
      return .failure(.form)
    }
    guard value.isFinite else { return .failure(.tooLarge) }
    guard isWhole, value >= 0x1p53 else { return .success(value) }
    return isWritten(value, as: digits) ? .success(value) : .failure(.inexact(nearest: value))
  }

  /// Whether a whole number above 2⁵³ has just these digits.
  private static func isWritten(_ value: Double, as digits: [UInt8]) -> Bool {
    value.printed("%.*f", digits: 0).utf8.elementsEqual(digits.drop { $0 == UInt8(ascii: "0") })
  }
}
