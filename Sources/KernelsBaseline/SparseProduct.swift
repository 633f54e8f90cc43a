import KernelTable

// y = W · x for a compressed W and a panel x.
//
// Goals in order: right, the same bits always (a row's connections are added in their order), then
// speed. A row's sums stay in registers while its connections are walked; each connection is one
// broadcast weight times one contiguous piece of a panel row. Blocks of 64 columns come first, then
// 32 and 16, so that a panel of any width runs with as few passes over the indices as possible.

func sparseProduct(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ active: Int,
  _ accumulates: Bool
) {
  if width < 16 {
    narrowProduct(matrix, rows, x, y, width, accumulates)
    return
  }
  // The usual panel in training: its constant width spares a multiplication at each connection.
  if width == 32 && active == 32 {
    product32(matrix, rows, x, y, 32, accumulates)
    return
  }
  var column = 0
  while active - column >= 64 {
    product64(matrix, rows, x + column, y + column, width, accumulates)
    column += 64
  }
  if active - column >= 32 {
    product32(matrix, rows, x + column, y + column, width, accumulates)
    column += 32
  }
  if active - column >= 16 {
    product16(matrix, rows, x + column, y + column, width, accumulates)
  }
}

@inline(__always)
private func product64(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ accumulates: Bool
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var s0 = Vector.zero
    var s1 = Vector.zero
    var s2 = Vector.zero
    var s3 = Vector.zero
    if accumulates {
      s0 = load(out)
      s1 = load(out + 16)
      s2 = load(out + 32)
      s3 = load(out + 48)
    }
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let input = x + Int(matrix.columnIndices[k]) * width
      let w = Vector(repeating: matrix.values[k])
      s0 = multiplyAdd(w, load(input), s0)
      s1 = multiplyAdd(w, load(input + 16), s1)
      s2 = multiplyAdd(w, load(input + 32), s2)
      s3 = multiplyAdd(w, load(input + 48), s3)
      k += 1
    }
    store(s0, out)
    store(s1, out + 16)
    store(s2, out + 32)
    store(s3, out + 48)
  }
}

@inline(__always)
private func product32(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ accumulates: Bool
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var s0 = Vector.zero
    var s1 = Vector.zero
    if accumulates {
      s0 = load(out)
      s1 = load(out + 16)
    }
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let input = x + Int(matrix.columnIndices[k]) * width
      let w = Vector(repeating: matrix.values[k])
      s0 = multiplyAdd(w, load(input), s0)
      s1 = multiplyAdd(w, load(input + 16), s1)
      k += 1
    }
    store(s0, out)
    store(s1, out + 16)
  }
}

@inline(__always)
private func product16(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ accumulates: Bool
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var sum = accumulates ? load(out) : Vector.zero
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let input = x + Int(matrix.columnIndices[k]) * width
      sum = multiplyAdd(Vector(repeating: matrix.values[k]), load(input), sum)
      k += 1
    }
    store(sum, out)
  }
}
