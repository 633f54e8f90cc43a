internal import COpenBLAS

/// A matrix as a product of simpler ones, by LAPACK. Of matrices; all throw `LinearAlgebraError`.
extension Tensor {
  /// left (m, k), singular values (k), descending, and right (k, n), where k is the shorter side:
  /// left · diagonal(values) · right.
  public func singularValues() throws -> (left: Tensor, values: Tensor, right: Tensor) {
    var a = try ColumnMatrix(self)
    let short = min(a.rows, a.columns)
    var left = ColumnMatrix(rows: a.rows, columns: short)
    var right = ColumnMatrix(rows: short, columns: a.columns)
    var values = [Double](repeating: 0, count: short)
    if short > 0 {
      let (rows, columns) = (try LAPACK.size(a.rows), try LAPACK.size(a.columns))
      var whole = [Int32](repeating: 0, count: 8 * short)
      try LAPACK.run { work, size in
        setl_dgesdd(
          rows, columns, &a.values, &values, &left.values, &right.values, &work, size, &whole)
      }
    }
    return (left.tensor, Tensor(shape: [short], values: values.map { Float($0) }), right.tensor)
  }

  /// Eigenvalues and, a column each, eigenvectors of length 1: ascending where the matrix is symmetric.
  public func eigenvalues() throws -> (values: Tensor, vectors: Tensor) {
    let isSymmetric = self == transposed
    let (values, vectors) = try isSymmetric ? symmetricEigenvalues() : generalEigenvalues()
    return (Tensor(shape: [values.count], values: values.map { Float($0) }), vectors.tensor)
  }

  private func symmetricEigenvalues() throws -> ([Double], ColumnMatrix) {
    var a = try ColumnMatrix(self)
    var values = [Double](repeating: 0, count: a.rows)
    guard a.rows > 0 else { return (values, a) }
    let rows = try LAPACK.size(a.rows)
    // As LAPACK asks for: 3 + 5 n.
    var whole = [Int32](repeating: 0, count: 3 + 5 * a.rows)
    let wholeSize = Int32(clamping: whole.count)
    try LAPACK.run { work, size in
      setl_dsyevd(rows, &a.values, &values, &work, size, &whole, size < 0 ? -1 : wholeSize)
    }
    return (values, a)
  }

  /// Throws where some are not real.
  private func generalEigenvalues() throws -> ([Double], ColumnMatrix) {
    var a = try ColumnMatrix(self)
    let rows = try LAPACK.size(a.rows)
    var values = [Double](repeating: 0, count: a.rows)
    var imaginary = values
    var vectors = ColumnMatrix(rows: a.rows, columns: a.rows)
    try LAPACK.run { work, size in
      setl_dgeev(rows, &a.values, &values, &imaginary, &vectors.values, &work, size)
    }
    guard imaginary.allSatisfy({ $0 == 0 }) else { throw LinearAlgebraError.complexValues }
    return (values, vectors)
  }

  /// The lower triangular L with L · Lᵀ = self, which is symmetric and positive definite.
  public func cholesky() throws -> Tensor {
    guard self == transposed else { throw LinearAlgebraError.notPositiveDefinite }
    var a = try ColumnMatrix(self)
    guard a.rows > 0 else { return self }
    try LAPACK.check(
      setl_dpotrf(try LAPACK.size(a.rows), &a.values), otherwise: .notPositiveDefinite)
    for column in 0..<a.columns {
      for row in 0..<column { a[row, column] = 0 }
    }
    return a.tensor
  }

  /// q (m, k) with columns of length 1 at right angles to each other, and r (k, n), upper triangular, where k is
  /// the shorter side: self = q · r.
  public func qr() throws -> (q: Tensor, r: Tensor) {
    var a = try ColumnMatrix(self)
    let short = min(a.rows, a.columns)
    guard short > 0 else {
      return (
        Tensor(shape: [a.rows, 0], values: []), Tensor(shape: [0, a.columns], values: [])
      )
    }
    let (rows, columns) = (try LAPACK.size(a.rows), try LAPACK.size(a.columns))
    let count = try LAPACK.size(short)
    var scales = [Double](repeating: 0, count: short)
    try LAPACK.run { work, size in
      setl_dgeqrf(rows, columns, &a.values, &scales, &work, size)
    }
    var r = ColumnMatrix(rows: short, columns: a.columns)
    for column in 0..<a.columns {
      for row in 0...min(column, short - 1) { r[row, column] = a[row, column] }
    }
    try LAPACK.run { work, size in
      setl_dorgqr(rows, count, count, &a.values, &scales, &work, size)
    }
    return (a.tensor(rows: a.rows, columns: short), r.tensor)
  }
}
