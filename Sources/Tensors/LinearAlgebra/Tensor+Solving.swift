internal import COpenBLAS

/// Systems of linear equations, by LAPACK. Shapes are known to fit; all throw `LinearAlgebraError`.
extension Tensor {
  /// The x with self @ x = `right`, a vector or a matrix; self is square. Cost: n³.
  public func solving(_ right: Tensor) throws -> Tensor {
    var (a, b) = (try ColumnMatrix(self), try ColumnMatrix(right))
    guard a.rows > 0, b.columns > 0 else { return right }
    let (size, columns) = (try LAPACK.size(a.rows), try LAPACK.size(b.columns))
    // Rows of like size, so that what a pivot is compared with does not depend on their units; b with them.
    for row in 0..<a.rows {
      let largest = (0..<a.columns).reduce(0) { max($0, a[row, $1].magnitude) }
      guard largest > 0 else { throw LinearAlgebraError.singular }
      let scale = Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1)
      for column in 0..<a.columns { a[row, column] *= scale }
      for column in 0..<b.columns { b[row, column] *= scale }
    }
    let sizes = (0..<a.columns).map { column in
      (0..<a.rows).reduce(0) { max($0, a[$1, column].magnitude) }
    }
    var pivots = [Int32](repeating: 0, count: a.rows)
    try LAPACK.check(
      setl_dgesv(size, columns, &a.values, &pivots, &b.values), otherwise: .singular)
    // What is left of a column that others make up is rounding, and no pivot.
    let rounding = Double(a.rows) * Double.ulpOfOne
    guard (0..<a.rows).allSatisfy({ a[$0, $0].magnitude > sizes[$0] * rounding }) else {
      throw LinearAlgebraError.singular
    }
    return b.tensor.reshaped(right.shape)
  }

  /// Of a square matrix. Cost: n³.
  public func inverted() throws -> Tensor {
    var identity = Tensor(shape: shape, repeating: 0)
    for place in 0..<shape[0] { identity.values[place * shape[0] + place] = 1 }
    return try solving(identity)
  }

  /// Of a square matrix: the product of its pivots. Cost: n³.
  public func determinant() throws -> Double {
    var a = try ColumnMatrix(self)
    guard a.rows > 0 else { return 1 }
    let size = try LAPACK.size(a.rows)
    var pivots = [Int32](repeating: 0, count: a.rows)
    let info = setl_dgetrf(size, size, &a.values, &pivots)
    // Above 0 it says that a pivot is 0.
    guard info <= 0 else { return 0 }
    try LAPACK.check(info, otherwise: .noConvergence)
    return (0..<a.rows).reduce(1) { product, place in
      product * a[place, place] * (Int(pivots[place]) == place + 1 ? 1 : -1)
    }
  }

  /// The x that makes self @ x − `right` as short as can be, the shortest where there are several. Cost: that
  /// of the singular values.
  public func leastSquares(_ right: Tensor) throws -> Tensor {
    var (a, b) = (try ColumnMatrix(self), try ColumnMatrix(right))
    let shape = [a.columns] + right.shape.dropFirst()
    guard a.rows > 0, a.columns > 0, b.columns > 0 else {
      return Tensor(shape: shape, repeating: 0)
    }
    // The solution takes the place of the right side, and may be longer.
    var result = ColumnMatrix(rows: max(a.rows, a.columns), columns: b.columns)
    for column in 0..<b.columns {
      for row in 0..<b.rows { result[row, column] = b[row, column] }
    }
    b.values = []
    let (rows, columns) = (try LAPACK.size(a.rows), try LAPACK.size(a.columns))
    let (height, sides) = (try LAPACK.size(result.rows), try LAPACK.size(b.columns))
    var singular = [Double](repeating: 0, count: min(a.rows, a.columns))
    var rank: Int32 = 0
    // 3 · min · levels + 11 · min, where levels is at most 32.
    var whole = [Int32](repeating: 0, count: 107 * min(a.rows, a.columns))
    try LAPACK.run { work, size in
      setl_dgelsd(
        rows, columns, sides, &a.values, &result.values, height, &singular, &rank, &work, size,
        &whole)
    }
    return result.tensor(rows: a.columns, columns: b.columns).reshaped(shape)
  }
}
