internal import Differentiation
internal import Evaluation
internal import Tensors

/// Linear equations and decompositions of matrices.
let linearAlgebraFunctions: [Builtin] = [
  Builtin(
    "solve", in: .tensors, "Gives the x with matrix @ x = right.",
    .required("matrix", "a square matrix"),
    .required("right", "a vector, or a matrix whose columns are solved for"),
    example: "to_list(solve(tensor([[2, 0], [0, 4]]), tensor([2, 2])))  # [1, 0.5]"
  ) { (context, matrix: TensorObject, right: TensorObject) in
    let size = try squareSize(matrix, "solve")
    try checkSides(right, rows: size, "solve")
    return try computed("solve", context, matrix, right) {
      TensorObject.value(try matrix.traced.solving(right.traced))
    }
  },
  Builtin(
    "inverse", in: .tensors, "Gives the matrix whose product with this one is the identity.",
    .required("matrix", "a square matrix"),
    example: "to_list(inverse(tensor([[2, 0], [0, 4]])))  # [[0.5, 0], [0, 0.25]]",
    aliases: ["inv": "inverse($x)"]
  ) { (context, matrix: TensorObject) in
    _ = try squareSize(matrix, "inverse")
    return try computed("inverse", context, matrix) {
      TensorObject.value(try matrix.traced.inverted())
    }
  },
  Builtin(
    "determinant", in: .tensors, "Gives the determinant of a square matrix.",
    .required("matrix", "a square matrix"),
    example: "determinant(tensor([[2, 1], [1, 3]]))  # 5", aliases: ["det": "determinant($x)"]
  ) { (context, matrix: TensorObject) in
    _ = try squareSize(matrix, "determinant")
    try refuseGradient("determinant", matrix)
    return try computed("determinant", context, matrix) {
      Value.number(Double(Float(try matrix.tensor.determinant())))
    }
  },
  Builtin(
    "least_squares", in: .tensors,
    "Gives the x for which matrix @ x comes nearest to right: the shortest where there are several.",
    .required("matrix", "a matrix, a row an equation"),
    .required("right", "a vector, or a matrix whose columns are solved for"),
    example:
      "to_list(round(least_squares(tensor([[1, 0], [1, 1], [1, 2]]), tensor([1, 3, 5]))))  # [1, 2]",
    aliases: ["lstsq": "least_squares($x, $y)"]
  ) { (context, matrix: TensorObject, right: TensorObject) in
    try checkMatrix(matrix, "least_squares")
    try checkSides(right, rows: matrix.tensor.shape[0], "least_squares")
    try refuseGradient("least_squares", matrix, right)
    return try computed("least_squares", context, matrix, right) {
      TensorObject.value(try matrix.tensor.leastSquares(right.tensor))
    }
  },
  Builtin(
    "svd", in: .tensors,
    "Gives the singular value decomposition, a map of left, values and right: "
      + "(left * values) @ right is the matrix.",
    .required("matrix", "a matrix"),
    example: "to_list(svd(tensor([[3, 0], [0, 4]])).values)  # [4, 3]"
  ) { (context, matrix: TensorObject) in
    try checkMatrix(matrix, "svd")
    try refuseGradient("svd", matrix)
    return try computed("svd", context, matrix) {
      let (left, values, right) = try matrix.tensor.singularValues()
      return parts(("left", left), ("values", values), ("right", right))
    }
  },
  Builtin(
    "eigenvalues", in: .tensors,
    "Gives the eigenvalues of a square matrix, ascending where it is symmetric.",
    .required(
      "matrix", "a square matrix whose eigenvalues are real, as those of every symmetric one"),
    example: "to_list(eigenvalues(tensor([[2, 0], [0, 1]])))  # [1, 2]",
    aliases: ["eigvals": "eigenvalues($x)", "eigvalsh": "eigenvalues($x)"]
  ) { (context, matrix: TensorObject) in
    try eigen("eigenvalues", matrix, context) { values, _ in TensorObject.value(values) }
  },
  Builtin(
    "eigenvectors", in: .tensors,
    "Gives the eigenvalues and eigenvectors of a square matrix, a map of values and vectors, "
      + "which are the columns.",
    .required(
      "matrix", "a square matrix whose eigenvalues are real, as those of every symmetric one"),
    example: "to_list(eigenvectors(identity(2)).values)  # [1, 1]",
    aliases: ["eig": "eigenvectors($x)", "eigh": "eigenvectors($x)"]
  ) { (context, matrix: TensorObject) in
    try eigen("eigenvectors", matrix, context) { parts(("values", $0), ("vectors", $1)) }
  },
  Builtin(
    "qr", in: .tensors,
    "Gives a matrix as a product q @ r, a map: q has columns at right angles, r is upper triangular.",
    .required("matrix", "a matrix"), example: "qr(ones(3, 2)).r.shape  # [2, 2]"
  ) { (context, matrix: TensorObject) in
    try checkMatrix(matrix, "qr")
    try refuseGradient("qr", matrix)
    return try computed("qr", context, matrix) {
      let (q, r) = try matrix.tensor.qr()
      return parts(("q", q), ("r", r))
    }
  },
  Builtin(
    "cholesky", in: .tensors,
    "Gives the lower triangular matrix whose product with its transpose is this one.",
    .required("matrix", "a symmetric, positive definite matrix"),
    example: "to_list(cholesky(tensor([[4, 0], [0, 9]])))  # [[2, 0], [0, 3]]"
  ) { (context, matrix: TensorObject) in
    _ = try squareSize(matrix, "cholesky")
    try refuseGradient("cholesky", matrix)
    return try computed("cholesky", context, matrix) {
      TensorObject.value(try matrix.tensor.cholesky())
    }
  },
]

private func parts(_ named: (String, Tensor)...) -> Value {
  .object(MapObject(pairs: named.map { (.string($0.0), TensorObject.value($0.1)) }))
}

private func eigen(
  _ name: String, _ matrix: TensorObject, _ context: CallContext, _ give: (Tensor, Tensor) -> Value
) throws -> Value {
  _ = try squareSize(matrix, name)
  try refuseGradient(name, matrix)
  return try computed(name, context, matrix) {
    let (values, vectors) = try matrix.tensor.eigenvalues()
    return give(values, vectors)
  }
}

// MARK: Checks

func checkMatrix(_ object: TensorObject, _ name: String, argument: String = "matrix") throws {
  guard object.tensor.rank != 2 else { return }
  throw NativeError(
    "S0203", "`\(name)` takes a matrix", label: "this is \(object.tensor.name)",
    argument: argument)
}

/// The number of rows of a square matrix; throws for any other tensor.
private func squareSize(_ object: TensorObject, _ name: String) throws -> Int {
  let shape = object.tensor.shape
  guard shape.count == 2, shape[0] == shape[1] else {
    throw NativeError(
      "S0203", "`\(name)` takes a square matrix", label: "this is \(object.tensor.name)",
      help: name == "solve" ? "of more equations than unknowns:  least_squares(a, b)" : nil,
      argument: "matrix")
  }
  return shape[0]
}

private func checkSides(_ right: TensorObject, rows: Int, _ name: String) throws {
  let shape = right.tensor.shape
  guard (1...2).contains(shape.count), shape[0] == rows else {
    throw NativeError(
      "S0203", "the right side of `\(name)` does not fit",
      label: "it is \(right.tensor.name), and the matrix has \(rows) rows", argument: "right")
  }
}

/// Throws where a gradient would have to look back through `name`.
func refuseGradient(_ name: String, _ objects: TensorObject...) throws {
  guard objects.contains(where: { $0.node != nil }) else { return }
  throw NativeError("S0302", "a gradient cannot look back through `\(name)`")
}

/// Asks for memory and whether to stop, and words what LAPACK says.
private func computed(
  _ name: String, _ context: CallContext, _ operands: TensorObject...,
  body: () throws -> Value
) throws -> Value {
  try context.checkStop()
  // Each operand in 64 bits, what comes out of it too, and room to work.
  let bytes = operands.reduce(0) { $0 + Double($1.tensor.count) * 8 * 6 }
  try MemoryBudget.check(bytes, for: "what `\(name)` works in", argument: "matrix")
  do { return try body() } catch let error as LinearAlgebraError {
    throw error.worded(name, operands[0].tensor)
  }
}

extension LinearAlgebraError {
  fileprivate func worded(_ name: String, _ matrix: Tensor) -> NativeError {
    switch self {
    case .noLibrary:
      NativeError(
        "S0425", "`\(name)` cannot be computed here",
        notes: ["LAPACK, which computes it, is not installed: it comes with OpenBLAS"],
        help: "install libopenblas0")
    case .tooLarge:
      NativeError(
        "S0210", "what `\(name)` works in would not fit into memory", label: matrix.name,
        argument: "matrix")
    case .singular:
      NativeError(
        "S0424", "the matrix is singular: it has no inverse", label: matrix.name,
        notes: ["some of its rows are made up of the others"],
        help: "what comes nearest:  least_squares(a, b)", argument: "matrix")
    case .notPositiveDefinite:
      NativeError(
        "S0424", "the matrix is not symmetric and positive definite", label: matrix.name,
        help: "a symmetric one is, where all its eigenvalues are above 0", argument: "matrix")
    case .complexValues:
      NativeError(
        "S0424", "the matrix has eigenvalues that are not real", label: matrix.name,
        notes: ["there are no complex numbers here; those of a symmetric matrix are all real"],
        argument: "matrix")
    case .notFinite:
      NativeError(
        "S0424", "the matrix holds what is no finite number", label: matrix.name,
        help: "where it does:  is_finite(a) == 0", argument: "matrix")
    case .noConvergence:
      NativeError(
        "S0424", "`\(name)` came to no result", label: matrix.name,
        notes: ["its iteration did not converge"], argument: "matrix")
    }
  }
}
