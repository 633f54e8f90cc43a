internal import Evaluation
internal import Glibc

func raised(_ x: Float, _ y: Float) -> Float { powf(x, y) }
func logarithm(_ x: Float) -> Float { logf(x) }

/// A function of one number, which tensors take element by element: what it gives, and its slope.
struct ElementwiseFunction: Sendable {
  let name: String
  let summary: String
  let example: String
  let ofNumber: @Sendable (Double) -> Double
  let ofFloat: @Sendable (Float) -> Float
  /// From x and f(x).
  let derivative: @Sendable (Float, Float) -> Float

  static let named = Dictionary(
    all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

  static let all: [ElementwiseFunction] = [
    .init(
      "floor", "Gives the largest whole number that is not above.", "floor(2.7)  # 2",
      { $0.rounded(.down) }, { $0.rounded(.down) }, { _, _ in 0 }),
    .init(
      "ceil", "Gives the smallest whole number that is not below.", "ceil(2.1)  # 3",
      { $0.rounded(.up) }, { $0.rounded(.up) }, { _, _ in 0 }),
    .init(
      "abs", "Gives the absolute value.", "abs(-3)  # 3", { abs($0) }, { abs($0) },
      { x, _ in x > 0 ? 1 : x < 0 ? -1 : 0 }),
    .init(
      "sign", "Gives 1 for what is above 0, -1 for what is below, else 0.", "sign(-3)  # -1",
      { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { $0 > 0 ? 1 : $0 < 0 ? -1 : $0 }, { _, _ in 0 }),
    .init(
      "sqrt", "Gives the square root.", "sqrt(9)  # 3", { $0.squareRoot() }, { $0.squareRoot() },
      { _, y in 0.5 / y }),
    .init(
      "exp", "Gives e to the power.", "exp(0)  # 1", { Glibc.exp($0) }, { expf($0) },
      { _, y in y }),
    .init(
      "log", "Gives the natural logarithm.", "log(1)  # 0", { Glibc.log($0) }, { logf($0) },
      { x, _ in 1 / x }),
    .init(
      "sin", "Gives the sine of an angle in radians.", "sin(0)  # 0", { Glibc.sin($0) },
      { sinf($0) }, { x, _ in cosf(x) }),
    .init(
      "cos", "Gives the cosine of an angle in radians.", "cos(0)  # 1", { Glibc.cos($0) },
      { cosf($0) }, { x, _ in -sinf(x) }),
    .init(
      "tan", "Gives the tangent of an angle in radians.", "tan(0)  # 0", { Glibc.tan($0) },
      { tanf($0) }, { _, y in 1 + y * y }),
    .init(
      "atan", "Gives the angle in radians whose tangent it is.", "atan(0)  # 0",
      { Glibc.atan($0) }, { atanf($0) }, { x, _ in 1 / (1 + x * x) }),
    .init(
      "tanh", "Gives the hyperbolic tangent.", "tanh(0)  # 0", { Glibc.tanh($0) }, { tanhf($0) },
      { _, y in 1 - y * y }),
    .init(
      "sigmoid", "Gives 1 / (1 + exp(-x)).", "sigmoid(0)  # 0.5", { 1 / (1 + Glibc.exp(-$0)) },
      { 1 / (1 + expf(-$0)) }, { _, y in y * (1 - y) }),
    .init(
      "relu", "Gives what is above 0, and 0 for the rest.", "relu(-3)  # 0",
      { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 }, { $0 > 0 ? $0 : $0.isNaN ? $0 : 0 },
      { x, _ in x > 0 ? 1 : 0 }),
  ]

  private init(
    _ name: String, _ summary: String, _ example: String,
    _ ofNumber: @escaping @Sendable (Double) -> Double,
    _ ofFloat: @escaping @Sendable (Float) -> Float,
    _ derivative: @escaping @Sendable (Float, Float) -> Float
  ) {
    self.name = name
    self.summary = summary
    self.example = example
    self.ofNumber = ofNumber
    self.ofFloat = ofFloat
    self.derivative = derivative
  }

  /// As a native function.
  var builtin: Builtin {
    Builtin(
      name, in: .numbers, summary,
      .required("x", "a number, or a tensor to take element by element"), example: example
    ) { (_, x: NumberOrTensor) -> Value in
      switch x {
      case .number(let number): .number(ofNumber(number))
      case .tensor(let tensor): try tensor.apply(self)
      }
    }
    .ofNumber(ofNumber)
    .quickly { arguments in
      guard arguments.count == 1, let tensor = arguments[0].asObject as? TensorObject,
        let result = try? tensor.apply(self)
      else { return false }
      arguments.give(result)
      return true
    }
  }
}

/// What the functions of numbers take.
enum NumberOrTensor: ValueConvertible {
  static var kindName: String { "number or tensor" }
  static var kinds: KindSet { ["number", "tensor"] }
  case number(Double)
  case tensor(TensorObject)

  static func convert(_ value: Value) -> NumberOrTensor? {
    if case .number(let number) = value { return .number(number) }
    return (value.asObject as? TensorObject).map { .tensor($0) }
  }
}
