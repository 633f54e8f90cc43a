internal import Evaluation
internal import Syntax
internal import Tensors

/// A truly sparse matrix as a value. A gradient takes its connections as they are, and their weights as
/// what can change.
final class SparseObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "sparse" }
  let matrix: SparseMatrix
  let node: GradientNode?

  init(_ matrix: SparseMatrix, node: GradientNode? = nil) {
    self.matrix = matrix
    self.node = node
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard node == nil else { throw TensorObject.underGradient("sparse matrix") }
    return SparseObject(matrix)
  }

  override var kind: String { "sparse" }
  override var length: Int? { matrix.rows }
  override var fieldNames: [String] { ["shape", "T", "connections", "density"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "shape": .list([.number(Double(matrix.rows)), .number(Double(matrix.columns))])
    case "T": transposed
    case "connections": .number(Double(matrix.count))
    case "density": .number(matrix.density)
    default: nil
    }
  }

  private var transposed: Value {
    let result = matrix.transposed
    let pattern = result
    return Self.value(
      result,
      from: node.source { gradient in
        // The weights in the order of the transpose, put back by transposing once more.
        var weights = pattern
        weights.values = gradient.values
        return Tensor(shape: [gradient.count], values: weights.transposed.values)
      })
  }

  static func value(_ matrix: SparseMatrix, from sources: [GradientNode.Source]) -> Value {
    .object(
      SparseObject(matrix, node: sources.isEmpty ? nil : GradientNode(sources, count: matrix.count))
    )
  }

  override var summary: String {
    "sparse[\(matrix.rows), \(matrix.columns)] with \(percent(matrix.density)) of its connections"
  }
  override var display: DisplayBundle { DisplayBundle(text: picture) }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? SparseObject)?.matrix == matrix
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    throw NativeError(
      "S0204", "a sparse matrix has no elements by index", help: "to_dense(s)[0, 1]")
  }

  override func negated() -> Value? { scaled(by: -1) }

  private func scaled(by factor: Float) -> Value {
    var result = matrix
    for position in result.values.indices { result.values[position] *= factor }
    return Self.value(result, from: node.source { $0.mapped { $0 * factor } })
  }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    switch (operation, other) {
    case (.equal, _), (.notEqual, _):
      // Whole matrices are compared as other objects are.
      let isEqual = (other.asObject as? NativeObject).map { equals($0) } ?? false
      return .bool(isEqual == (operation == .equal))
    case (.multiply, .number(let factor)): return scaled(by: Float(factor))
    case (.divide, .number(let divisor)): return isLeft ? scaled(by: Float(1 / divisor)) : nil
    case (.matrixProduct, .object(let object as TensorObject)):
      return try isLeft ? product(by: object) : product(from: object)
    case (.matrixProduct, .object(let object as SparseObject)):
      guard isLeft else { return nil }
      // Both factors' rows as they are without connections, the product, and its connections.
      let rows = object.matrix.rows + 3 * matrix.rows
      try checkSize([rows, object.matrix.columns])
      let product = try shaped { try matrix.multiplied(by: object.matrix.dense) }
      return .object(SparseObject(SparseMatrix(product)))
    default: return nil
    }
  }

  /// S @ x. ∂x = Sᵀ · g; of a weight, its row of g times the row of x that it takes.
  private func product(by other: TensorObject) throws -> Value {
    let x = other.tensor
    try checkSize([matrix.rows, x.rank < 2 ? 1 : x.shape[1]])
    let result = try shaped { try matrix.multiplied(by: x) }
    guard node != nil || other.node != nil else { return TensorObject.value(result) }
    let s = matrix
    let width = x.rank < 2 ? 1 : x.shape[1]
    return TensorObject.value(
      result,
      from: node.source { gradient in
        s.weightGradients { row, column in
          var sum: Float = 0
          for n in 0..<width {
            sum += gradient.values[row * width + n] * x.values[column * width + n]
          }
          return sum
        }
      }
        + other.node.source { gradient in
          let g = gradient.reshaped([s.rows, width])
          return ((try? s.transposed.multiplied(by: g)) ?? x).reshaped(x.shape)
        })
  }

  /// x @ S. ∂x = g · Sᵀ; of a weight, the column of x that it takes times its column of g.
  private func product(from other: TensorObject) throws -> Value {
    let x = other.tensor
    let height = x.rank < 2 ? 1 : x.shape[0]
    try checkSize([height, matrix.columns])
    let result = try shaped { try matrix.multiplied(from: x) }
    guard node != nil || other.node != nil else { return TensorObject.value(result) }
    let s = matrix
    return TensorObject.value(
      result,
      from: node.source { gradient in
        s.weightGradients { row, column in
          var sum: Float = 0
          for n in 0..<height {
            sum += x.values[n * s.rows + row] * gradient.values[n * s.columns + column]
          }
          return sum
        }
      }
        + other.node.source { gradient in
          let g = gradient.reshaped([height, s.columns])
          return ((try? s.transposed.multiplied(from: g)) ?? x).reshaped(x.shape)
        })
  }
}

extension SparseMatrix {
  /// A number for each connection, from its row and column.
  fileprivate func weightGradients(_ body: (Int, Int) -> Float) -> Tensor {
    var result = Tensor(shape: [count], repeating: 0)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        result.values[position] = body(row, Int(columnIndices[position]))
      }
    }
    return result
  }
}
