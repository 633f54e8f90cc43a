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

  /// The remainder of division rounded down, with the sign of the divisor: −7 % 3 is 2.
  @inline(__always)
  static func remainder(_ x: Double, _ y: Double) -> Double {
    // Whole numbers by way of integers: a floating-point division costs four times as much, and to
    // round without SSE4.1 is a call.
    if let a = whole(x), let b = whole(y), b > 0 {
      let rest = a % b
      return Double(rest < 0 ? rest &+ b : rest)
    }
    return x - y * (x / y).rounded(.down)
  }

  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }
}
