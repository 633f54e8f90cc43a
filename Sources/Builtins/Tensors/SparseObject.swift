internal import Differentiation
internal import Evaluation
internal import Syntax
internal import Tensors

/// A truly sparse matrix as a value. A gradient takes its connections as they are, and their weights as
/// what can change.
final class SparseObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "sparse" }
  var matrix: SparseMatrix
  let node: GradientNode?
  /// Where it is a parameter, or the gradient of one.
  var link: TrainableLink?
  /// The numbers that `step` moves, of a parameter.
  var trainable: Trainable? { if case .value(let numbers) = link { numbers } else { nil } }
  /// A comparison made it: where it is 1 it chooses.
  let isMask: Bool

  init(_ matrix: SparseMatrix, node: GradientNode? = nil, isMask: Bool = false) {
    self.matrix = matrix
    self.node = node
    self.isMask = isMask
  }

  convenience init(_ traced: TracedMatrix) { self.init(traced.matrix, node: traced.node) }

  /// As what computes with it and can look back.
  var traced: TracedMatrix { TracedMatrix(matrix, node) }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard node == nil else { throw TensorObject.underGradient("sparse matrix") }
    return trainable == nil ? SparseObject(matrix, isMask: isMask) : .parameter(matrix)
  }

  /// The gradient of one.
  static func gradient(_ matrix: SparseMatrix, of numbers: Trainable) -> SparseObject {
    let object = SparseObject(matrix)
    object.link = .gradient(numbers)
    return object
  }

  /// One whose weights `step` moves.
  static func parameter(_ matrix: SparseMatrix) -> SparseObject {
    let (object, numbers) = (SparseObject(matrix), Trainable(matrix))
    numbers.value = object
    object.link = .value(numbers)
    return object
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

  override var conditionHelp: String? { "of all connections:  any(x)" }
  override func substitute(for kinds: KindSet) -> String? {
    kinds.names.contains("tensor") ? "make it dense first:  to_dense(s)" : nil
  }

  override func selected(_ selections: [Selection]) throws -> Value { try elements(selections) }
  override func assign(_ selections: [Selection], _ value: Value) throws {
    throw NativeError(
      "S0204", "elements of a sparse matrix cannot be assigned to",
      help: "change a dense copy:  let d = to_dense(s),  and then  to_sparse(d)")
  }
  override func keep(_ selections: [Selection], _ changed: Value) throws {
    try assign(selections, changed)
  }
  override func selection() throws -> Selection? { mask }
  override func makeIterator() -> (any NativeIterator)? { Rows(self) }

  override func negated() -> Value? { .object(SparseObject(traced.scaled(by: -1))) }

  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    switch (operation, other) {
    case (.matrixProduct, .object(let object as TensorObject)):
      return try isLeft ? product(by: object) : product(from: object)
    case (.matrixProduct, .object(let object as SparseObject)):
      guard isLeft else { return nil }
      // Both factors' rows as they are without connections, the product, and its connections.
      let rows = object.matrix.rows + 3 * matrix.rows
      try checkSize([rows, object.matrix.columns])
      let product = try shaped { try matrix.multiplied(by: object.matrix.dense) }
      return .object(SparseObject(SparseMatrix(product)))
    default: break
    }
    let number = other.asNumber
    if operation == .equal || operation == .notEqual, number == nil,
      !(other.asObject is TensorObject)
    {
      // Whole matrices are compared as other objects are.
      let isEqual = (other.asObject as? NativeObject).map { equals($0) } ?? false
      return .bool(isEqual == (operation == .equal))
    }
    guard let elementwise = operation.elementwise else { return nil }
    let (left, right) = isLeft ? (asValue, other) : (other, asValue)
    return try Self.combined(left, right, elementwise, named: operation.rawValue)
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
