internal import COpenBLAS

/// Dense products of row-major matrices by OpenBLAS, which runs on the calling thread alone: its own
/// threads would make results depend on their number. Where it is missing, has no memory to work in, or a
/// side is longer than it can count, three plain loops do the same.
public enum DenseProducts {
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

  /// To be called before the process has a second thread: it changes the environment.
  public static func prepare() { setl_prepare_sgemm() }

  /// c (rows, columns) = scale · c + a (rows, inner) · b (inner, columns).
  public static func multiply(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, inner: Int, keeping scale: Float
  ) {
    guard rows > 0, columns > 0 else { return }
    let isDone =
      if let rows32 = Int32(exactly: rows), let columns32 = Int32(exactly: columns),
        let inner32 = Int32(exactly: inner), let aStride = Int32(exactly: a.stride),
        let bStride = Int32(exactly: b.stride), let cStride = Int32(exactly: stride)
      {
        // Strides of rows without elements are still to be positive.
        setl_sgemm(
          a.isTransposed ? 1 : 0, b.isTransposed ? 1 : 0, rows32, columns32, inner32, a.pointer,
          max(aStride, 1), b.pointer, max(bStride, 1), scale, c, cStride) != 0
      } else {
        false
      }
    guard !isDone else { return }
    multiplyPlainly(
      a, b, into: c, stride: stride, rows: rows, columns: columns, inner: inner, keeping: scale)
  }

  static func multiplyPlainly(
    _ a: Operand, _ b: Operand, into c: UnsafeMutablePointer<Float>, stride: Int, rows: Int,
    columns: Int, inner: Int, keeping scale: Float
  ) {
    for row in 0..<rows {
      let target = c + row * stride
      for column in 0..<columns {
        target[column] = scale == 0 ? 0 : target[column] * scale
      }
      for step in 0..<inner {
        let factor =
          a.isTransposed ? a.pointer[step * a.stride + row] : a.pointer[row * a.stride + step]
        for column in 0..<columns {
          let other =
            b.isTransposed
            ? b.pointer[column * b.stride + step] : b.pointer[step * b.stride + column]
          target[column] += factor * other
        }
      }
    }
  }
}
