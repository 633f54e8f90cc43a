internal import Glibc

/// What the operators of numbers mean.
enum Arithmetic {
  /// The remainder of division rounded down, with the sign of the divisor: −7 % 3 is 2.
  @inline(__always)
  static func remainder(_ x: Double, _ y: Double) -> Double {
    // Whole numbers by way of integers: a floating-point division costs four times as much.
    if abs(x) < 0x1p53, y > 0, y < 0x1p53, x == x.rounded(.towardZero), y == y.rounded(.towardZero)
    {
      let rest = Int(x) % Int(y)
      return Double(rest < 0 ? rest + Int(y) : rest)
    }
    return x - y * (x / y).rounded(.down)
  }

  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }
}
