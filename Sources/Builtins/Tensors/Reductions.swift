internal import Differentiation
internal import Evaluation
internal import Tensors

/// Many numbers made into one: of lists and ranges, and of tensors and sparse matrices along an axis too.
let reductionBuiltins: [Builtin] = [
  reduction(.sum, "sum", "Adds up a list, range or tensor.", "sum([1, 2, 3])  # 6"),
  reduction(.mean, "mean", "Gives the mean of a list, range or tensor.", "mean([1, 2, 6])  # 3"),
  reduction(
    .product, "product", "Multiplies the numbers of a list, range or tensor.",
    "product([2, 3, 4])  # 24"),
  reduction(
    .norm, "norm", "Gives the length of a vector: the square root of the sum of squares.",
    "norm([3, 4])  # 5"),
  reduction(
    .logSumExp, "log_sum_exp", "Gives the logarithm of the sum of exp(x), without overflow.",
    "log_sum_exp([1000, -1000])  # 1000", aliases: ["logsumexp": "log_sum_exp($xs)"]),
  extreme(
    .maximum, .maximum, "maximum",
    "Gives the largest of a list, range or tensor, or of several numbers or tensors.",
    "maximum([3, 8, 1])  # 8\nmaximum(3, 8)  # 8"),
  extreme(
    .minimum, .minimum, "minimum",
    "Gives the smallest of a list, range or tensor, or of several numbers or tensors.",
    "minimum([3, 8, 1])  # 1\nto_list(minimum(tensor([3, 8]), 5))  # [3, 5]"),
  reduction(
    .argmax, "argmax", "Gives the index of the largest element, the first where equal.",
    "argmax([3, 8, 1])  # 1"),
  reduction(
    .argmin, "argmin", "Gives the index of the smallest element, the first where equal.",
    "argmin([3, 8, 1])  # 2"),
]

private func reduction(
  _ reduction: Reduction, _ name: String, _ summary: String, _ example: String,
  aliases: [String: String] = [:]
) -> Builtin {
  Builtin(
    name, in: .numbers, summary,
    .required(
      "values", "a list or range of numbers, a tensor or a sparse matrix", kinds: reducedKinds),
    .axis, .keepsAxes, example: example, aliases: aliases
  ) { (_, values: Value, axis: AxisChoice, keepsAxes: Bool) in
    try reduced(values, reduction, name, along: axis, keepsAxes)
  }
}

/// With one argument a reduction; with several, the extreme of each place.
private func extreme(
  _ reduction: Reduction, _ operation: ElementwiseOperation, _ name: String, _ summary: String,
  _ example: String
) -> Builtin {
  Builtin(
    name, in: .numbers, summary,
    .rest(
      "values", "a list, range, tensor or sparse matrix; or several numbers, tensors or matrices",
      kinds: .of("list", "range", "tensor", "sparse", "number")),
    .axis, .keepsAxes, example: example,
    aliases: [reduction == .maximum ? "max" : "min": "\(name)($...xs)"]
  ) { (_, values: [Value], axis: AxisChoice, keepsAxes: Bool) in
    guard let first = values.first else {
      throw NativeError("S0304", "`\(name)` needs values", help: "\(name)(xs)  or  \(name)(a, b)")
    }
    if values.count == 1 { return try reduced(first, reduction, name, along: axis, keepsAxes) }
    guard axis.isAll, !keepsAxes else {
      throw NativeError(
        "S0302", "of several values `\(name)` goes along no axis",
        label: "there are \(values.count)", help: "of one tensor:  \(name)(x, axis: 0)")
    }
    return try values.dropFirst().reduce(first) { best, next in
      if let x = best.asNumber, let y = next.asNumber {
        if x.isNaN || y.isNaN { return Value.number(.nan) }
        return .number(operation == .maximum ? max(x, y) : min(x, y))
      }
      if let result = try SparseObject.combined(best, next, operation, named: name) {
        return result
      }
      guard let a = TensorObject.operand(best), let b = TensorObject.operand(next) else {
        throw NativeError(
          "S0302", "`\(name)` takes numbers and tensors",
          label: "these are \(best.kindPhrase) and \(next.kindPhrase)",
          help: "of a list:  \(name)(xs)")
      }
      let contents = [best, next].map { ($0.asObject as? TensorObject)?.content ?? .numbers }
      return try TensorObject.combined(
        a, b, operation, named: name, operation.content(contents[0], contents[1]))
    }
  }
}

private func reduced(
  _ values: Value, _ reduction: Reduction, _ name: String, along axis: AxisChoice,
  _ keepsAxes: Bool
) throws -> Value {
  switch values.asObject {
  case let tensor as TensorObject:
    return try reduced(tensor, reduction, name, along: axis, keepsAxes)
  case let sparse as SparseObject:
    return try sparse.reduced(reduction, name, along: axis, keepsAxes)
  default:
    try axis.refuse(for: values, keepsAxes)
    return try reducedNumbers(values, reduction, name)
  }
}

private func reduced(
  _ object: TensorObject, _ reduction: Reduction, _ name: String, along axis: AxisChoice,
  _ keepsAxes: Bool
) throws -> Value {
  let tensor = object.tensor
  let places = try axis.places(of: tensor)
  if reduction.givesPlace, let places {
    try axis.refuseSeveral(places, name)
    try checkPlaces(of: tensor, along: places[0])
  }
  // Several axes are put together first.
  if let places, places.count != 1 { try checkLarge(tensor.count, copies: 4) }
  guard
    let result = object.traced.reduced(reduction, along: places, keepingAxes: keepsAxes)
  else {
    throw NativeError(
      "S0302", "`\(name)` of an empty tensor has no value", label: "this is \(tensor.name)",
      argument: "values")
  }
  // All of a tensor make a number, in double precision.
  if result.node == nil, places == nil, !keepsAxes, let number = tensor.reduced(reduction) {
    return .number(number)
  }
  let keepsContent = object.node == nil && (reduction == .maximum || reduction == .minimum)
  return TensorObject.value(result, keepsContent ? object.content : .numbers)
}

private func reducedNumbers(_ values: Value, _ reduction: Reduction, _ name: String) throws -> Value
{
  if let list = values.asList, list.count > 0, list.items.allSatisfy({ $0.asNumber == nil }),
    reduction.choosesOne, let chosen = chosen(of: list, reduction)
  {
    return chosen
  }
  let numbers = try numbers(of: values, for: name)
  guard !numbers.isEmpty || reduction.takesNothing else {
    throw NativeError("S0302", "`\(name)` of an empty list has no value", argument: "values")
  }
  return .number(reduction.of(numbers))
}

/// The largest or smallest of texts, dates and the like, the first where equal; nil where they have no order.
private func chosen(of list: ListObject, _ reduction: Reduction) -> Value? {
  var best = 0
  for place in 0..<list.count {
    guard
      let isBetter = list.items[place].comesBefore(
        list.items[best], descending: reduction.isOfLargest)
    else { return nil }
    if isBetter { best = place }
  }
  return reduction.givesPlace ? .number(Double(best)) : list.items[best]
}

extension Reduction {
  /// It chooses one of the elements.
  var choosesOne: Bool {
    switch self {
    case .sum, .mean, .product, .norm, .logSumExp: false
    case .maximum, .minimum, .argmax, .argmin: true
    }
  }
  var isOfLargest: Bool { self == .maximum || self == .argmax }
  var givesPlace: Bool { self == .argmax || self == .argmin }
}

private let reducedKinds = KindSet.of("list", "range", "tensor", "sparse")

/// The numbers of a list or range. Throws where there is something else.
func numbers(of values: Value, for name: String) throws -> [Double] {
  switch values.asObject {
  case let range as RangeObject: return try range.numbers()
  case let list as ListObject:
    if list.items.contains(where: { $0.asObject is TensorObject }) {
      throw NativeError(
        "S0302", "`\(name)` needs numbers", label: "the list holds tensors",
        help: "put them together first:  \(name)(stack(xs), axis: 0)", argument: "values")
    }
    let numbers = list.items.compactMap(\.asNumber)
    guard numbers.count == list.count else {
      let wrong = list.items.first { $0.asNumber == nil } ?? .none
      throw NativeError(
        "S0302", "`\(name)` needs numbers", label: "the list holds \(wrong.kindPhrase)",
        argument: "values")
    }
    return numbers
  default:
    throw NativeError(
      "S0302", "`values` of `\(name)` must be a list, range or tensor",
      label: "this is \(values.kindPhrase)", argument: "values")
  }
}

extension Parameter where Content == AxisChoice {
  static var axis: Parameter {
    .optional(
      "axis", shown: "none", "of a tensor, the axis to go along, or a list of several; all without",
      orElse: .all, aliases: ["dim"])
  }
}

extension Parameter where Content == Bool {
  static var keepsAxes: Parameter {
    .optional(
      "keep_axes", default: false,
      "the axes that are gone along stay, with the length 1, so that the result broadcasts",
      aliases: ["keepdims", "keepdim"])
  }
}
