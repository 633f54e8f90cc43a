/// Products, and sparse matrices among them.
extension Tensor {
  /// The matrix product; a vector counts as one row on the left, one column on the right.
  /// Throws `ShapeError`.
  public func multiplied(by other: Tensor) throws -> Tensor {
    let (rows, inner) = try matrixSize(isLeft: true)
    let (innerOther, columns) = try other.matrixSize(isLeft: false)
    guard inner == innerOther else { throw Self.innerSizes(inner, innerOther) }
    var result = Tensor(shape: [rows, columns], repeating: 0)
    if inner > 0 {
      result.values.withUnsafeMutableBufferPointer { target in
        values.withUnsafeBufferPointer { a in
          other.values.withUnsafeBufferPointer { b in
            guard let target = target.baseAddress, let a = a.baseAddress, let b = b.baseAddress
            else { return }
            DenseProducts.multiply(
              .init(a, stride: inner), .init(b, stride: columns), into: target, stride: columns,
              rows: rows, columns: columns, inner: inner, keeping: 0)
          }
        }
      }
    }
    let kept = (rank == 1 ? [] : [rows]) + (other.rank == 1 ? [] : [columns])
    return result.reshaped(kept)
  }

  static func innerSizes(_ a: Int, _ b: Int) -> ShapeError {
    ShapeError(
      "shapes do not fit in `@`", label: "inner sizes differ: \(a) and \(b)",
      help: "the right side needs as many rows as the left has columns: \(a)")
  }

  public func matrixSize(isLeft: Bool) throws -> (Int, Int) {
    switch rank {
    case 1: return isLeft ? (1, shape[0]) : (shape[0], 1)
    case 2: return (shape[0], shape[1])
    default:
      throw ShapeError(
        "`@` multiplies matrices and vectors",
        label: "the \(isLeft ? "left" : "right") side has \(rank) axes")
    }
  }
}

extension SparseMatrix {
  /// self · other. Cost: connections × columns. Throws `ShapeError`.
  public func multiplied(by other: Tensor) throws -> Tensor {
    let (inner, width) = try other.matrixSize(isLeft: false)
    guard columns == inner else { throw Tensor.innerSizes(columns, inner) }
    var result = Tensor(shape: [rows, width], repeating: 0)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        let source = Int(columnIndices[position]) * width
        for column in 0..<width {
          result.values[row * width + column] += values[position] * other.values[source + column]
        }
      }
    }
    return other.rank == 1 ? result.reshaped([rows]) : result
  }

  /// other · self. Cost: connections × rows. Throws `ShapeError`.
  public func multiplied(from other: Tensor) throws -> Tensor {
    let (height, inner) = try other.matrixSize(isLeft: true)
    guard rows == inner else { throw Tensor.innerSizes(inner, rows) }
    var result = Tensor(shape: [height, columns], repeating: 0)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        let column = Int(columnIndices[position])
        for line in 0..<height {
          result.values[line * columns + column] +=
            other.values[line * rows + row] * values[position]
        }
      }
    }
    return other.rank == 1 ? result.reshaped([columns]) : result
  }

  public var dense: Tensor {
    var result = Tensor(shape: [rows, columns], repeating: 0)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        result.values[row * columns + Int(columnIndices[position])] = values[position]
      }
    }
    return result
  }

  /// The elements of a matrix that are not 0.
  public init(_ matrix: Tensor) {
    let (rows, columns) = (matrix.shape[0], matrix.shape[1])
    var starts: [Int32] = [0]
    var indices: [Int32] = []
    var values: [Float] = []
    for row in 0..<rows {
      for column in 0..<columns where matrix.values[row * columns + column] != 0 {
        indices.append(Int32(column))
        values.append(matrix.values[row * columns + column])
      }
      starts.append(Int32(indices.count))
    }
    self.init(
      rows: rows, columns: columns, rowStarts: starts, columnIndices: indices, values: values)
  }

  public var transposed: SparseMatrix {
    var starts = [Int32](repeating: 0, count: columns + 1)
    for column in columnIndices { starts[Int(column) + 1] += 1 }
    for column in 0..<columns { starts[column + 1] += starts[column] }
    var next = starts
    var indices = [Int32](repeating: 0, count: count)
    var moved = [Float](repeating: 0, count: count)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        let target = Int(next[Int(columnIndices[position])])
        next[Int(columnIndices[position])] += 1
        indices[target] = Int32(row)
        moved[target] = values[position]
      }
    }
    return SparseMatrix(
      rows: columns, columns: rows, rowStarts: starts, columnIndices: indices, values: moved)
  }
}
