internal import COpenBLAS

/// A matrix as LAPACK takes it: column by column, in double precision.
///
/// All of linear algebra is computed with 64 bits and rounded once, at its end: matrices are small beside
/// what training works on, and what rounding does to their inverses is not.
struct ColumnMatrix {
  let rows: Int
  let columns: Int
  var values: [Double]

  /// Of a tensor with one axis, a column, or two. Throws where it holds what is not finite: LAPACK's
  /// iterations may not end on it.
  init(_ tensor: Tensor) throws {
    guard tensor.values.allSatisfy(\.isFinite) else { throw LinearAlgebraError.notFinite }
    let columns = tensor.rank < 2 ? 1 : tensor.shape[1]
    let rows = tensor.rank < 1 ? 1 : tensor.shape[0]
    // LAPACK counts in 32 bits.
    guard tensor.count <= Int32.max else { throw LinearAlgebraError.tooLarge }
    self.init(rows: rows, columns: columns)
    for row in 0..<rows {
      for column in 0..<columns {
        values[column * rows + row] = Double(tensor.values[row * columns + column])
      }
    }
  }

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  /// The first `rows` rows and `columns` columns, as a tensor.
  func tensor(rows count: Int, columns width: Int) -> Tensor {
    var result = Tensor(shape: [count, width], repeating: 0)
    for row in 0..<count {
      for column in 0..<width { result.values[row * width + column] = Float(self[row, column]) }
    }
    return result
  }

  var tensor: Tensor { tensor(rows: rows, columns: columns) }
}

/// What LAPACK needs beside its matrices, and what it says at the end.
enum LAPACK {
  /// A size as LAPACK counts; throws `tooLarge` for one that it cannot.
  static func size(_ count: Int) throws -> Int32 {
    guard let size = Int32(exactly: count) else { throw LinearAlgebraError.tooLarge }
    return size
  }

  /// Throws for what an `info` means: `failure` where it is above 0.
  static func check(_ info: Int32, otherwise failure: LinearAlgebraError) throws {
    switch info {
    case 0: return
    case Int32(setl_lapack_missing): throw LinearAlgebraError.noLibrary
    case Int32(setl_lapack_no_memory): throw LinearAlgebraError.tooLarge
    default: throw failure
    }
  }

  /// Calls `body` twice: with -1 for the size of its work space, of which it says how many numbers it needs,
  /// and with a space of that size. Throws for what the second call says.
  static func run(
    otherwise failure: LinearAlgebraError = .noConvergence,
    _ body: (inout [Double], Int32) -> Int32
  ) throws {
    var asked = [0.0]
    try check(body(&asked, -1), otherwise: failure)
    guard let size = Int32(exactly: max(asked[0].rounded(.up), 1)) else {
      throw LinearAlgebraError.tooLarge
    }
    var work = [Double](repeating: 0, count: Int(size))
    try check(body(&work, size), otherwise: failure)
  }
}
