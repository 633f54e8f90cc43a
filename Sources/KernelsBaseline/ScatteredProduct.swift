import KernelTable

// y += Wᵀ · x for a compressed W that is walked by rows.
//
// With the transposed matrix a product reads rows of x from all over it. Where x is large and y small, as of an
// output layer with thousands of units, a walk by rows reads each row of x once, and what it jumps about in is y,
// which the first cache holds. The order of a sum is that of the rows, as with the transposed matrix.

func scatteredProduct(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ active: Int
) {
  var column = 0
  while column < active {
    scatter16(matrix, rows, x + column, y + column, width)
    column += 16
  }
}

@inline(__always)
private func scatter16(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let input = load(x + row * width)
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let out = y + Int(matrix.columnIndices[k]) * width
      store(multiplyAdd(Vector(repeating: matrix.values[k]), input, load(out)), out)
      k += 1
    }
  }
}
