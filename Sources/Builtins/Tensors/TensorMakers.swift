internal import Differentiation
internal import Evaluation
internal import Tensors

/// Tensors and sparse matrices from nothing, from lists, at random.
let tensorMakers: [Builtin] = [
  Builtin(
    "tensor", in: .tensors, "Makes a tensor of numbers in nested lists.",
    .required(
      "values", "numbers, or lists of lists of them, each axis equally long",
      kinds: .of("number", "list", "range", "tensor", "table")),
    example: "tensor([[1, 2], [3, 4]]).shape  # [2, 2]",
    aliases: [
      "array": "tensor($xs)", "Tensor": "tensor($xs)", "as_tensor": "tensor($xs)",
    ]
  ) { (context, values: Value) in
    if let object = values.asObject as? TensorObject { return Value.object(object) }
    var numbers: [Float] = []
    let shape = try shape(of: values, into: &numbers, depth: 0, context)
    return TensorObject.value(Tensor(shape: shape, values: numbers))
  },
  maker("zeros", "Makes a tensor of zeros.", "sum(zeros(2, 3))  # 0") {
    Tensor(shape: $0, repeating: 0)
  },
  maker("ones", "Makes a tensor of ones.", "sum(ones(2, 3))  # 6") {
    Tensor(shape: $0, repeating: 1)
  },
  Builtin(
    "identity", in: .tensors, "Makes a square matrix with ones on its diagonal.",
    .required("size", "rows and columns"), example: "to_list(identity(2))  # [[1, 0], [0, 1]]",
    aliases: ["eye": "identity($size)"],
    shape: { $0.count == 1 ? [$0[0], $0[0]] : nil }
  ) { (_, size: Int) in
    var tensor = Tensor(
      shape: try checkedShape([.number(Double(size)), .number(Double(size))]), repeating: 0)
    for place in 0..<size { tensor.values[place * size + place] = 1 }
    return TensorObject(tensor)
  },
  randomMaker(
    "random_normal", "Makes a tensor of normally distributed numbers, mean 0, variance 1.",
    "random_normal(2, 3, seed: 1).shape  # [2, 3]", aliases: ["randn"]
  ) { Float($0.normal()) },
  randomMaker(
    "random_uniform", "Makes a tensor of numbers uniform in 0 to below 1.",
    "random_uniform(2, 3, seed: 1).shape  # [2, 3]", aliases: ["rand"]
  ) { $0.uniform(0, 1) },
  Builtin(
    "random", in: .numbers, "Gives a random number, uniform in 0 to below 1.",
    .optional("seed", shown: "none", "of the number", orElse: Int?.none),
    example: "random(seed: 1) < 1  # true"
  ) { (context, seed: Int?) in
    var random = context.source(seed)
    return random.uniform()
  },
  Builtin(
    "random_whole", in: .numbers, and: [.tensors],
    "Gives a random whole number from 0 to below a bound; with a shape a tensor of them.",
    .required("below", "the bound", range: .from(1)),
    .rest("shape", "the length of each axis; a number without", kinds: .of("number", "list")),
    .optional("seed", shown: "none", "of the numbers", orElse: Int?.none),
    example: "random_whole(1)  # 0",
    aliases: ["integers": "random_whole($...below)"]
  ) { (context, below: Int, shape: [Value], seed: Int?) in
    var random = context.source(seed)
    guard !shape.isEmpty else { return Value.number(Double(random.below(below))) }
    guard below <= 1 << 24 else {
      throw NativeError(
        "S0302", "a tensor holds whole numbers up to 2^24", label: "this is \(below)",
        help: "as a list:  map(0..n, i => random_whole(below))", argument: "below")
    }
    var tensor = Tensor(shape: try checkedShape(shape), repeating: 0)
    for position in tensor.values.indices {
      if position & 0xFFFF == 0 { try context.checkStop() }
      tensor.values[position] = Float(random.below(below))
    }
    return TensorObject.value(tensor)
  },
  Builtin(
    "sparse", in: .tensors, "Makes a truly sparse matrix with random connections and weights.",
    .required("rows", "rows", range: .from(0, below: 0x1p30)),
    .required("columns", "columns", range: .from(0, below: 0x1p30)),
    .required("density", "share of the connections that exist", range: .share),
    .optional("seed", shown: "none", "of places and weights", orElse: Int?.none),
    example: "sparse(100, 50, density: 0.04, seed: 1).connections  # 200",
    shape: { $0.count >= 2 ? Array($0.prefix(2)) : nil }
  ) { (context, rows: Int, columns: Int, density: Double, seed: Int?) in
    let connections = Double(rows) * Double(columns) * density
    guard connections < 0x1p31 else {
      throw NativeError("S0210", "the matrix would not fit into memory", argument: "rows")
    }
    // While the places are drawn they are there twice; above one half, those left out are too.
    let bytes = connections * (density > 0.5 ? 20 : 14) + Double(rows) * 4
    try MemoryBudget.check(bytes, for: "the matrix", argument: "rows")
    var random = context.source(seed)
    var matrix = SparseMatrix.random(
      rows: rows, columns: columns, density: density, using: &random)
    for position in matrix.values.indices { matrix.values[position] = random.uniform(-1, 1) }
    return SparseObject(matrix)
  },
  Builtin(
    "to_sparse", in: .tensors,
    "Keeps the elements of a matrix that are not 0; or makes a matrix of what connections(…) gave.",
    .required(
      "matrix", "a tensor with two axes, or a map of rows, columns, values and shape",
      kinds: .of("tensor", "map")),
    example: "to_sparse(tensor([[0, 2], [0, 0]])).connections  # 1"
  ) { (_, given: Value) in
    if let map = given.asMap { return Value.object(try ConnectionList(map).matrix()) }
    guard let matrix = given.asObject as? TensorObject, matrix.tensor.rank == 2 else {
      throw NativeError(
        "S0203", "only a matrix can be sparse", label: "this is \(given.kindPhrase)",
        argument: "matrix")
    }
    return .object(SparseObject(TracedMatrix(matrix.traced)))
  },
  Builtin(
    "to_dense", in: .tensors,
    "Gives a sparse matrix as a tensor, zeros where there is no connection.",
    .required("matrix", "a sparse matrix"),
    example: "to_dense(to_sparse(tensor([[0, 2]]))).shape  # [1, 2]"
  ) { (_, matrix: SparseObject) in
    try checkSize([matrix.matrix.rows, matrix.matrix.columns], argument: "matrix")
    return TensorObject.value(matrix.traced.dense)
  },
  Builtin(
    "to_list", in: .tensors, "Gives a tensor as nested lists of numbers.",
    .required("tensor", "the tensor"), example: "to_list(ones(2, 2))  # [[1, 1], [1, 1]]"
  ) { (context, tensor: TensorObject) in
    try MemoryBudget.check(
      Double(tensor.tensor.count) * MemoryBudget.bytesAnElement, for: "the list")
    return try nested(tensor.tensor.shape[...], tensor.tensor.values[...], context)
  },
]

private func nested(
  _ shape: ArraySlice<Int>, _ values: ArraySlice<Float>, _ context: CallContext
) throws -> Value {
  guard let length = shape.first else { return .number(values.first.map { $0.nearestShort } ?? 0) }
  let size = length == 0 ? 0 : values.count / length
  return .list(
    try context.map(0..<length) { row in
      let start = values.startIndex + row * size
      return try nested(shape.dropFirst(), values[start..<start + size], context)
    })
}

func axes(_ values: [Value]) throws -> [Int] {
  let listed = values.count == 1 ? values[0].asList?.values ?? values : values
  return try listed.map { value in
    guard let length = value.asWhole else {
      throw NativeError(
        "S0302", "the length of an axis is a whole number", label: "this is \(value.kindPhrase)",
        argument: "shape")
    }
    return length
  }
}

private func checkedShape(_ values: [Value]) throws -> [Int] {
  let shape = try axes(values)
  guard shape.count <= mostAxes else {
    throw NativeError("S0302", "a tensor has at most \(mostAxes) axes", argument: "shape")
  }
  guard shape.allSatisfy({ $0 >= 0 }) else {
    throw NativeError(
      "S0302", "the length of an axis is 0 at least", label: "\(shape)", argument: "shape")
  }
  try checkSize(shape, argument: "shape")
  return shape
}

let mostAxes = 32

private func maker(
  _ name: String, _ summary: String, _ example: String, _ make: @escaping ([Int]) -> Tensor
) -> Builtin {
  Builtin(
    name, in: .tensors, summary,
    .rest("shape", "the length of each axis", kinds: .of("number", "list")), example: example,
    shape: { $0 }
  ) { (_, shape: [Value]) in TensorObject.value(make(try checkedShape(shape))) }
}

private func randomMaker(
  _ name: String, _ summary: String, _ example: String, aliases: [String],
  _ draw: @escaping (inout RandomSource) -> Float
) -> Builtin {
  Builtin(
    name, in: .tensors, summary,
    .rest("shape", "the length of each axis", kinds: .of("number", "list")),
    .optional("seed", shown: "none", "of the numbers", orElse: Int?.none), example: example,
    aliases: Dictionary(
      aliases.map { ($0, "\(name)($...n)") }, uniquingKeysWith: { first, _ in first }),
    shape: { $0 }
  ) { (context, shape: [Value], seed: Int?) in
    var random = context.source(seed)
    var tensor = Tensor(shape: try checkedShape(shape), repeating: 0)
    for position in tensor.values.indices {
      if position & 0xFFFF == 0 { try context.checkStop() }
      tensor.values[position] = draw(&random)
    }
    return TensorObject.value(tensor)
  }
}

private func shape(
  of value: Value, into numbers: inout [Float], depth: Int, _ context: CallContext
) throws -> [Int] {
  if let number = value.asNumber {
    numbers.append(Float(number))
    return []
  }
  if let tensor = value.asObject as? TensorObject {
    guard tensor.node == nil else {
      throw NativeError(
        "S0302", "a gradient cannot look back through `tensor`", help: "put parts together:  stack")
    }
    numbers += tensor.tensor.values
    return tensor.tensor.shape
  }
  let items: [Value]
  switch value.asObject {
  case let list as ListObject: items = try list.copied()
  case let range as RangeObject: items = try range.values()
  case let table as TableObject:
    items = (0..<table.count).map { row in .list(table.columns.map { $0[row] }) }
  default:
    throw NativeError(
      "S0302", "a tensor is made of numbers", label: "found \(value.kindPhrase)",
      argument: "values")
  }
  guard depth < mostAxes else {
    throw NativeError("S0302", "a tensor has at most \(mostAxes) axes", argument: "values")
  }
  try context.checkStop()
  var inner: [Int]?
  for (index, item) in items.enumerated() {
    let found = try shape(of: item, into: &numbers, depth: depth + 1, context)
    guard inner == nil || inner == found else {
      throw NativeError(
        "S0203", "the lists of a tensor are equally long",
        label: "element \(index) of axis \(depth) has another shape than those before",
        argument: "values")
    }
    inner = found
  }
  return [items.count] + (inner ?? [])
}
