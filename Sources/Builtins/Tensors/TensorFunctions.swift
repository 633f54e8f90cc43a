internal import Differentiation
internal import Evaluation
internal import Tensors

extension Parameter where Content == Int {
  static func axis(_ standard: Int) -> Parameter {
    .optional(
      "axis", default: standard, "the axis; negative ones count from the last", aliases: ["dim"])
  }
}

extension Parameter where Content == AxisChoice {
  fileprivate static var axis: Parameter {
    .optional(
      "axis", shown: "none", "of a tensor, the axis to go along, or a list of several; all without",
      orElse: .all, aliases: ["dim"])
  }
}

extension Parameter where Content == Bool {
  fileprivate static var keepsAxes: Parameter {
    .optional(
      "keep_axes", default: false,
      "the axes that are gone along stay, with the length 1, so that the result broadcasts",
      aliases: ["keepdims", "keepdim"])
  }
}

/// Shapes, parts and wholes of tensors.
let tensorFunctions: [Builtin] = [
  Builtin(
    "shape", in: .tensors, "Gives the length of each axis.",
    .required(
      "value", "a tensor or a sparse matrix; a number has no axes",
      kinds: .of("tensor", "sparse", "number")), example: "shape(zeros(2, 3))  # [2, 3]"
  ) { (_, value: Value) in
    if case .number = value { Value.list([]) } else { try value.field("shape") }
  },
  Builtin(
    "reshape", in: .tensors, "Gives the values of a tensor in another shape.",
    .required("tensor", "the tensor"),
    .rest("shape", "the new axes; one may be -1, and is inferred", kinds: .of("number", "list")),
    example: "reshape(zeros(2, 3), 3, -1).shape  # [3, 2]"
  ) { (_, tensor: TensorObject, shape: [Value]) in
    var wanted = try axes(shape)
    let count = tensor.tensor.count
    if let open = wanted.firstIndex(of: -1) {
      let known = elementCount(wanted.enumerated().filter { $0.offset != open }.map(\.element))
      if let known, known > 0, count % known == 0 { wanted[open] = count / known }
    }
    guard elementCount(wanted) == count, wanted.count <= mostAxes else {
      throw NativeError(
        "S0203", "\(tensor.tensor.name) cannot be reshaped so",
        label: "it has \(count) elements", argument: "shape")
    }
    return TensorObject.value(tensor.traced.reshaped(wanted), tensor.content)
  },
  Builtin(
    "transpose", in: .tensors, "Gives a tensor with its axes in another order.",
    .required("tensor", "the tensor"),
    .rest(
      "axes", "the old axes in their new order; backwards without", kinds: .of("number", "list")),
    example: "transpose(zeros(2, 3, 4), 0, 2, 1).shape  # [2, 4, 3]"
  ) { (_, tensor: TensorObject, order: [Value]) in
    let rank = tensor.tensor.rank
    var wanted = try axes(order).map { $0 < 0 ? $0 + rank : $0 }
    if wanted.isEmpty { wanted = (0..<rank).reversed() }
    guard wanted.sorted() == Array(0..<rank) else {
      throw NativeError(
        "S0203", "these are not the axes of \(tensor.tensor.name)",
        label: "each of 0 to \(rank - 1) once", argument: "axes")
    }
    // Where each element lies takes eight bytes.
    try checkLarge(tensor.tensor.count, copies: 3)
    return TensorObject.value(tensor.traced.permuted(wanted), tensor.content)
  },
  Builtin(
    "concatenate", in: .tensors, "Puts tensors one after the other along an axis they have.",
    .required("parts", "a list of tensors, equal but for that axis"),
    .axis(0),
    example: "concatenate([zeros(2, 3), ones(1, 3)]).shape  # [3, 3]",
    aliases: ["cat": "concatenate([a, b])", "concat": "concatenate([a, b])"]
  ) { (_, parts: [TensorObject], axis: Int) in
    guard let first = parts.first else {
      throw NativeError("S0302", "there is nothing to concatenate", argument: "parts")
    }
    let place = try axisPlace(axis, of: first.tensor)
    try checkSize([parts.reduce(0) { $0 + $1.tensor.count }])
    let result = try shaped {
      try TracedTensor.concatenated(parts.map(\.traced), along: place)
    }
    return TensorObject.value(result, content(of: parts))
  },
  Builtin(
    "stack", in: .tensors, "Puts tensors or numbers of one shape together along a new axis.",
    .required("parts", "a list of tensors or numbers"), .axis(0),
    example: "stack([zeros(3), ones(3)]).shape  # [2, 3]"
  ) { (_, parts: [Value], axis: Int) in
    let operands = parts.compactMap { TensorObject.operand($0) }
    guard let first = operands.first, operands.count == parts.count else {
      throw NativeError(
        "S0302", "`parts` of `stack` must be a list of tensors or numbers",
        label: parts.isEmpty ? "it is empty" : "", argument: "parts")
    }
    let shape = first.tensor.shape
    let place = axis < 0 ? axis + shape.count + 1 : axis
    guard (0...shape.count).contains(place), shape.count < mostAxes else {
      throw NativeError(
        "S0203", "there is no axis \(axis)", label: "the result has \(shape.count + 1) axes",
        argument: "axis")
    }
    if let other = operands.first(where: { $0.tensor.shape != shape }) {
      throw NativeError(
        "S0203", "the parts of `stack` have one shape",
        label: "\(first.tensor.name) and \(other.tensor.name)", argument: "parts")
    }
    let widened = Array(shape[..<place]) + [1] + Array(shape[place...])
    try checkSize([operands.count] + shape)
    let result = try shaped {
      try TracedTensor.concatenated(operands.map { $0.reshaped(widened) }, along: place)
    }
    return TensorObject.value(result, content(of: parts.map { $0.asObject as? TensorObject }))
  },
  Builtin(
    "where", in: .tensors, "Chooses between two values, element by element.",
    .required(
      "mask", "not 0 (or true) chooses the first", kinds: .of("tensor", "bool", "number")),
    .required("first", "a tensor or number"), .required("second", "a tensor or number"),
    example: "to_list(where(tensor([1, -2]) > 0, 1, 0))  # [1, 0]"
  ) { (_, mask: Value, first: Value, second: Value) in
    if case .bool(let bool) = mask { return bool ? first : second }
    guard let m = TensorObject.operand(mask), let a = TensorObject.operand(first),
      let b = TensorObject.operand(second)
    else {
      throw NativeError(
        "S0302", "`where` chooses between tensors and numbers",
        label: "these are \(mask.kindPhrase), \(first.kindPhrase) and \(second.kindPhrase)")
    }
    let result = try shaped {
      let shape = try Tensor.broadcast(a.tensor.shape, b.tensor.shape, in: "where")
      try checkSize(try Tensor.broadcast(m.tensor.shape, shape, in: "where"))
      return try TracedTensor.chosen(m.tensor, a, b)
    }
    return TensorObject.value(
      result, content(of: [first, second].map { $0.asObject as? TensorObject }))
  },
  Builtin(
    "softmax", in: .tensors, "Gives exp(x), divided by its sum along an axis.",
    .required("tensor", "the tensor"), .axis(-1),
    example: "to_list(softmax(zeros(4)))  # [0.25, 0.25, 0.25, 0.25]"
  ) { (_, tensor: TensorObject, axis: Int) in
    let place = try axisPlace(axis, of: tensor.tensor)
    try checkLarge(tensor.tensor.count, copies: 2)
    return TensorObject.value(tensor.traced.softmax(along: place))
  },
  cumulative(
    .sum, "cumulative_sum", "Adds up all elements so far along an axis.", "[1, 3, 6]",
    aliases: ["cumsum"]),
  cumulative(
    .product, "cumulative_product", "Multiplies all elements so far along an axis.", "[1, 2, 6]",
    aliases: ["cumprod"]),
  cumulative(
    .maximum, "cumulative_maximum", "Gives the largest element so far along an axis.", "[1, 2, 3]",
    aliases: ["cummax"]),
  cumulative(
    .minimum, "cumulative_minimum", "Gives the smallest element so far along an axis.",
    "[1, 1, 1]", aliases: ["cummin"]),
  Builtin(
    "sort_places", in: .tensors,
    "Gives the places of the elements in ascending order; equal ones keep theirs, `nan` comes last.",
    .required("values", "a tensor, or a list", kinds: .of("tensor", "list")), .axis(-1),
    .optional("descending", default: false, "the largest first"),
    example: "sort_places([3, 1, 2])  # [1, 2, 0]", aliases: ["argsort": "sort_places(x)"]
  ) { (context, values: Value, axis: Int, descending: Bool) in
    if let list = values.asList {
      return Value.list(
        try sortedPlaces(of: list, descending: descending, context).map { .number(Double($0)) })
    }
    guard let tensor = values.asObject as? TensorObject else {
      throw NativeError(
        "S0302", "`values` of `sort_places` must be a tensor or a list",
        label: "this is \(values.kindPhrase)", argument: "values")
    }
    // Places have eight bytes until they are numbers.
    try checkLarge(tensor.tensor.count, copies: 4)
    try checkPlaces(of: tensor.tensor, along: try axisPlace(axis, of: tensor.tensor))
    return .object(
      TensorObject(
        tensor.tensor.sortedPlaces(
          along: try axisPlace(axis, of: tensor.tensor), descending: descending)))
  },
]

private func cumulative(
  _ accumulation: Accumulation, _ name: String, _ summary: String, _ result: String,
  aliases: [String]
) -> Builtin {
  Builtin(
    name, in: .tensors, summary, .required("tensor", "the tensor"), .axis(0),
    example: "to_list(\(name)(tensor([1, 2, 3])))  # \(result)",
    aliases: Dictionary(uniqueKeysWithValues: aliases.map { ($0, "\(name)(x)") })
  ) { (_, tensor: TensorObject, axis: Int) in
    let place = try axisPlace(axis, of: tensor.tensor)
    try checkLarge(tensor.tensor.count)
    return TensorObject.value(tensor.traced.accumulated(accumulation, along: place))
  }
}

/// Elements of a shape; nil where it has none or too many. An axis of 0 makes any shape empty.
private func elementCount(_ shape: [Int]) -> Int? {
  shape.contains(0) && shape.allSatisfy { $0 >= 0 } ? 0 : Tensor.count(of: shape, limit: .max)
}

/// What tensors mean put together: masks where all are masks.
private func content(of parts: [TensorObject?]) -> TensorObject.Content {
  guard let first = parts.first ?? nil, parts.allSatisfy({ $0?.content == first.content }) else {
    return .numbers
  }
  return first.content
}

/// Throws where the places along an axis cannot all be told apart in a tensor.
private func checkPlaces(of tensor: Tensor, along axis: Int) throws {
  guard tensor.shape[axis] > 1 << 24 else { return }
  throw NativeError(
    "S0210", "an axis this long has places that a tensor cannot hold",
    label: "\(tensor.shape[axis]) of them", notes: ["32 bits hold whole numbers up to 2^24"],
    help: "as a list:  list(x)", argument: "values")
}

/// The place of an axis that may count from the last.
func axisPlace(_ axis: Int, of tensor: Tensor) throws -> Int {
  let place = axis < 0 ? axis + tensor.rank : axis
  guard (0..<tensor.rank).contains(place) else {
    throw NativeError(
      "S0203", "there is no axis \(axis)",
      label: tensor.rank == 0 ? "a number has none" : "\(tensor.name) has \(tensor.rank)",
      argument: "axis")
  }
  return place
}

// MARK: Reductions

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
    "log_sum_exp([1000, -1000])  # 1000", aliases: ["logsumexp": "log_sum_exp(x)"]),
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
      "values", "a list or range of numbers, or a tensor", kinds: .of("list", "range", "tensor")),
    .axis, .keepsAxes, example: example, aliases: aliases
  ) { (_, values: Value, axis: AxisChoice, keepsAxes: Bool) in
    if let tensor = values.asObject as? TensorObject {
      return try reduced(tensor, reduction, name, along: axis, keepsAxes)
    }
    try axis.refuse(for: values, keepsAxes)
    return try reducedNumbers(values, reduction, name)
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
      "values", "a list, range or tensor; or several numbers or tensors",
      kinds: .of("list", "range", "tensor", "number")),
    .axis, .keepsAxes, example: example,
    aliases: [reduction == .maximum ? "max" : "min": name]
  ) { (_, values: [Value], axis: AxisChoice, keepsAxes: Bool) in
    guard let first = values.first else {
      throw NativeError("S0304", "`\(name)` needs values", help: "\(name)(xs)  or  \(name)(a, b)")
    }
    if values.count == 1 {
      if let tensor = first.asObject as? TensorObject {
        return try reduced(tensor, reduction, name, along: axis, keepsAxes)
      }
      try axis.refuse(for: first, keepsAxes)
      return try reducedNumbers(first, reduction, name)
    }
    guard axis.isAll, !keepsAxes else {
      throw NativeError(
        "S0302", "of several values `\(name)` goes along no axis",
        label: "there are \(values.count)",
        help: "of one tensor:  \(name)(x, axis: 0)")
    }
    return try values.dropFirst().reduce(first) { best, next in
      if let x = best.asNumber, let y = next.asNumber {
        if x.isNaN || y.isNaN { return Value.number(.nan) }
        return .number(operation == .maximum ? max(x, y) : min(x, y))
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
  _ object: TensorObject, _ reduction: Reduction, _ name: String, along axis: AxisChoice,
  _ keepsAxes: Bool
) throws -> Value {
  let tensor = object.tensor
  let places = try axis.places(of: tensor)
  if reduction == .argmax || reduction == .argmin, let places {
    guard places.count == 1 else {
      throw NativeError(
        "S0302", "`\(name)` goes along one axis, or all", label: "these are \(places.count)",
        argument: "axis")
    }
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
  let numbers: [Double]
  switch values.asObject {
  case let range as RangeObject: numbers = try range.numbers()
  case let list as ListObject:
    if list.items.contains(where: { $0.asObject is TensorObject }) {
      throw NativeError(
        "S0302", "`\(name)` needs numbers", label: "the list holds tensors",
        help: "put them together first:  \(name)(stack(xs), axis: 0)", argument: "values")
    }
    numbers = list.items.compactMap(\.asNumber)
    guard numbers.count == list.count else {
      let wrong = list.items.first { $0.asNumber == nil } ?? .none
      throw NativeError(
        "S0302", "`\(name)` needs numbers", label: "the list holds \(wrong.kindPhrase)",
        argument: "values")
    }
  default:
    throw NativeError(
      "S0302", "`values` of `\(name)` must be a list, range or tensor",
      label: "this is \(values.kindPhrase)", argument: "values")
  }
  guard !numbers.isEmpty || reduction.takesNothing else {
    throw NativeError("S0302", "`\(name)` of an empty list has no value", argument: "values")
  }
  return .number(reduction.of(numbers, count: numbers.count))
}
