internal import Glibc

/// Division rounded down, and what it leaves, of 32-bit numbers: exact for all that are finite.
public enum WholeDivision {
  /// x − y ⌊x / y⌋, with the sign of the divisor.
  public static func remainder(_ x: Float, _ y: Float) -> Float {
    let rest = fmodf(x, y)
    if rest == 0 { return copysignf(0, y) }
    return rest < 0 && y > 0 || rest > 0 && y < 0 ? rest + y : rest
  }

  /// ⌊x / y⌋, rounded once.
  ///
  /// The quotient in 64 bits lies so near to the exact one that it is on the wrong side of a whole number
  /// only where it was rounded to it; what is left of x, which is exact, then tells.
  public static func quotient(_ x: Float, _ y: Float) -> Float {
    let rounded = (Double(x) / Double(y)).rounded(.down)
    guard x.isFinite, rounded.isFinite, y != 0 else { return Float(rounded) }
    guard y.isFinite else { return x == 0 || (x < 0) == (y < 0) ? 0 : -1 }
    let rest = Double(x).addingProduct(-rounded, Double(y))
    return Float(rest == 0 || (rest < 0) == (y < 0) ? rounded : rounded - 1)
  }
}
