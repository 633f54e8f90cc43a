internal import Differentiation
internal import Evaluation
internal import Tensors

extension Parameter where Content == Int {
  static func axis(_ standard: Int) -> Parameter {
    .optional(
      "axis", default: standard, "the axis; negative ones count from the last", aliases: ["dim"])
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
    aliases: ["cat": "concatenate($parts)", "concat": "concatenate($parts)"]
  ) { (_, parts: [TensorObject], axis: Int) in
    guard let first = parts.first else {
      throw NativeError("S0302", "there is nothing to concatenate", argument: "parts")
    }
    let place = try axisPlace(axis, of: first.tensor)
    var target = first.tensor.shape
    target[place] = try parts.reduce(0) { length, part in
      try sum(length, part.tensor.rank == target.count ? part.tensor.shape[place] : 0)
    }
    try checkSize(target)
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
    .sum, "cumulative_sum", "Adds up all elements so far", "[1, 3, 6]",
    aliases: ["cumsum", "accumulate"]),
  cumulative(
    .product, "cumulative_product", "Multiplies all elements so far", "[1, 2, 6]",
    aliases: ["cumprod"]),
  cumulative(
    .maximum, "cumulative_maximum", "Gives the largest element so far", "[1, 2, 3]",
    aliases: ["cummax"]),
  cumulative(
    .minimum, "cumulative_minimum", "Gives the smallest element so far", "[1, 1, 1]",
    aliases: ["cummin"]),
  Builtin(
    "sort_places", in: .tensors,
    "Gives the places of the elements in ascending order; equal ones keep theirs, `nan` comes last.",
    .required("values", "a tensor, or a list", kinds: .of("tensor", "list")), .axis(-1),
    .optional(
      "descending", default: Value.bool(false),
      "the largest first; of lists of keys, a list of bools tells it of each",
      kinds: .of("bool", "list")),
    example: "sort_places([3, 1, 2])  # [1, 2, 0]",
    aliases: ["argsort": "sort_places($xs)", "order": "sort_places($xs)"]
  ) { (context, values: Value, axis: Int, descending: Value) in
    let directions = try SortDirections(descending)
    if let list = values.asList {
      return Value.list(
        try sortedPlaces(of: list, descending: directions, context).map { .number(Double($0)) })
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
          along: try axisPlace(axis, of: tensor.tensor), descending: try directions.one())))
  },
]

private func cumulative(
  _ accumulation: Accumulation, _ name: String, _ verb: String, _ result: String,
  aliases: [String]
) -> Builtin {
  Builtin(
    name, in: .tensors, verb + " of a list or range, or of a tensor along an axis.",
    .required("values", "a tensor, list or range", kinds: .of("tensor", "list", "range")), .axis(0),
    example: "\(name)([1, 2, 3])  # \(result)",
    aliases: Dictionary(
      aliases.map { ($0, "\(name)($xs)") }, uniquingKeysWith: { first, _ in first })
  ) { (context, values: Value, axis: Int) in
    guard let tensor = values.asObject as? TensorObject else {
      var total: Double?
      return Value.list(
        try context.map(numbers(of: values, for: name)) { number in
          let joined = total.map { accumulation.joined($0, number) } ?? number
          total = joined
          return .number(joined)
        })
    }
    let place = try axisPlace(axis, of: tensor.tensor)
    try checkLarge(tensor.tensor.count)
    return TensorObject.value(tensor.traced.accumulated(accumulation, along: place))
  }
}

/// Elements of a shape; nil where it has none or too many. An axis of 0 makes any shape empty.
private func elementCount(_ shape: [Int]) -> Int? {
  guard shape.contains(0) else { return Tensor.count(of: shape, limit: .max) }
  return shape.contains { $0 < 0 }
    || Tensor.count(of: shape.filter { $0 > 0 }, limit: mostOfEmpty) == nil ? nil : 0
}

/// What tensors mean put together: masks where all are masks.
private func content(of parts: [TensorObject?]) -> TensorObject.Content {
  guard let first = parts.first ?? nil, parts.allSatisfy({ $0?.content == first.content }) else {
    return .numbers
  }
  return first.content
}

/// Throws where the places along an axis cannot all be told apart in a tensor.
func checkPlaces(of tensor: Tensor, along axis: Int) throws {
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
