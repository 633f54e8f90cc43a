internal import Evaluation
internal import Syntax
internal import Tensors

/// Functions of numbers; those that tensors have too ask the value itself first.
let numberBuiltins: [Builtin] =
  [
    Builtin(
      "number", in: .numbers, "Reads a number from text.",
      .required(
        "text",
        "a number as programs or `string` write it, white space around it; a bool; or a tensor of one "
          + "element", kinds: .of("string", "number", "bool", "tensor")),
      example: "number(\"2.5\")  # 2.5",
      aliases: [
        "int": "floor(number($text))", "float": "number($text)", "parseInt": "number($text)",
      ]
    ) { (_, value: Value) in
      switch value {
      case .number: return value
      case .bool(let bool): return .number(bool ? 1 : 0)
      case .object(let object as TensorObject) where object.tensor.count == 1:
        return .number(object.tensor.values[0].nearestShort)
      default:
        guard let text = value.asString else {
          throw NativeError(
            "S0302", "this is no number", label: value.kindPhrase, argument: "text")
        }
        return .number(try number(of: text))
      }
    },
    Builtin(
      "round", in: .numbers,
      "Rounds to the nearest number with so many digits, an exact half away from 0.",
      .required("x", "a number, or a tensor or sparse matrix to take element by element"),
      .optional("digits", default: 0, "digits after the point; negative ones before it"),
      example: "round(2.567, digits: 1)  # 2.6"
    ) { (_, x: NumberOrTensor, digits: Int) -> Value in
      func rounded(_ values: [Float]) -> [Float] {
        values.map { Float($0.nearestShort.rounded(toDigits: digits)) }
      }
      switch x {
      case .number(let number): return .number(number.rounded(toDigits: digits))
      case .tensor(let object):
        try checkLarge(object.tensor.count)
        return TensorObject.value(
          Tensor(shape: object.tensor.shape, values: rounded(object.tensor.values)))
      case .sparse(let object):
        var matrix = object.matrix
        matrix.values = rounded(matrix.values)
        return .object(SparseObject(matrix))
      }
    },
  ] + smoothFunctions

/// What a text says, where it is a number as programs write it, behind a sign or none, or as `string` writes
/// those that have no digits. White space around it does not count.
private func number(of text: String) throws -> Double {
  func mistake(_ title: String, notes: [String] = [], help: String? = nil) -> NativeError {
    NativeError(
      "S0302", title, label: text.clipped.quoted, notes: notes, help: help, argument: "text")
  }
  var rest = trimmed(text)
  var sign = 1.0
  if let first = rest.first, first == "-" || first == "+" {
    sign = first == "-" ? -1 : 1
    rest.removeFirst()
  }
  if rest.elementsEqual("inf".unicodeScalars) { return sign * .infinity }
  if rest.elementsEqual("nan".unicodeScalars) { return .nan }
  switch NumberLiteral.value(String(rest).utf8) {
  case .success(let value): return sign * value
  case .failure(.form):
    throw mistake("this is no number", notes: ["numbers are written 3, -0.5, 1e-3 or 1_000"])
  case .failure(.tooLarge): throw mistake("this number is too large")
  case .failure(.inexact(let nearest)):
    throw mistake(
      "this whole number cannot be held exactly",
      notes: ["the nearest is \(nearest.printed("%.*f", digits: 0).clipped)"],
      help: "an identifier stays a text")
  }
}
