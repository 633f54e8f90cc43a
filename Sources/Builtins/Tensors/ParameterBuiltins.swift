internal import Differentiation
internal import Evaluation
internal import Tensors

/// What is trained outside of the layers that there are.
let parameterBuiltins: [Builtin] = [
  Builtin(
    "parameter", in: .training,
    "Makes a parameter of a number, vector, matrix or sparse matrix: what a layer written in setl learns, and "
      + "what `step` moves. It computes as its numbers do; a sparse one keeps its connections.",
    .required("value", "the numbers that it begins with", kinds: .of("number", "tensor", "sparse")),
    example: """
      let layer = {w: parameter(zeros(2, 3)), forward: (p, x) => x @ p.w, inputs: 2}
      parameter_count(sequential(layer))  # 6
      """
  ) { (_, value: Value) -> Value in
    if let sparse = value.asObject as? SparseObject {
      return .object(SparseObject.parameter(sparse.matrix))
    }
    let tensor = value.asNumber.map { Tensor($0) } ?? (value.asObject as? TensorObject)?.tensor
    guard let tensor, tensor.rank <= 2, tensor.count > 0 else {
      throw NativeError(
        "S0203", "a parameter is a number, a vector or a matrix",
        label: tensor.map { "this is \($0.name)" } ?? "this is \(value.kindPhrase)",
        argument: "value")
    }
    return .object(TensorObject.parameter(tensor))
  }
]
