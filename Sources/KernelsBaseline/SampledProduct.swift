import KernelTable

// The gradient of a sparse product's weights: g[k] += Σ d[row(k), ·] · x[column(k), ·], computed at
// the connections alone (a sampled dense-dense product).
//
// Each connection comes to one vector of partial sums; sixteen such vectors are added up across
// together, in four rounds of shuffles, because adding up one by itself costs as much as many
// multiply-adds. As many steps are taken in one walk over the connections as keep their panels of x
// in the first cache, or else in the second: a row of d is read once a walk, a row of x at each of its
// connections. Columns that are not active in a step are not read.

/// Bytes of x panels that stay in the first, and in the second cache, beside what streams past.
private let firstCache = 40 << 10
private let secondCache = 512 << 10

func sampledProduct(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
) {
  let first = Int(matrix.rowStarts[0])
  let last = Int(matrix.rowStarts[rows])
  guard first < last else { return }
  let most = stepsAWalk(panelBytes: xStep * 4)
  withUnsafeTemporaryAllocation(of: Vector.self, capacity: 31) { sums in
    guard let sums = sums.baseAddress else { return }
    var step = 0
    while step < steps {
      var count = most
      while count > steps - step { count /= 2 }
      var isFull = width == 32
      for t in step..<(step + count) where active[t] != 32 { isFull = false }
      let fold = Fold(sums: sums, g: g, next: first, connections: last - first)
      let dFirst = d + step * dStep
      let xFirst = x + step * xStep
      if !isFull {
        sampleAny(
          matrix, rows, dFirst, dStep, xFirst, xStep, width, count, active + step, fold)
      } else if count == 4 {
        sampleFour(matrix, rows, dFirst, dStep, xFirst, xStep, fold)
      } else if count == 2 {
        sampleTwo(matrix, rows, dFirst, dStep, xFirst, xStep, fold)
      } else {
        sampleOne(matrix, rows, dFirst, xFirst, fold)
      }
      step += count
    }
  }
}

/// 1, 2 or 4.
private func stepsAWalk(panelBytes: Int) -> Int {
  if 4 * panelBytes <= firstCache { return 4 }
  if 2 * panelBytes <= firstCache { return 2 }
  if panelBytes <= firstCache { return 1 }
  if 4 * panelBytes <= secondCache { return 4 }
  return 2 * panelBytes <= secondCache ? 2 : 1
}

/// Collects the connections' partial sums and adds them to `g`, sixteen connections at a time.
///
/// Sixteen vectors of sixteen parts become one of sixteen sums in four rounds, each of which halves the
/// vectors by adding neighbouring lanes within pairs of them: the rounds follow one another in `sums`,
/// and the last of its 31 places is the result.
private struct Fold {
  let sums: UnsafeMutablePointer<Vector>
  let g: Floats
  /// The first connection whose parts are in `sums`.
  var next: Int
  var count = 0
  /// 15, where it is used. Told so, the compiler unrolls the rounds and then takes the vectors apart.
  let additions: Int

  @inline(__always)
  init(sums: UnsafeMutablePointer<Vector>, g: Floats, next: Int, connections: Int) {
    self.sums = sums
    self.g = g
    self.next = next
    additions = min(connections, 16) - 1
  }

  @inline(__always)
  mutating func add(_ parts: Vector) {
    sums[count] = parts
    count += 1
    if count == 16 {
      for n in 0..<additions { sums[16 + n] = pairSums(sums[2 * n], sums[2 * n + 1]) }
      store(load(g + next) + sums[30], g + next)
      next += 16
      count = 0
    }
  }

  @inline(__always)
  func finish() {
    for n in 0..<count { g[next + n] += foldedSum(sums[n]) }
  }
}

/// Walks over the connections; `row` reads a row of d, `parts` multiplies it with a row of x.
@inline(__always)
private func walk<Row>(
  _ matrix: SparseRows, _ rows: Int, _ x: Floats, width: Int, _ fold: Fold,
  row: (_ row: Int) -> Row, parts: (_ row: Row, _ x: Floats) -> Vector
) {
  var fold = fold
  var k = Int(matrix.rowStarts[0])
  for index in 0..<rows {
    let end = Int(matrix.rowStarts[index + 1])
    let read = row(index)
    while k < end {
      fold.add(parts(read, x + Int(matrix.columnIndices[k]) * width))
      k += 1
    }
  }
  fold.finish()
}

/// One step, 32 columns, all active; two and four steps below. A batch in training is mostly these.
private func sampleOne(_ matrix: SparseRows, _ rows: Int, _ d: Floats, _ x: Floats, _ fold: Fold) {
  walk(matrix, rows, x, width: 32, fold) { row in
    let d = d + row * 32
    return (load(d), load(d + 16))
  } parts: { d, x in
    multiplyAdd(d.1, load(x + 16), d.0 * load(x))
  }
}

private func sampleTwo(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ fold: Fold
) {
  walk(matrix, rows, x, width: 32, fold) { row in
    let d = d + row * 32
    return (load(d), load(d + 16), load(d + dStep), load(d + dStep + 16))
  } parts: { d, x in
    let even = multiplyAdd(d.2, load(x + xStep), d.0 * load(x))
    let odd = multiplyAdd(d.3, load(x + xStep + 16), d.1 * load(x + 16))
    return even + odd
  }
}

private func sampleFour(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ fold: Fold
) {
  walk(matrix, rows, x, width: 32, fold) { row in
    let d0 = d + row * 32
    let d1 = d0 + dStep
    let d2 = d1 + dStep
    let d3 = d2 + dStep
    return (
      load(d0), load(d0 + 16), load(d1), load(d1 + 16), load(d2), load(d2 + 16), load(d3),
      load(d3 + 16)
    )
  } parts: { d, x0 in
    let x1 = x0 + xStep
    let x2 = x1 + xStep
    let x3 = x2 + xStep
    var even = d.0 * load(x0)
    var odd = d.1 * load(x0 + 16)
    even = multiplyAdd(d.2, load(x1), even)
    odd = multiplyAdd(d.3, load(x1 + 16), odd)
    even = multiplyAdd(d.4, load(x2), even)
    odd = multiplyAdd(d.5, load(x2 + 16), odd)
    even = multiplyAdd(d.6, load(x3), even)
    odd = multiplyAdd(d.7, load(x3 + 16), odd)
    return even + odd
  }
}

private func sampleAny(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ width: Int, _ steps: Int, _ active: Indices, _ fold: Fold
) {
  walk(matrix, rows, x, width: width, fold) { row in
    d + row * width
  } parts: { d, x in
    var even = Vector.zero
    var odd = Vector.zero
    for t in 0..<steps {
      let dt = d + t * dStep
      let xt = x + t * xStep
      let columns = Int(active[t])
      var column = 0
      while column + 32 <= columns {
        even = multiplyAdd(load(dt + column), load(xt + column), even)
        odd = multiplyAdd(load(dt + column + 16), load(xt + column + 16), odd)
        column += 32
      }
      if column < columns { even = multiplyAdd(load(dt + column), load(xt + column), even) }
    }
    return even + odd
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
