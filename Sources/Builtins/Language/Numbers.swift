internal import Evaluation
internal import Glibc

/// Functions of numbers; those that tensors have too ask the value itself first.
let numberBuiltins: [Builtin] = [
  Builtin(
    "number", in: .numbers, "Reads a number from text.",
    .required("text", "a number as it is written in programs"),
    example: "number(\"2.5\")  # 2.5"
  ) { (_, value: Value) in
    switch value {
    case .number: return value
    case .bool(let bool): return .number(bool ? 1 : 0)
    default:
      let text = value.asString ?? ""
      let trimmed = String(text.filter { !$0.isWhitespace && $0 != "_" })
      guard let number = Double(trimmed) else {
        throw NativeError(
          "S0302", "this is no number",
          label: value.asString.map { "\"\($0)\"" } ?? value.kindPhrase,
          argument: "text")
      }
      return .number(number)
    }
  },
  Builtin(
    "round", in: .numbers, "Rounds to the nearest number with so many digits, halves away from 0.",
    .required("x", "a number"), .optional("digits", default: 0, "digits after the point"),
    example: "round(2.567, digits: 1)  # 2.6"
  ) { (_, x: Double, digits: Int) in
    guard abs(digits) <= 300 else { return x }
    let scale = pow(10, Double(digits))
    let rounded = (x * scale).rounded(.toNearestOrAwayFromZero) / scale
    return rounded.isFinite ? rounded : x
  },
  elementwise("floor", "Gives the largest whole number that is not above.", "floor(2.7)  # 2") {
    $0.rounded(.down)
  },
  elementwise("ceil", "Gives the smallest whole number that is not below.", "ceil(2.1)  # 3") {
    $0.rounded(.up)
  },
  elementwise("abs", "Gives the absolute value.", "abs(-3)  # 3") { abs($0) },
  elementwise("sqrt", "Gives the square root.", "sqrt(9)  # 3") { $0.squareRoot() },
  elementwise("exp", "Gives e to the power.", "exp(0)  # 1") { Glibc.exp($0) },
  elementwise("log", "Gives the natural logarithm.", "log(1)  # 0") { Glibc.log($0) },
  elementwise("sin", "Gives the sine of an angle in radians.", "sin(0)  # 0") { Glibc.sin($0) },
  elementwise("cos", "Gives the cosine of an angle in radians.", "cos(0)  # 1") { Glibc.cos($0) },
  elementwise("tanh", "Gives the hyperbolic tangent.", "tanh(0)  # 0") { Glibc.tanh($0) },
  elementwise("sigmoid", "Gives 1 / (1 + exp(-x)).", "sigmoid(0)  # 0.5") {
    1 / (1 + Glibc.exp(-$0))
  },
  reduction("sum", "Adds up a list, range or tensor.", "sum([1, 2, 3])  # 6") { numbers in
    numbers.reduce(0, +)
  },
  reduction("mean", "Gives the mean of a list, range or tensor.", "mean([1, 2, 6])  # 3") {
    numbers in
    numbers.isEmpty ? .nan : numbers.reduce(0, +) / Double(numbers.count)
  },
  reduction("maximum", "Gives the largest of a list, range or tensor.", "maximum([3, 8, 1])  # 8") {
    numbers in
    numbers.max() ?? .nan
  },
  reduction(
    "minimum", "Gives the smallest of a list, range or tensor.", "minimum([3, 8, 1])  # 1"
  ) { numbers in
    numbers.min() ?? .nan
  },
  reduction(
    "argmax", "Gives the index of the largest element, the first where equal.",
    "argmax([3, 8, 1])  # 1"
  ) { numbers in
    Double(
      numbers.indices.max { numbers[$0] < numbers[$1] || (numbers[$0] == numbers[$1] && $0 > $1) }
        ?? 0)
  },
]

private func elementwise(
  _ name: String, _ summary: String, _ example: String, _ function: @escaping (Double) -> Double
) -> Builtin {
  Builtin(
    name, in: .numbers, summary, .required("x", "a number, or a tensor to take element by element"),
    example: example
  ) { (_, x: Value) in
    if case .number(let number) = x { return Value.number(function(number)) }
    if let native = x.asObject as? NativeObject, let result = try native.applied(name, [:]) {
      return result
    }
    throw NativeError(
      "S0302", "`x` of `\(name)` must be a number or a tensor", label: "this is \(x.kindPhrase)",
      help: x.asList == nil ? nil : "for a list:  map(xs, \(name))", argument: "x")
  }
  .ofNumber(function)
}

private func reduction(
  _ name: String, _ summary: String, _ example: String, _ function: @escaping ([Double]) -> Double
) -> Builtin {
  Builtin(
    name, in: .numbers, summary, .required("values", "a list or range of numbers, or a tensor"),
    .optional(
      "axis", shown: "none", "of a tensor, the axis to go along; all without", orElse: Int?.none),
    example: example
  ) { (_, values: Value, axis: Int?) in
    if let native = values.asObject as? NativeObject {
      var arguments: [String: Value] = [:]
      if let axis { arguments["axis"] = .number(Double(axis)) }
      if let result = try native.applied(name, arguments) { return result }
    }
    return Value.number(function(try numbers(values, of: name)))
  }
}

private func numbers(_ values: Value, of name: String) throws -> [Double] {
  if let range = values.asObject as? RangeObject { return try range.numbers() }
  guard let list = values.asList else {
    throw NativeError(
      "S0302", "`values` of `\(name)` must be a list, range or tensor",
      label: "this is \(values.kindPhrase)", argument: "values")
  }
  let numbers = list.items.compactMap(\.asNumber)
  guard numbers.count == list.items.count else {
    let wrong = list.items.first { $0.asNumber == nil } ?? .none
    throw NativeError(
      "S0302", "`\(name)` needs numbers", label: "the list holds \(wrong.kindPhrase)",
      argument: "values")
  }
  guard !numbers.isEmpty || name == "sum" else {
    throw NativeError("S0302", "`\(name)` of an empty list has no value", argument: "values")
  }
  return numbers
}
