internal import Glibc

func raised(_ x: Float, _ y: Float) -> Float { powf(x, y) }
func logarithm(_ x: Float) -> Float { logf(x) }
func exponential(_ x: Float) -> Float { expf(x) }

/// A function of one number that tensors take element by element: what it gives, and its slope.
public struct SmoothFunction: Sendable {
  public let name: String
  public let ofNumber: @Sendable (Double) -> Double
  public let ofFloat: @Sendable (Float) -> Float
  /// From x and f(x). Where there is no slope, at a kink or a jump, that of one side.
  public let derivative: @Sendable (Float, Float) -> Float

  /// Every function; a new one is a line here, and one in the list of natives.
  public static let all: [SmoothFunction] = [
    .init("floor", { $0.rounded(.down) }, { $0.rounded(.down) }, { _, _ in 0 }),
    .init("ceil", { $0.rounded(.up) }, { $0.rounded(.up) }, { _, _ in 0 }),
    .init("abs", { abs($0) }, { abs($0) }, { x, _ in x > 0 ? 1 : x < 0 ? -1 : 0 }),
    .init(
      "sign", { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { _, _ in 0 }),
    .init("sqrt", { $0.squareRoot() }, { $0.squareRoot() }, { _, y in 0.5 / y }),
    .init("exp", { Glibc.exp($0) }, { expf($0) }, { _, y in y }),
    .init("log", { Glibc.log($0) }, { logf($0) }, { x, _ in 1 / x }),
    .init("log2", { Glibc.log2($0) }, { log2f($0) }, { x, _ in 1 / (x * 0.6931472) }),
    .init("log10", { Glibc.log10($0) }, { log10f($0) }, { x, _ in 1 / (x * 2.3025851) }),
    .init("log1p", { Glibc.log1p($0) }, { log1pf($0) }, { x, _ in 1 / (1 + x) }),
    .init("expm1", { Glibc.expm1($0) }, { expm1f($0) }, { _, y in y + 1 }),
    .init("sin", { Glibc.sin($0) }, { sinf($0) }, { x, _ in cosf(x) }),
    .init("cos", { Glibc.cos($0) }, { cosf($0) }, { x, _ in -sinf(x) }),
    .init("tan", { Glibc.tan($0) }, { tanf($0) }, { _, y in 1 + y * y }),
    .init("asin", { Glibc.asin($0) }, { asinf($0) }, { x, _ in 1 / (1 - x * x).squareRoot() }),
    .init("acos", { Glibc.acos($0) }, { acosf($0) }, { x, _ in -1 / (1 - x * x).squareRoot() }),
    .init("atan", { Glibc.atan($0) }, { atanf($0) }, { x, _ in 1 / (1 + x * x) }),
    .init("tanh", { Glibc.tanh($0) }, { tanhf($0) }, { _, y in 1 - y * y }),
    .init(
      "sigmoid", { 1 / (1 + Glibc.exp(-$0)) }, { 1 / (1 + expf(-$0)) }, { _, y in y * (1 - y) }),
    .init(
      "relu", { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 }, { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 },
      { x, _ in x > 0 ? 1 : 0 }),
  ]

  private init(
    _ name: String, _ ofNumber: @escaping @Sendable (Double) -> Double,
    _ ofFloat: @escaping @Sendable (Float) -> Float,
    _ derivative: @escaping @Sendable (Float, Float) -> Float
  ) {
    self.name = name
    self.ofNumber = ofNumber
    self.ofFloat = ofFloat
    self.derivative = derivative
  }
}
