internal import Evaluation
internal import Layers
internal import Tensors

/// Numbers that `step` moves: what `parameter` makes, and the weights of layers.
final class Trainable {
  let parameter: Layers.Parameter
  /// Of a matrix of a layer, or a sparse one.
  let matrix: WeightMatrix?
  /// The value of the program that shows them; nil of the weights of a layer.
  weak var value: NativeObject?

  init(_ parameter: Layers.Parameter, _ matrix: WeightMatrix?) {
    self.parameter = parameter
    self.matrix = matrix
  }

  convenience init(_ tensor: Tensor) {
    guard tensor.rank == 2 else {
      self.init(Layers.Parameter(name: "parameter", values: tensor.values), nil)
      return
    }
    let matrix = WeightMatrix(
      name: "parameter", rows: tensor.shape[0], columns: tensor.shape[1], dense: tensor.values)
    self.init(matrix.parameter, matrix)
  }

  convenience init(_ sparse: SparseMatrix) {
    let matrix = WeightMatrix(name: "parameter", sparse: sparse)
    self.init(matrix.parameter, matrix)
  }

  /// Takes over the numbers of the value, which a program may have changed.
  func take() {
    switch value {
    case let tensor as TensorObject where tensor.tensor.count == parameter.count:
      parameter.values.array = tensor.tensor.values
    default: break
    }
  }

  /// Shows the numbers in the value.
  func show() {
    switch value {
    case let tensor as TensorObject where tensor.tensor.count == parameter.count:
      tensor.tensor.values = parameter.values.array
    case let sparse as SparseObject where sparse.matrix.count == parameter.count:
      sparse.matrix.values = parameter.values.array
    default: break
    }
  }
}

/// How a tensor or sparse matrix belongs to numbers that `step` moves.
enum TrainableLink {
  /// It shows them.
  case value(Trainable)
  /// It is a gradient of them.
  case gradient(Trainable)
}
