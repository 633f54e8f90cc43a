import KernelTable

// The gradient of a sparse product's weights: g[k] += Σ d[row(k), ·] · x[column(k), ·], computed at
// the connections alone (a sampled dense-dense product).
//
// Several time steps share one horizontal sum, because folding a vector costs as much as many
// multiply-adds; more than `chunk` steps at once would fall out of the second cache. Columns that
// are not active in a step are not read. Order: chunks of steps from the first on, within a chunk
// the lanes of a fixed set of accumulators.

private let chunk = 8

func sampledProduct(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
) {
  var step = 0
  while step < steps {
    let count = min(chunk, steps - step)
    var isFull = count == chunk && width == 32
    for t in step..<(step + count) where Int(active[t]) != width { isFull = false }
    let dFirst = d + step * dStep
    let xFirst = x + step * xStep
    if isFull {
      sampleFull32(matrix, rows, dFirst, dStep, xFirst, xStep, g)
    } else {
      sampleAny(matrix, rows, dFirst, dStep, xFirst, xStep, width, count, active + step, g)
    }
    step += count
  }
}

/// `chunk` steps of panels of 32 columns, all active: what a batch in training mostly is.
@inline(__always)
private func sampleFull32(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ g: Floats
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let end = Int(matrix.rowStarts[row + 1])
    let dRow = d + row * 32
    while k < end {
      let xRow = x + Int(matrix.columnIndices[k]) * 32
      var s0 = Vector.zero
      var s1 = Vector.zero
      var s2 = Vector.zero
      var s3 = Vector.zero
      var t = 0
      while t < chunk {
        let dt = dRow + t * dStep
        let xt = xRow + t * xStep
        s0 = multiplyAdd(load(dt), load(xt), s0)
        s1 = multiplyAdd(load(dt + 16), load(xt + 16), s1)
        s2 = multiplyAdd(load(dt + dStep), load(xt + xStep), s2)
        s3 = multiplyAdd(load(dt + dStep + 16), load(xt + xStep + 16), s3)
        t += 2
      }
      g[k] += foldedSum((s0 + s1) + (s2 + s3))
      k += 1
    }
  }
}

@inline(__always)
private func sampleAny(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
) {
  var k = Int(matrix.rowStarts[0])
  for row in 0..<rows {
    let end = Int(matrix.rowStarts[row + 1])
    let dRow = d + row * width
    while k < end {
      let xRow = x + Int(matrix.columnIndices[k]) * width
      var even = Vector.zero
      var odd = Vector.zero
      for t in 0..<steps {
        let dt = dRow + t * dStep
        let xt = xRow + t * xStep
        let columns = Int(active[t])
        var column = 0
        while column + 32 <= columns {
          even = multiplyAdd(load(dt + column), load(xt + column), even)
          odd = multiplyAdd(load(dt + column + 16), load(xt + column + 16), odd)
          column += 32
        }
        if column < columns {
          even = multiplyAdd(load(dt + column), load(xt + column), even)
        }
      }
      g[k] += foldedSum(even + odd)
      k += 1
    }
  }
}

func addSparse(
  _ indices: Indices, _ values: UnsafePointer<Float>, _ count: Int, _ factor: Float, _ p: Floats
) {
  for q in 0..<count { p[Int(indices[q])] += factor * values[q] }
}

func dotAndAddSparse(
  _ indices: Indices, _ values: UnsafePointer<Float>, _ count: Int, _ factor: Float,
  _ p: UnsafePointer<Float>, _ g: Floats
) -> Float {
  // Two sums hide the latency of the additions.
  var even: Float = 0
  var odd: Float = 0
  var q = 0
  while q + 2 <= count {
    let a = p[Int(indices[q])]
    let b = p[Int(indices[q + 1])]
    even += a * values[q]
    odd += b * values[q + 1]
    g[q] += factor * a
    g[q + 1] += factor * b
    q += 2
  }
  if q < count {
    let a = p[Int(indices[q])]
    even += a * values[q]
    g[q] += factor * a
  }
  return even + odd
}
