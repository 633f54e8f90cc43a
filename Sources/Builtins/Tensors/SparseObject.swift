internal import Differentiation
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

  convenience init(_ traced: TracedMatrix) { self.init(traced.matrix, node: traced.node) }

  /// As what computes with it and can look back.
  var traced: TracedMatrix { TracedMatrix(matrix, node) }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard node == nil else { throw TensorObject.underGradient("sparse matrix") }
    return SparseObject(matrix)
  }

  override var kind: String { "sparse" }
  override var length: Int? { matrix.rows }
  override var heldBytes: Double { 4 * Double(2 * matrix.count + matrix.rows + 1) }
  override var fieldNames: [String] { ["shape", "T", "connections", "density"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "shape": .list([.number(Double(matrix.rows)), .number(Double(matrix.columns))])
    case "T": .object(SparseObject(traced.transposed))
    case "connections": .number(Double(matrix.count))
    case "density": .number(matrix.density)
    default: nil
    }
  }
  override func glance(at name: String) -> FieldGlance {
    name == "T" ? .like(.object(self)) : super.glance(at: name)
  }

  override var summary: String {
    "sparse[\(matrix.rows), \(matrix.columns)] with \(percent(matrix.density)) of its connections"
  }
  override var display: DisplayBundle { DisplayBundle(parts) }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? SparseObject)?.matrix == matrix
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    throw NativeError(
      "S0204", "a sparse matrix has no elements by index", help: "to_dense(s)[0, 1]")
  }

  override func negated() -> Value? { scaled(by: -1) }

  private func scaled(by factor: Float) -> Value {
    .object(SparseObject(traced.scaled(by: factor)))
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

  private func product(by other: TensorObject) throws -> Value {
    try checkSize([matrix.rows, other.tensor.rank < 2 ? 1 : other.tensor.shape[1]])
    return TensorObject.value(try shaped { try traced.multiplied(by: other.traced) })
  }

  private func product(from other: TensorObject) throws -> Value {
    try checkSize([other.tensor.rank < 2 ? 1 : other.tensor.shape[0], matrix.columns])
    return TensorObject.value(try shaped { try traced.multiplied(from: other.traced) })
  }
}
