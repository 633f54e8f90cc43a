internal import Differentiation
internal import Evaluation

/// The functions of one number, each a native, which tensors take element by element.
let smoothFunctions: [Builtin] = [
  smooth("floor", "Gives the largest whole number that is not above.", "floor(2.7)  # 2"),
  smooth("ceil", "Gives the smallest whole number that is not below.", "ceil(2.1)  # 3"),
  smooth("abs", "Gives the absolute value.", "abs(-3)  # 3"),
  smooth("sign", "Gives 1 for what is above 0, -1 for what is below, else 0.", "sign(-3)  # -1"),
  smooth("sqrt", "Gives the square root.", "sqrt(9)  # 3"),
  smooth("exp", "Gives e to the power.", "exp(0)  # 1"),
  smooth("log", "Gives the natural logarithm.", "log(1)  # 0"),
  smooth("sin", "Gives the sine of an angle in radians.", "sin(0)  # 0"),
  smooth("cos", "Gives the cosine of an angle in radians.", "cos(0)  # 1"),
  smooth("tan", "Gives the tangent of an angle in radians.", "tan(0)  # 0"),
  smooth("atan", "Gives the angle in radians whose tangent it is.", "atan(0)  # 0"),
  smooth("tanh", "Gives the hyperbolic tangent.", "tanh(0)  # 0"),
  smooth("sigmoid", "Gives 1 / (1 + exp(-x)).", "sigmoid(0)  # 0.5"),
  smooth("relu", "Gives what is above 0, and 0 for the rest.", "relu(-3)  # 0"),
]

private let functions = Dictionary(
  SmoothFunction.all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

private func smooth(_ name: String, _ summary: String, _ example: String) -> Builtin {
  guard let function = functions[name] else { preconditionFailure("no function is called \(name)") }
  return Builtin(
    name, in: .numbers, summary,
    .required("x", "a number, or a tensor or sparse matrix to take element by element"),
    example: example
  ) { (_, x: NumberOrTensor) -> Value in
    switch x {
    case .number(let number): .number(function.ofNumber(number))
    case .tensor(let tensor): try tensor.apply(function)
    case .sparse(let matrix): try matrix.apply(function)
    }
  }
  .ofNumber(function.ofNumber)
  .quickly { arguments in
    guard arguments.count == 1, let tensor = arguments[0].asObject as? TensorObject,
      let result = try? tensor.apply(function)
    else { return false }
    arguments.give(result)
    return true
  }
}

/// What the functions of numbers take.
enum NumberOrTensor: ValueConvertible {
  static var kindName: String { "number, tensor or sparse matrix" }
  static var kinds: KindSet { ["number", "tensor", "sparse"] }
  case number(Double)
  case tensor(TensorObject)
  case sparse(SparseObject)

  static func convert(_ value: Value) -> NumberOrTensor? {
    if case .number(let number) = value { return .number(number) }
    if let sparse = value.asObject as? SparseObject { return .sparse(sparse) }
    return (value.asObject as? TensorObject).map { .tensor($0) }
  }
}
