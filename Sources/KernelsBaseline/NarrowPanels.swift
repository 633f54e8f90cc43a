import KernelTable

// Panels of 2, 4 or 8 columns, for batches as small: what counts there is how far apart the rows of x
// lie that the connections jump between, and how often the connections themselves are read.

func narrowProduct(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ start: SumStart
) {
  switch width {
  case 2: product(matrix, rows, x, y, start, as: SIMD2<Float>.self)
  case 4: product(matrix, rows, x, y, start, as: SIMD4<Float>.self)
  default: product(matrix, rows, x, y, start, as: SIMD8<Float>.self)
  }
}

@inline(__always)
private func product<Columns: SIMD>(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ start: SumStart,
  as: Columns.Type
) where Columns.Scalar == Float {
  let width = Columns.scalarCount
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var sum: Columns
    switch start {
    case .zero: sum = Columns.zero
    case .present: sum = read(out)
    case .each(let numbers): sum = Columns(repeating: numbers[row])
    }
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let input: Columns = read(x + Int(matrix.columnIndices[k]) * width)
      sum = multiplyAdd(Columns(repeating: matrix.values[k]), input, sum)
      k += 1
    }
    write(sum, out)
  }
}

func narrowBackward(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ x: Floats, _ g: Floats, _ dx: Floats?,
  _ width: Int
) {
  switch width {
  case 2: backward(matrix, rows, d, x, g, dx, as: SIMD2<Float>.self) { $0[0] + $0[1] }
  case 4: backward(matrix, rows, d, x, g, dx, as: SIMD4<Float>.self) { foldedSum($0) }
  default:
    backward(matrix, rows, d, x, g, dx, as: SIMD8<Float>.self) { foldedSum($0) }
  }
}

@inline(__always)
private func backward<Columns: SIMD>(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ x: Floats, _ g: Floats, _ dx: Floats?,
  as: Columns.Type, sum: (Columns) -> Float
) where Columns.Scalar == Float {
  let width = Columns.scalarCount
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let end = Int(matrix.rowStarts[row + 1])
    let dRow: Columns = read(d + row * width)
    if let dx {
      while k < end {
        let place = Int(matrix.columnIndices[k]) * width
        g[k] = sum(dRow * read(x + place))
        write(multiplyAdd(Columns(repeating: matrix.values[k]), dRow, read(dx + place)), dx + place)
        k += 1
      }
    } else {
      while k < end {
        g[k] = sum(dRow * read(x + Int(matrix.columnIndices[k]) * width))
        k += 1
      }
    }
  }
}

@inline(__always)
private func read<Columns: SIMD>(_ p: UnsafePointer<Float>) -> Columns {
  UnsafeRawPointer(p).loadUnaligned(as: Columns.self)
}

@inline(__always)
private func write<Columns: SIMD>(_ v: Columns, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Columns.self)
}
