internal import Differentiation
internal import Evaluation
internal import Tensors

/// Operators and functions element by element. What gives 0 where there is no connection stays sparse; with a
/// tensor of the matrix's own shape, which is there already, the result is one; all else would fill the matrix
/// and is refused.
///
/// A function keeps the connections, also where it gives 0; a comparison has those where it holds.
extension SparseObject {
  func apply(_ function: SmoothFunction) throws -> Value {
    let rest = function.ofNumber(0)
    guard rest == 0 else {
      throw Self.filling("`\(function.name)`", "\(function.name)(0) is \(Value.number(rest).text)")
    }
    return .object(SparseObject(traced.mapped(by: function)))
  }

  /// Of values one of which is sparse; nil where none is, or the other is of no such kind.
  static func combined(
    _ left: Value, _ right: Value, _ operation: ElementwiseOperation, named name: String
  ) throws -> Value? {
    switch (left.asObject as? SparseObject, right.asObject as? SparseObject) {
    case (nil, nil): return nil
    case (let a?, let b?): return try a.combined(with: b, operation, name)
    case (let a?, nil):
      guard let b = TensorObject.operand(right) else { return nil }
      return try a.combined(with: b, operation, name, isLeft: true)
    case (nil, let b?):
      guard let a = TensorObject.operand(left) else { return nil }
      return try b.combined(with: a, operation, name, isLeft: false)
    }
  }

  private func combined(
    with other: SparseObject, _ operation: ElementwiseOperation, _ name: String
  ) throws -> Value {
    guard matrix.rows == other.matrix.rows, matrix.columns == other.matrix.columns else {
      throw NativeError(
        "S0203", "shapes do not fit in `\(name)`",
        label: "[\(matrix.rows), \(matrix.columns)] and "
          + "[\(other.matrix.rows), \(other.matrix.columns)]",
        notes: ["sparse matrices are not repeated to fit"])
    }
    try Self.checkRest(operation, name, 0, 0)
    try MemoryBudget.check(40 * Double(matrix.count + other.matrix.count), for: "the result")
    return try shaped {
      let result = try traced.combined(
        with: other.traced, by: operation, named: name, isProduct: operation == .multiply)
      return Self.value(result, operation)
    }
  }

  private func combined(
    with other: TracedTensor, _ operation: ElementwiseOperation, _ name: String, isLeft: Bool
  ) throws -> Value {
    let shape = [matrix.rows, matrix.columns]
    if other.tensor.rank > 0, !staysSparse(operation, other.tensor, isLeft) {
      guard other.tensor.shape == shape else {
        throw Self.filling(
          "`\(name)`", "a tensor[\(matrix.rows), \(matrix.columns)] would come of it")
      }
      try checkSize(shape)
      let dense = traced.dense
      let (a, b) = isLeft ? (dense, other) : (other, dense)
      return try TensorObject.combined(
        a, b, operation, named: name, operation.isComparison ? .mask : .numbers)
    }
    if other.tensor.rank == 0 {
      let number = other.tensor.values[0]
      try Self.checkRest(operation, name, isLeft ? 0 : number, isLeft ? number : 0)
    }
    try MemoryBudget.check(24 * Double(matrix.count), for: "the result")
    return try shaped {
      Self.value(
        try traced.combined(
          withConnectionsOf: other, by: operation, named: name, isLeft: isLeft), operation)
    }
  }

  /// Whether with a tensor all is 0 where there is no connection, without looking at each place but for a
  /// division.
  private func staysSparse(
    _ operation: ElementwiseOperation, _ other: Tensor, _ isLeft: Bool
  ) -> Bool {
    switch operation {
    case .multiply: other.values.allSatisfy(\.isFinite)
    case .divide: isLeft && other.values.allSatisfy { $0 != 0 && !$0.isNaN }
    default: false
    }
  }

  private static func checkRest(
    _ operation: ElementwiseOperation, _ name: String, _ x: Float, _ y: Float
  ) throws {
    let (a, b) = (Tensor(Double(x)), Tensor(Double(y)))
    guard let rest = try? a.combined(with: b, by: operation, named: name).values[0], rest != 0
    else { return }
    func text(_ number: Float) -> String { Value.number(number.nearestShort).text }
    let isFunction = name.first?.isLetter ?? false
    let written =
      isFunction ? "\(name)(\(text(x)), \(text(y)))" : "\(text(x)) \(name) \(text(y))"
    let found = operation.isComparison ? "true" : text(rest)
    throw filling("`\(name)`", "\(written) is \(found) at every place without a connection")
  }

  private static func filling(_ what: String, _ label: String) -> NativeError {
    NativeError(
      "S0205", "\(what) would fill the sparse matrix", label: label,
      help: "make it dense first:  to_dense(s)")
  }

  /// A comparison keeps the connections where it holds.
  private static func value(_ traced: TracedMatrix, _ operation: ElementwiseOperation) -> Value {
    guard operation.isComparison else { return .object(SparseObject(traced)) }
    return .object(SparseObject(traced.matrix.withoutZeros, isMask: true))
  }
}

extension SparseMatrix {
  /// Without connections of weight 0.
  fileprivate var withoutZeros: SparseMatrix {
    var starts: [Int32] = [0]
    var kept: [Int] = []
    for row in 0..<rows {
      kept += positions(ofRow: row).filter { values[$0] != 0 }
      starts.append(Int32(truncatingIfNeeded: kept.count))
    }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: starts,
      columnIndices: kept.map { columnIndices[$0] }, values: kept.map { values[$0] })
  }
}
