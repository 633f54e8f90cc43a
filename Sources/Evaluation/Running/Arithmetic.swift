internal import Glibc

/// What the operators of numbers mean.
enum Arithmetic {
  /// The whole number that `x` is, where it is one and below 2⁵¹.
  ///
  /// Added to 1.5 · 2⁵², a number of that size leaves its digits in the low bits. Converting it with
  /// `Int(x)` costs three comparisons more, for the cases in which it would trap.
  @inline(__always)
  static func whole(_ x: Double) -> Int? {
    let shifted = x + 0x1.8p52
    guard x.magnitude < 0x1p51, shifted - 0x1.8p52 == x else { return nil }
    return Int(bitPattern: UInt(shifted.bitPattern)) &- Int((0x1.8p52).bitPattern)
  }

  /// The remainder of division rounded down, with the sign of the divisor: −7 % 3 is 2. Exact, but where
  /// the divisor is added to a negative one, which rounds once.
  @inline(__always)
  static func remainder(_ x: Double, _ y: Double) -> Double {
    // Whole numbers by way of integers: a floating-point division costs four times as much, and to
    // round without SSE4.1 is a call.
    if let a = whole(x), let b = whole(y), b > 0 {
      let rest = a % b
      return Double(rest < 0 ? rest &+ b : rest)
    }
    let rest = fmod(x, y)
    if rest == 0 { return copysign(0, y) }
    return rest < 0 && y > 0 || rest > 0 && y < 0 ? rest + y : rest
  }

  /// The largest whole number that is not above the exact quotient, rounded once.
  ///
  /// The quotient is rounded already when it is looked at. What is left of x, which a fused
  /// multiplication tells exactly, says on which side of a whole number it lay; where only every second
  /// number or fewer can be told apart, how far.
  static func quotient(_ x: Double, _ y: Double) -> Double {
    let rounded = (x / y).rounded(.down)
    guard x.isFinite, rounded.isFinite, y != 0 else { return rounded }
    guard y.isFinite else { return x == 0 || (x < 0) == (y < 0) ? 0 : -1 }
    let rest = x.addingProduct(-rounded, y)
    if rest == 0 { return rounded }
    if rounded.magnitude < 0x1p53 { return (rest < 0) == (y < 0) ? rounded : rounded - 1 }
    return rounded + quotient(rest, y)
  }

  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }
}
