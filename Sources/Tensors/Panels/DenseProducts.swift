internal import COpenBLAS

/// Dense products of row-major matrices by OpenBLAS, which runs on the calling thread alone: its own
/// threads would make results depend on their number.
public enum DenseProducts {
  private static let onOneThread: Void = openblas_set_num_threads(1)

  /// One side of a product: stored rows, `stride` floats apart, perhaps to be read as columns.
  public struct Operand {
    var pointer: UnsafePointer<Float>
    var stride: Int
    var isTransposed: Bool

    public init(_ pointer: UnsafePointer<Float>, stride: Int, isTransposed: Bool = false) {
      self.pointer = pointer
      self.stride = stride
      self.isTransposed = isTransposed
    }
  }

  /// c (rows, columns) = scale · c + a (rows, inner) · b (inner, columns).
  public static func multiply(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, inner: Int, keeping scale: Float
  ) {
    guard rows > 0, columns > 0 else { return }
    _ = onOneThread
    cblas_sgemm(
      CblasRowMajor, a.isTransposed ? CblasTrans : CblasNoTrans,
      b.isTransposed ? CblasTrans : CblasNoTrans, blasint(rows), blasint(columns), blasint(inner),
      1,
      a.pointer, blasint(a.stride), b.pointer, blasint(b.stride), scale, c, blasint(stride))
  }
}
