internal import Glibc

/// What the operators of numbers mean.
enum Arithmetic {
  /// The remainder of division rounded down, with the sign of the divisor: −7 % 3 is 2.
  @inline(__always)
  static func remainder(_ x: Double, _ y: Double) -> Double {
    // Whole numbers by way of integers: a floating-point division costs four times as much, and to
    // round without SSE4.1 is a call.
    if abs(x) < 0x1p53, y >= 1, y < 0x1p53 {
      let (a, b) = (Int(x), Int(y))
      if Double(a) == x, Double(b) == y {
        let rest = a % b
        return Double(rest < 0 ? rest &+ b : rest)
      }
    }
    return x - y * (x / y).rounded(.down)
  }

  static func power(_ x: Double, _ y: Double) -> Double { y == 2 ? x * x : pow(x, y) }
}
