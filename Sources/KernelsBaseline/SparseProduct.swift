import KernelTable

// y = W · x for a compressed W and a panel x.
//
// Goals in order: right, the same bits always (a row's connections are added in their order), then
// speed. A row's sums stay in registers while its connections are walked; each connection is one
// broadcast weight times one contiguous piece of a panel row. Blocks of 64 columns come first, then
// 32 and 16, so that a panel of any width runs with as few passes over the indices as possible.

func sparseProduct(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ active: Int,
  _ start: SumStart
) {
  if width < 16 {
    narrowProduct(matrix, rows, x, y, width, start)
    return
  }
  // The usual panel in training: its constant width spares a multiplication at each connection.
  if width == 32 && active == 32 {
    product32(matrix, rows, x, y, 32, start)
    return
  }
  var column = 0
  while active - column >= 64 {
    product64(matrix, rows, x + column, y + column, width, start)
    column += 64
  }
  if active - column >= 32 {
    product32(matrix, rows, x + column, y + column, width, start)
    column += 32
  }
  if active - column >= 16 {
    product16(matrix, rows, x + column, y + column, width, start)
  }
}

@inline(__always)
private func product64(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ start: SumStart
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var s0 = first(start, row, out)
    var s1 = first(start, row, out + 16)
    var s2 = first(start, row, out + 32)
    var s3 = first(start, row, out + 48)
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
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ start: SumStart
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var s0 = first(start, row, out)
    var s1 = first(start, row, out + 16)
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
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ start: SumStart
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let out = y + row * width
    var sum = first(start, row, out)
    let end = Int(matrix.rowStarts[row + 1])
    while k < end {
      let input = x + Int(matrix.columnIndices[k]) * width
      sum = multiplyAdd(Vector(repeating: matrix.values[k]), load(input), sum)
      k += 1
    }
    store(sum, out)
  }
}

/// What sixteen sums of a row begin with.
@inline(__always)
func first(_ start: SumStart, _ row: Int, _ out: Floats) -> Vector {
  switch start {
  case .zero: Vector.zero
  case .present: load(out)
  case .each(let numbers): Vector(repeating: numbers[row])
  }
}
