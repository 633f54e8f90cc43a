internal import Evaluation
internal import Glibc
internal import Syntax
internal import Tensors

/// Errors of shapes as errors of the language.
func shaped<Result>(_ body: () throws -> Result) throws -> Result {
  do { return try body() } catch let error as ShapeError {
    throw NativeError("S0203", error.title, label: error.label, help: error.help)
  }
}

extension Float {
  /// The 64-bit number with the fewest digits that is this one in 32 bits: 0.1, not 0.10000000149.
  var nearestShort: Double { Double("\(self)") ?? Double(self) }
}

/// A tensor as a value; rank 0 is a number to the program.
final class TensorObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "tensor" }
  var tensor: Tensor
  init(_ tensor: Tensor) { self.tensor = tensor }

  static func value(_ tensor: Tensor) -> Value {
    tensor.rank == 0 ? .number(tensor.values[0].nearestShort) : .object(TensorObject(tensor))
  }

  override var kind: String { "tensor" }
  override var length: Int? { tensor.shape.first }
  override var fieldNames: [String] { ["shape", "T"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "shape": .list(tensor.shape.map { .number(Double($0)) })
    case "T": .object(TensorObject(tensor.transposed))
    default: nil
    }
  }

  override var summary: String {
    tensor.count <= 8 && tensor.rank == 1
      ? "tensor([" + tensor.values.map { $0.nearestShort.formattedShort }.joined(separator: ", ")
        + "])"
      : tensor.name
  }
  override var display: DisplayBundle { DisplayBundle(text: tensor.text) }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? TensorObject)?.tensor == tensor
  }

  /// The tensor that an operand is, or a number as a tensor of rank 0.
  static func operand(_ value: Value) -> Tensor? {
    if case .number(let number) = value { return Tensor(shape: [], values: [Float(number)]) }
    return (value.asObject as? TensorObject)?.tensor
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    if operation == .matrixProduct {
      guard let right = (other.asObject as? TensorObject)?.tensor else { return nil }
      let (first, last) = isLeft ? (tensor, right) : (right, tensor)
      try checkSize([first.rank < 2 ? 1 : first.shape[0], last.rank < 2 ? 1 : last.shape[1]])
      return Self.value(
        try shaped { try isLeft ? tensor.multiplied(by: right) : right.multiplied(by: tensor) })
    }
    guard let second = Self.operand(other), let function = Self.function(operation) else {
      return nil
    }
    let (a, b) = isLeft ? (tensor, second) : (second, tensor)
    try checkSize(try shaped { try Tensor.broadcast(a.shape, b.shape, in: operation.rawValue) })
    return Self.value(try shaped { try a.combined(with: b, in: operation.rawValue, function) })
  }

  private static func function(_ operation: BinaryOperator) -> ((Float, Float) -> Float)? {
    switch operation {
    case .add: { $0 + $1 }
    case .subtract: { $0 - $1 }
    case .multiply: { $0 * $1 }
    case .divide: { $0 / $1 }
    case .divideWhole: { ($0 / $1).rounded(.down) }
    case .remainder: { $0 - $1 * ($0 / $1).rounded(.down) }
    case .power: { powf($0, $1) }
    case .equal: { $0 == $1 ? 1 : 0 }
    case .notEqual: { $0 != $1 ? 1 : 0 }
    case .less: { $0 < $1 ? 1 : 0 }
    case .lessOrEqual: { $0 <= $1 ? 1 : 0 }
    case .greater: { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual: { $0 >= $1 ? 1 : 0 }
    case .matrixProduct, .contained: nil
    }
  }

  override func negated() -> Value? { Self.value(tensor.mapped { -$0 }) }

  override func applied(_ function: String, _ arguments: [String: Value]) throws -> Value? {
    if let map = Self.maps[function] { return Self.value(tensor.mapped(map)) }
    if function == "to_list" { return .list(tensor.values.map { .number(Double($0)) }) }
    guard let reduction = Self.reductions[function] else { return nil }
    guard let axis = arguments["axis"]?.asWhole else {
      guard tensor.count > 0 || function == "sum" else {
        throw NativeError("S0302", "`\(function)` of an empty tensor has no value")
      }
      return .number(reduction(tensor.values.map { Double($0) }))
    }
    let place = axis < 0 ? axis + tensor.rank : axis
    guard (0..<tensor.rank).contains(place), tensor.shape[place] > 0 else {
      throw NativeError(
        "S0203", "there is no axis \(axis)", label: "\(tensor.name) has \(tensor.rank)",
        argument: "axis")
    }
    return Self.value(tensor.reduced(along: place, reduction))
  }

  private static let maps: [String: @Sendable (Float) -> Float] = [
    "floor": { $0.rounded(.down) }, "ceil": { $0.rounded(.up) }, "abs": { abs($0) },
    "sqrt": { $0.squareRoot() }, "exp": { expf($0) }, "log": { logf($0) }, "sin": { sinf($0) },
    "cos": { cosf($0) }, "tanh": { tanhf($0) }, "sigmoid": { 1 / (1 + expf(-$0)) },
  ]
  private static let reductions: [String: @Sendable ([Double]) -> Double] = [
    "sum": { $0.reduce(0, +) }, "mean": { $0.reduce(0, +) / Double($0.count) },
    "maximum": { $0.max() ?? .nan }, "minimum": { $0.min() ?? .nan },
    "argmax": { values in
      var best = 0
      for (index, value) in values.enumerated() where value > values[best] { best = index }
      return Double(best)
    },
  ]

  // MARK: Elements

  /// The positions that each axis's item chooses, and whether the axis stays.
  private func choose(_ items: [Subscript]) throws -> [(positions: [Int], isKept: Bool)] {
    guard items.count <= tensor.rank else {
      throw NativeError(
        "S0204", "too many indices", label: "\(tensor.name) has \(tensor.rank) axes")
    }
    return try tensor.shape.enumerated().map { axis, length in
      guard axis < items.count else { return (Array(0..<length), true) }
      switch items[axis] {
      case .index(let index): return ([try place(index, length, axis)], false)
      case .indices(let indices): return (try indices.map { try place($0, length, axis) }, true)
      case .slice(let from, let to, let by):
        guard by > 0 else { throw NativeError("S0206", "a slice of a tensor goes forwards") }
        func clamp(_ index: Int) -> Int { min(max(index < 0 ? index + length : index, 0), length) }
        let positions = stride(from: from.map(clamp) ?? 0, to: to.map(clamp) ?? length, by: by)
        return (Array(positions), true)
      }
    }
  }

  private func place(_ index: Int, _ length: Int, _ axis: Int) throws -> Int {
    let place = index < 0 ? index + length : index
    guard (0..<length).contains(place) else {
      throw NativeError(
        "S0204", "index \(index) is outside axis \(axis)", label: "\(tensor.name) has \(length)")
    }
    return place
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    let chosen = try choose(items)
    try checkSize(chosen.map(\.positions.count))
    var values: [Float] = []
    Self.forEachPosition(chosen, tensor.strides) { values.append(tensor.values[$0]) }
    let shape = chosen.filter(\.isKept).map(\.positions.count)
    return Self.value(Tensor(shape: shape, values: values))
  }

  override func assign(_ items: [Subscript], _ value: Value) throws {
    let chosen = try choose(items)
    let shape = chosen.filter(\.isKept).map(\.positions.count)
    guard let source = Self.operand(value) else {
      throw NativeError(
        "S0302", "elements of a tensor are numbers", label: "this is \(value.kindPhrase)")
    }
    let zeros = Tensor(shape: shape, repeating: 0)
    let fitted = try shaped { try zeros.combined(with: source, in: "=") { $1 } }
    guard fitted.shape == shape else {
      throw NativeError("S0203", "\(source.name) does not fit into a slice of \(zeros.name)")
    }
    var next = 0
    Self.forEachPosition(chosen, tensor.strides) { position in
      tensor.values[position] = fitted.values[next]
      next += 1
    }
  }

  private static func forEachPosition(
    _ chosen: [(positions: [Int], isKept: Bool)], _ strides: [Int], _ body: (Int) -> Void
  ) {
    var positions = [0]
    for (axis, choice) in chosen.enumerated() {
      positions = positions.flatMap { base in
        choice.positions.map { base + $0 * strides[axis] }
      }
    }
    positions.forEach(body)
  }

  override func makeIterator() -> (any NativeIterator)? { RowIterator(self) }

  /// Goes along the first axis.
  private final class RowIterator: NativeIterator {
    private let tensor: TensorObject
    private var row = 0
    init(_ tensor: TensorObject) { self.tensor = tensor }

    func next() throws -> Value? {
      guard row < tensor.length ?? 0 else { return nil }
      defer { row += 1 }
      return try tensor.subscripted([.index(row)])
    }
  }
}

/// A truly sparse matrix as a value.
final class SparseObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "sparse" }
  let matrix: SparseMatrix
  init(_ matrix: SparseMatrix) { self.matrix = matrix }

  override var kind: String { "sparse" }
  override var length: Int? { matrix.rows }
  override var fieldNames: [String] { ["shape", "T", "connections", "density"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "shape": .list([.number(Double(matrix.rows)), .number(Double(matrix.columns))])
    case "T": .object(SparseObject(matrix.transposed))
    case "connections": .number(Double(matrix.count))
    case "density": .number(matrix.density)
    default: nil
    }
  }

  override var summary: String {
    "sparse[\(matrix.rows), \(matrix.columns)] with \(percent(matrix.density)) of its connections"
  }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? SparseObject)?.matrix == matrix
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    switch (operation, other) {
    case (.multiply, .number(let factor)), (.divide, .number(let factor)):
      guard operation == .multiply || isLeft else { return nil }
      var result = matrix
      let scale = Float(operation == .multiply ? factor : 1 / factor)
      for position in result.values.indices { result.values[position] *= scale }
      return .object(SparseObject(result))
    case (.matrixProduct, .object(let object as TensorObject)):
      return TensorObject.value(
        try shaped {
          let other = object.tensor
          try checkSize(
            isLeft
              ? [matrix.rows, other.rank < 2 ? 1 : other.shape[1]]
              : [other.rank < 2 ? 1 : other.shape[0], matrix.columns])
          return try isLeft ? matrix.multiplied(by: other) : matrix.multiplied(from: other)
        })
    case (.matrixProduct, .object(let object as SparseObject)):
      try checkSize([object.matrix.rows, object.matrix.columns])
      try checkSize([matrix.rows, object.matrix.columns])
      let product = try shaped { try matrix.multiplied(by: object.matrix.dense) }
      return .object(SparseObject(SparseMatrix(product)))
    default: return nil
    }
  }
}

/// Tensors and sparse matrices.
let tensorBuiltins: [Builtin] = [
  Builtin(
    "tensor", in: .tensors, "Makes a tensor of numbers in nested lists.",
    .required("values", "numbers, or lists of lists of them, each axis equally long"),
    example: "tensor([[1, 2], [3, 4]]).shape  # [2, 2]"
  ) { (_, values: Value) in
    var numbers: [Float] = []
    let shape = try shape(of: values, into: &numbers, depth: 0)
    return TensorObject.value(Tensor(shape: shape, values: numbers))
  },
  maker("zeros", "Makes a tensor of zeros.", "sum(zeros(2, 3))  # 0") {
    Tensor(shape: $0, repeating: 0)
  },
  maker("ones", "Makes a tensor of ones.", "sum(ones(2, 3))  # 6") {
    Tensor(shape: $0, repeating: 1)
  },
  randomMaker(
    "random_normal", "Makes a tensor of normally distributed numbers, mean 0, variance 1.",
    "random_normal(2, 3, seed: 1).shape  # [2, 3]"
  ) { Float($0.normal()) },
  randomMaker(
    "random_uniform", "Makes a tensor of numbers uniform in 0 to below 1.",
    "random_uniform(2, 3, seed: 1).shape  # [2, 3]"
  ) { $0.uniform(0, 1) },
  Builtin(
    "shape", in: .tensors, "Gives the length of each axis.",
    .required("value", "a tensor or a sparse matrix"), example: "shape(zeros(2, 3))  # [2, 3]"
  ) { (_, value: Value) in
    guard let shape = try (value.asObject as? NativeObject)?.field("shape") else {
      throw NativeError(
        "S0302", "only tensors and sparse matrices have a shape",
        label: "this is \(value.kindPhrase)", argument: "value")
    }
    return shape
  },
  Builtin(
    "reshape", in: .tensors, "Gives the values of a tensor in another shape.",
    .required("tensor", "the tensor"),
    .rest("shape", "the new axes; one may be -1, and is inferred"),
    example: "reshape(zeros(2, 3), 3, -1).shape  # [3, 2]"
  ) { (_, tensor: TensorObject, shape: [Value]) in
    var wanted = try axes(shape)
    let count = tensor.tensor.count
    if let open = wanted.firstIndex(of: -1) {
      let known = Tensor.count(
        of: wanted.enumerated().filter { $0.offset != open }.map(\.element), limit: count)
      if let known, known > 0, count % known == 0 { wanted[open] = count / known }
    }
    guard Tensor.count(of: wanted, limit: count) == count else {
      throw NativeError(
        "S0203", "\(tensor.tensor.name) cannot be reshaped so",
        label: "it has \(count) elements", argument: "shape")
    }
    return TensorObject.value(tensor.tensor.reshaped(wanted))
  },
  Builtin(
    "sparse", in: .tensors, "Makes a truly sparse matrix with random connections and weights.",
    .required("rows", "rows"), .required("columns", "columns"),
    .required("density", "share of the connections that exist, 0 to 1"),
    .optional("seed", shown: "none", "of places and weights", orElse: Int?.none),
    example: "sparse(100, 50, density: 0.04, seed: 1).connections  # 200"
  ) { (context, rows: Int, columns: Int, density: Double, seed: Int?) in
    guard (0...1).contains(density) else {
      throw NativeError(
        "S0302", "`density` must be from 0 to 1", label: "this is \(density.asValue.text)",
        argument: "density")
    }
    let connections = Double(rows) * Double(columns) * density
    guard rows >= 0, columns >= 0, rows < 1 << 30, columns < 1 << 30, connections < 0x1p31 else {
      throw NativeError("S0210", "the matrix would not fit into memory", argument: "rows")
    }
    try MemoryBudget.check(connections * 8 + Double(rows) * 4, for: "the matrix", argument: "rows")
    var random = context.source(seed)
    var matrix = SparseMatrix.random(
      rows: rows, columns: columns, density: density, using: &random)
    for position in matrix.values.indices { matrix.values[position] = random.uniform(-1, 1) }
    return SparseObject(matrix)
  },
  Builtin(
    "to_sparse", in: .tensors, "Keeps the elements of a matrix that are not 0.",
    .required("matrix", "a tensor with two axes"),
    example: "to_sparse(tensor([[0, 2], [0, 0]])).connections  # 1"
  ) { (_, matrix: TensorObject) in
    guard matrix.tensor.rank == 2 else {
      throw NativeError(
        "S0203", "only a matrix can be sparse", label: "this is \(matrix.tensor.name)",
        argument: "matrix")
    }
    return SparseObject(SparseMatrix(matrix.tensor))
  },
  Builtin(
    "to_dense", in: .tensors,
    "Gives a sparse matrix as a tensor, zeros where there is no connection.",
    .required("matrix", "a sparse matrix"),
    example: "to_dense(to_sparse(tensor([[0, 2]]))).shape  # [1, 2]"
  ) { (_, matrix: SparseObject) in
    try checkSize([matrix.matrix.rows, matrix.matrix.columns], argument: "matrix")
    return TensorObject(matrix.matrix.dense)
  },
]

/// Throws unless a tensor of this shape can be had; the number of its elements.
private func checkSize(_ shape: [Int], argument: String? = nil) throws {
  let elements = shape.reduce(1.0) { $0 * Double($1) }
  try MemoryBudget.check(
    elements * 4, for: "tensor[\(shape.map(String.init).joined(separator: ", "))]",
    argument: argument)
}

private func axes(_ values: [Value]) throws -> [Int] {
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
  guard shape.allSatisfy({ $0 >= 0 }) else {
    throw NativeError(
      "S0302", "the length of an axis is 0 at least", label: "\(shape)", argument: "shape")
  }
  try checkSize(shape, argument: "shape")
  return shape
}

private func maker(
  _ name: String, _ summary: String, _ example: String, _ make: @escaping ([Int]) -> Tensor
) -> Builtin {
  Builtin(
    name, in: .tensors, summary, .rest("shape", "the length of each axis"), example: example
  ) { (_, shape: [Value]) in TensorObject.value(make(try checkedShape(shape))) }
}

private func randomMaker(
  _ name: String, _ summary: String, _ example: String,
  _ draw: @escaping (inout RandomSource) -> Float
) -> Builtin {
  Builtin(
    name, in: .tensors, summary,
    .rest("shape", "the length of each axis"),
    .optional("seed", shown: "none", "of the numbers", orElse: Int?.none), example: example
  ) { (context, shape: [Value], seed: Int?) in
    var random = context.source(seed)
    var tensor = Tensor(shape: try checkedShape(shape), repeating: 0)
    for position in tensor.values.indices { tensor.values[position] = draw(&random) }
    return TensorObject.value(tensor)
  }
}

private func shape(of value: Value, into numbers: inout [Float], depth: Int) throws -> [Int] {
  if let number = value.asNumber {
    numbers.append(Float(number))
    return []
  }
  if let tensor = (value.asObject as? TensorObject)?.tensor {
    numbers += tensor.values
    return tensor.shape
  }
  let items: [Value]
  switch value.asObject {
  case let list as ListObject: items = list.values
  case let range as RangeObject: items = try range.values()
  default:
    throw NativeError(
      "S0302", "a tensor is made of numbers", label: "found \(value.kindPhrase)",
      argument: "values")
  }
  guard depth < 32 else { throw NativeError("S0302", "a tensor has at most 32 axes") }
  var inner: [Int]?
  for (index, item) in items.enumerated() {
    let found = try shape(of: item, into: &numbers, depth: depth + 1)
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
