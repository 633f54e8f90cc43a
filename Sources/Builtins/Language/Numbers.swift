internal import Evaluation
internal import Glibc
internal import Tensors

/// Functions of numbers; those that tensors have too ask the value itself first.
let numberBuiltins: [Builtin] =
  [
    Builtin(
      "number", in: .numbers, "Reads a number from text.",
      .required(
        "text", "a number as it is written in programs, a bool, or a tensor of one element"),
      example: "number(\"2.5\")  # 2.5"
    ) { (_, value: Value) in
      switch value {
      case .number: return value
      case .bool(let bool): return .number(bool ? 1 : 0)
      case .object(let object as TensorObject) where object.tensor.count == 1:
        return .number(object.tensor.values[0].nearestShort)
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
      "round", in: .numbers,
      "Rounds to the nearest number with so many digits, halves away from 0.",
      .required("x", "a number"), .optional("digits", default: 0, "digits after the point"),
      example: "round(2.567, digits: 1)  # 2.6"
    ) { (_, x: Double, digits: Int) in
      guard abs(digits) <= 300 else { return x }
      let scale = pow(10, Double(digits))
      let rounded = (x * scale).rounded(.toNearestOrAwayFromZero) / scale
      return rounded.isFinite ? rounded : x
    },
  ] + ElementwiseFunction.all.map(\.builtin)
