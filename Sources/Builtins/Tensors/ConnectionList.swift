internal import Evaluation
internal import Tensors

/// Connections as `connections` gives them: a map of rows, columns and values, and the matrix's shape.
struct ConnectionList {
  private let map: MapObject

  init(_ map: MapObject) { self.map = map }

  /// In any order, but each place once. Throws where they make no matrix.
  func matrix() throws -> SparseObject {
    let numbers = PlaceNumbers(argument: "matrix")
    let shape = try numbers.numbers(try field("shape"))
    guard shape.count == 2, shape.allSatisfy({ (0...SparseMatrix.largestCount).contains($0) })
    else { throw wrong("`shape` must be [rows, columns]") }
    let rows = try numbers.numbers(try field("rows"))
    let columns = try numbers.numbers(try field("columns"))
    let values = try values(of: try field("values"))
    guard rows.count == columns.count, rows.count == values.count else {
      throw wrong(
        "there are \(rows.count) rows, \(columns.count) columns and \(values.count) values")
    }
    try MemoryBudget.check(
      24 * Double(rows.count) + 8 * Double(shape[0]), for: "the matrix", argument: "matrix")
    for (row, column) in zip(rows, columns)
    where !(0..<shape[0]).contains(row) || !(0..<shape[1]).contains(column) {
      throw wrong("[\(row), \(column)] is outside of [\(shape[0]), \(shape[1])]")
    }
    let order = rows.indices.sorted { (rows[$0], columns[$0]) < (rows[$1], columns[$1]) }
    var starts = [Int32](repeating: 0, count: shape[0] + 1)
    for (place, next) in zip(order, order.dropFirst())
    where rows[place] == rows[next] && columns[place] == columns[next] {
      throw wrong("[\(rows[place]), \(columns[place])] is there twice")
    }
    for row in rows { starts[row + 1] += 1 }
    for row in 0..<shape[0] { starts[row + 1] += starts[row] }
    return SparseObject(
      SparseMatrix(
        rows: shape[0], columns: shape[1], rowStarts: starts,
        columnIndices: order.map { Int32(columns[$0]) }, values: order.map { values[$0] }))
  }

  private func field(_ name: String) throws -> Value {
    guard let value = map[name] else {
      throw NativeError(
        "S0302", "a map that makes a matrix has `rows`, `columns`, `values` and `shape`",
        label: "`\(name)` is missing", argument: "matrix")
    }
    return value
  }

  private func values(of value: Value) throws -> [Float] {
    if let tensor = (value.asObject as? TensorObject)?.tensor { return tensor.values }
    guard let numbers = [Double].convert(value) else { throw wrong("`values` must be numbers") }
    return numbers.map { Float($0) }
  }

  private func wrong(_ label: String) -> NativeError {
    NativeError("S0302", "these connections make no matrix", label: label, argument: "matrix")
  }
}
