internal import Differentiation
internal import Evaluation
internal import Tensors

/// Rows, columns and elements. What keeps two axes is sparse; a row, a column and what a mask chooses are small
/// and tensors.
extension SparseObject {
  func elements(_ selections: [Selection]) throws -> Value {
    if selections.count == 1, case .mask(let mask) = selections[0], mask.shape.count == 2 {
      return try chosen(by: mask)
    }
    guard selections.count <= 2 else {
      throw NativeError("S0204", "too many indices", label: "a sparse matrix has 2 axes")
    }
    let rows = try selections[0].positions(of: matrix.rows, in: "matrix")
    let columns =
      selections.count < 2
      ? nil : try selections[1].positions(of: matrix.columns, in: "row of the matrix")
    let isRow = selections[0].isIndex
    let isColumn = selections.count == 2 && selections[1].isIndex
    try MemoryBudget.check(
      16 * Double(rows.count) + 24 * Double(matrix.columns), for: "the part of the matrix")
    let part = traced.part(rows: rows, columns: columns)
    guard isRow || isColumn else { return .object(SparseObject(part, isMask: isMask)) }
    let length = isRow ? part.matrix.columns : rows.count
    try checkSize([length])
    return TensorObject.value(part.dense.reshaped(isRow && isColumn ? [] : [length]))
  }

  private func chosen(by mask: Mask) throws -> Value {
    guard mask.shape == [matrix.rows, matrix.columns] else {
      throw NativeError(
        "S0203", "the mask does not fit the matrix",
        label: "the mask has shape \(mask.shape), the matrix [\(matrix.rows), \(matrix.columns)]")
    }
    try checkSize([mask.places.count])
    let width = max(matrix.columns, 1)
    // One past the weights stands for what has no connection.
    let places = mask.places.map {
      matrix.position(row: $0 / width, column: $0 % width) ?? matrix.count
    }
    let zero = TracedTensor(Tensor(shape: [1], repeating: 0))
    return try shaped {
      TensorObject.value(
        try TracedTensor.concatenated([traced.weights, zero], along: 0)
          .blocks(at: places, length: 1, shape: [places.count]))
    }
  }

  /// The elements where it holds, of what a comparison gave; nil of others.
  var mask: Selection? {
    guard isMask else { return nil }
    let places = (0..<matrix.rows).flatMap { [matrix] row in
      matrix.positions(ofRow: row).map { row * matrix.columns + Int(matrix.columnIndices[$0]) }
    }
    return .mask(Mask(shape: [matrix.rows, matrix.columns], places: places))
  }

  func rows(_ places: [Int]) throws -> Value { try elements([.item(.indices(places))]) }

  /// One row after the other, as tensors.
  final class Rows: NativeIterator {
    private let matrix: SparseObject
    private var row = 0
    init(_ matrix: SparseObject) { self.matrix = matrix }

    func next() throws -> Value? {
      guard row < matrix.matrix.rows else { return nil }
      defer { row += 1 }
      return try matrix.elements([.item(.index(row))])
    }
  }
}

extension SparseObject: RowChoosing {}

extension SparseObject {
  convenience init(_ traced: TracedMatrix, isMask: Bool) {
    self.init(traced.matrix, node: traced.node, isMask: isMask)
  }
}

extension SparseMatrix {
  /// Where the connection of a row and a column lies; nil where there is none.
  fileprivate func position(row: Int, column: Int) -> Int? {
    var range = positions(ofRow: row)
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      let found = Int(columnIndices[middle])
      if found == column { return middle }
      range = found < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}

extension Selection {
  fileprivate var isIndex: Bool { if case .item(.index) = self { true } else { false } }
}
