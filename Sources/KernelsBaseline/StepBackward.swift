import KernelTable

// The way back through a sparse product of one panel, step after step: dx = start + Wᵀ d, and the products d · x of
// each connection, added up over the steps before they are summed across.
//
// A sum across costs as much as what is summed. So each connection has eight numbers that the products of a step are
// added to, and is summed once, in the end. They lie in the order of the walk and come from the second cache: where
// it does not hold them, a walk over several steps at once takes less.

func stepBackward(
  _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ x: Floats, _ dx: Floats, _ width: Int,
  _ active: Int, _ start: SumStart, _ parts: Floats
) {
  // The usual panel in training: its constant width spares a multiplication at each connection.
  if width == 32 && active == 32 {
    walk32(byColumns, columns, d, x, dx, 32, start, parts)
    return
  }
  var column = 0
  while active - column >= 32 {
    walk32(byColumns, columns, d + column, x + column, dx + column, width, start, parts)
    column += 32
  }
  if active - column >= 16 {
    walk16(byColumns, columns, d + column, x + column, dx + column, width, start, parts)
  }
}

@inline(__always)
private func walk32(
  _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ x: Floats, _ dx: Floats, _ width: Int,
  _ start: SumStart, _ parts: Floats
) {
  var k = Int(byColumns.rowStarts[0])
  for index in 0..<columns {
    let (input, out) = (x + index * width, dx + index * width)
    let (low, high) = (load(input), load(input + 16))
    var s0 = first(start, index, out)
    var s1 = first(start, index, out + 16)
    let end = Int(byColumns.rowStarts[index + 1])
    while k < end {
      let row = d + Int(byColumns.columnIndices[k]) * width
      let w = Vector(repeating: byColumns.values[k])
      let (d0, d1) = (load(row), load(row + 16))
      s0 = multiplyAdd(w, d0, s0)
      s1 = multiplyAdd(w, d1, s1)
      add(multiplyAdd(high, d1, low * d0), to: parts + 8 * k)
      k += 1
    }
    store(s0, out)
    store(s1, out + 16)
  }
}

@inline(__always)
private func walk16(
  _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ x: Floats, _ dx: Floats, _ width: Int,
  _ start: SumStart, _ parts: Floats
) {
  var k = Int(byColumns.rowStarts[0])
  for index in 0..<columns {
    let out = dx + index * width
    let input = load(x + index * width)
    var sum = first(start, index, out)
    let end = Int(byColumns.rowStarts[index + 1])
    while k < end {
      let row = load(d + Int(byColumns.columnIndices[k]) * width)
      sum = multiplyAdd(Vector(repeating: byColumns.values[k]), row, sum)
      add(input * row, to: parts + 8 * k)
      k += 1
    }
    store(sum, out)
  }
}

@inline(__always)
private func add(_ products: Vector, to parts: Floats) {
  storeHalf(loadHalf(parts) + (products.lowHalf + products.highHalf), parts)
}
