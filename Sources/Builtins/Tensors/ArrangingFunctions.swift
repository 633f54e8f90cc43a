internal import Differentiation
internal import Evaluation
internal import Tensors

/// Tensors made larger, shifted and put together; all can be looked back through.
let arrangingFunctions: [Builtin] = [
  Builtin(
    "pad", in: .tensors, "Puts a border around a tensor.",
    .required("tensor", "the tensor"),
    .required(
      "widths",
      "of the border: a number; or for each axis a number, or the pair before and after",
      kinds: .of("number", "list")),
    .optional("value", default: 0.0, "what the border holds"),
    example: "to_list(pad(ones(2), [[1, 2]]))  # [0, 1, 1, 0, 0]"
  ) { (_, tensor: TensorObject, widths: Value, value: Double) in
    let (before, after) = try borders(widths, of: tensor.tensor)
    try checkSize(
      try tensor.tensor.shape.indices.map { axis in
        try sum(before[axis], tensor.tensor.shape[axis], after[axis])
      })
    return TensorObject.value(
      tensor.traced.padded(before: before, after: after, with: Float(value)))
  },
  Builtin(
    "tile", in: .tensors, "Repeats a tensor beside itself.",
    .required("tensor", "the tensor"),
    .rest(
      "times", "how often along each axis, of the last axes where they are fewer",
      kinds: .of("number", "list")),
    example: "to_list(tile(tensor([1, 2]), 2))  # [1, 2, 1, 2]"
  ) { (_, tensor: TensorObject, times: [Value]) in
    var counts = try axes(times)
    guard counts.allSatisfy({ $0 >= 0 }), !counts.isEmpty else {
      throw NativeError(
        "S0302", "`tile` repeats 0 times or more", label: "\(counts)", argument: "times")
    }
    var shape = tensor.tensor.shape
    if counts.count < shape.count {
      counts = [Int](repeating: 1, count: shape.count - counts.count) + counts
    }
    shape = [Int](repeating: 1, count: counts.count - shape.count) + shape
    guard shape.count <= mostAxes / 2 else {
      throw NativeError(
        "S0302", "`tile` takes at most \(mostAxes / 2) axes", label: "these are \(shape.count)",
        argument: "times")
    }
    try checkSize(try zip(counts, shape).map { try product($0, $1) })
    // It is made with an axis of its own for each count; of what is empty those may be long.
    try checkSize(zip(counts, shape).flatMap { [$0, $1] })
    return TensorObject.value(tensor.traced.reshaped(shape).tiled(counts), tensor.content)
  },
  Builtin(
    "roll", in: .tensors,
    "Moves the elements along an axis; those that leave at an end come in at the other.",
    .required("tensor", "the tensor"),
    .required("steps", "how far, towards the end"), .axis(0),
    example: "to_list(roll(tensor([1, 2, 3]), 1))  # [3, 1, 2]"
  ) { (_, tensor: TensorObject, steps: Int, axis: Int) in
    let place = try axisPlace(axis, of: tensor.tensor)
    let length = tensor.tensor.shape[place]
    guard length > 1, steps % length != 0 else { return Value.object(tensor) }
    try checkLarge(tensor.tensor.count, copies: 2)
    let last = steps % length < 0 ? steps % length + length : steps % length
    let traced = tensor.traced
    let parts = [
      traced.part(along: place, from: length - last, count: last),
      traced.part(along: place, from: 0, count: length - last),
    ]
    return try shaped {
      TensorObject.value(try .concatenated(parts, along: place), tensor.content)
    }
  },
  Builtin(
    "outer", in: .tensors,
    "Gives all products of an element of the one and an element of the other.",
    .required("first", "a tensor; its axes are the first of the result"),
    .required("second", "a tensor; its axes are the last"),
    example: "to_list(outer(tensor([1, 2]), tensor([3, 4])))  # [[3, 4], [6, 8]]"
  ) { (_, first: TensorObject, second: TensorObject) in
    let (a, b) = (first.traced, second.traced)
    let rank = a.tensor.rank + b.tensor.rank
    guard rank <= mostAxes else {
      throw NativeError(
        "S0302", "a tensor has at most \(mostAxes) axes", label: "\(rank) here",
        argument: "second")
    }
    let wide = a.reshaped(a.tensor.shape + [Int](repeating: 1, count: b.tensor.rank))
    return try TensorObject.combined(wide, b, .multiply, named: "outer", .numbers)
  },
  Builtin(
    "differences", in: .tensors, "Gives what each element is more than the one before it.",
    .required("tensor", "the tensor"), .axis(0),
    example: "to_list(differences(tensor([1, 4, 9])))  # [3, 5]",
    aliases: ["diff": "differences($x)"]
  ) { (_, tensor: TensorObject, axis: Int) in
    let place = try axisPlace(axis, of: tensor.tensor)
    try checkLarge(tensor.tensor.count, copies: 3)
    let count = max(tensor.tensor.shape[place] - 1, 0)
    let later = tensor.traced.part(
      along: place, from: min(1, tensor.tensor.shape[place]), count: count)
    let earlier = tensor.traced.part(along: place, from: 0, count: count)
    return try TensorObject.combined(later, earlier, .subtract, named: "-", .numbers)
  },
  Builtin(
    "diagonal", in: .tensors,
    "Gives the diagonal of a matrix; of a vector the matrix that has it as its diagonal.",
    .required("tensor", "a matrix or vector"),
    .optional(
      "offset", default: 0, "which diagonal: above 0 those to the right, below 0 to the left"),
    example: "to_list(diagonal(tensor([[1, 2], [3, 4]])))  # [1, 4]",
    aliases: ["diag": "diagonal($x)"]
  ) { (_, tensor: TensorObject, offset: Int) in
    try diagonal(tensor, offset)
  },
  triangle("lower_triangle", "below", alias: "tril", "[[1, 0], [3, 4]]") { $0 <= $1 },
  triangle("upper_triangle", "above", alias: "triu", "[[1, 2], [0, 4]]") { $0 >= $1 },
]

/// Keeps the elements for whose diagonal, and the one asked for, `isKept` holds.
private func triangle(
  _ name: String, _ side: String, alias: String, _ result: String,
  _ isKept: @escaping (Int, Int) -> Bool
) -> Builtin {
  Builtin(
    name, in: .tensors, "Keeps a diagonal and what is \(side) it, and makes the rest 0.",
    .required("matrix", "a matrix"),
    .optional(
      "offset", default: 0, "which diagonal: above 0 those to the right, below 0 to the left"),
    example: "to_list(\(name)(tensor([[1, 2], [3, 4]])))  # \(result)",
    aliases: [alias: "\(name)($x)"]
  ) { (_, matrix: TensorObject, offset: Int) in
    try checkMatrix(matrix, name)
    try checkLarge(matrix.tensor.count, copies: 2)
    let (rows, columns) = (matrix.tensor.shape[0], matrix.tensor.shape[1])
    var mask = Tensor(shape: [rows, columns], repeating: 0)
    for row in 0..<rows {
      for column in 0..<columns where isKept(column - row, offset) {
        mask.values[row * columns + column] = 1
      }
    }
    return try shaped {
      TensorObject.value(
        try .chosen(mask, matrix.traced, TracedTensor(Tensor(0))), matrix.content)
    }
  }
}

private func diagonal(_ tensor: TensorObject, _ offset: Int) throws -> Value {
  let shape = tensor.tensor.shape
  // No matrix has so many rows, and sums stay within bounds.
  guard (1...2).contains(shape.count), offset.magnitude < 1 << 40 else {
    throw NativeError(
      "S0203", "`diagonal` takes a matrix or a vector",
      label: "this is \(tensor.tensor.name)", argument: shape.count > 2 ? "tensor" : "offset")
  }
  let (row, column) = (max(-offset, 0), max(offset, 0))
  if shape.count == 2 {
    let count = max(min(shape[0] - row, shape[1] - column), 0)
    let places = (0..<count).map { (row + $0) * shape[1] + column + $0 }
    return TensorObject.value(
      tensor.traced.blocks(at: places, length: 1, shape: [count]), tensor.content)
  }
  let size = shape[0] + max(row, column)
  try checkSize([size, size])
  let places = (0..<shape[0]).map { (row + $0) * size + column + $0 }
  return TensorObject.value(
    tensor.traced.placed(at: places, shape: [size, size]), tensor.content)
}

/// How wide a border is before and after each axis.
private func borders(_ widths: Value, of tensor: Tensor) throws -> ([Int], [Int]) {
  func width(_ value: Value) throws -> Int {
    guard let width = value.asWhole, width >= 0 else {
      throw NativeError(
        "S0302", "the width of a border is a whole number, 0 at least",
        label: "this is \(value.asNumber.map { $0.asValue.text } ?? value.kindPhrase)",
        argument: "widths")
    }
    return width
  }
  guard let list = widths.asList else {
    let all = [Int](repeating: try width(widths), count: tensor.rank)
    return (all, all)
  }
  guard list.count == tensor.rank else {
    throw NativeError(
      "S0203", "`widths` needs an entry for each axis",
      label: "\(tensor.name) has \(tensor.rank), and here are \(list.count)",
      help: "before and after one axis:  pad(v, [[1, 2]])", argument: "widths")
  }
  var (before, after): ([Int], [Int]) = ([], [])
  for item in list.values {
    let pair = item.asList?.values ?? [item, item]
    guard pair.count == 2 else {
      throw NativeError(
        "S0302", "the border of an axis is a number, or a pair of them",
        label: "these are \(pair.count)", argument: "widths")
    }
    before.append(try width(pair[0]))
    after.append(try width(pair[1]))
  }
  return (before, after)
}

/// The sum of lengths; throws where it is larger than any tensor.
func sum(_ lengths: Int...) throws -> Int {
  try lengths.reduce(0) { total, length in
    let (sum, overflow) = total.addingReportingOverflow(length)
    guard !overflow else { throw tooLarge }
    return sum
  }
}

private func product(_ a: Int, _ b: Int) throws -> Int {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  guard !overflow else { throw tooLarge }
  return product
}

private var tooLarge: NativeError { NativeError("S0210", "the tensor would not fit into memory") }
