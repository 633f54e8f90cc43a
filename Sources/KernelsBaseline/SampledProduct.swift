import KernelTable

// The gradient of a sparse product's weights: g[k] += Σ d[row(k), ·] · x[column(k), ·], computed at
// the connections alone (a sampled dense-dense product).
//
// A row of d stays in registers, for several steps at once, while the row's connections are walked; a
// connection then costs one read of x a multiply-add. Several steps also share one sum across; more
// than fit the second cache with their panels of x are not taken. Columns that are not active in a step
// are not read. Order: chunks of steps from the first on, within a chunk the lanes of a fixed set of
// accumulators.

/// Bytes of x panels that a walk can go about in: little more than the second cache holds. More steps in a
/// walk are worth more than that all of it is there (1024 units, Zen 5: 8 % between four and eight).
private let cached = 1200 << 10

/// The most steps of 32 columns in a walk: as many as leave a row of d in registers. With eight steps in registers of
/// eight lanes it is read again at each connection, which takes 1.2 to 1.6 times as long (Zen 3).
#if WIDE
  private let mostSteps = 8
#else
  private let mostSteps = 2
#endif

func sampledProduct(
  _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
) {
  var most = width == 16 ? 8 : mostSteps
  while most > 1 && most * xStep * 4 > cached { most /= 2 }
  var step = 0
  while step < steps {
    var count = most
    while count > steps - step { count /= 2 }
    var isFull = width % 32 == 0
    for t in step..<(step + count) where Int(active[t]) != width { isFull = false }
    // Sixteen columns: the same sums as of any, in a loop that knows how many there are.
    if width == 16, count > 1, (step..<(step + count)).allSatisfy({ Int(active[$0]) == 16 }) {
      let walk = Walk(
        matrix: matrix, rows: rows, d: d + step * dStep, dStep: dStep, x: x + step * xStep,
        xStep: xStep, width: 16, g: g)
      switch count {
      case 8: walk.run(EightNarrow.init)
      case 4: walk.run(FourNarrow.init)
      default: walk.run(TwoNarrow.init)
      }
      step += count
      continue
    }
    var column = 0
    while column < width {
      let walk = Walk(
        matrix: matrix, rows: rows, d: d + step * dStep + column, dStep: dStep,
        x: x + step * xStep + column, xStep: xStep, width: width, g: g)
      column += isFull ? 32 : width
      switch (isFull, count) {
      case (true, 8): walk.run(EightSteps.init)
      case (true, 4): walk.run(FourSteps.init)
      case (true, 2): walk.run(TwoSteps.init)
      case (true, 1): walk.run(OneStep.init)
      default:
        walk.run { d, dStep in
          AnySteps(d: d, dStep: dStep, steps: count, active: active + step)
        }
      }
    }
    step += count
  }
}

/// One walk over all connections.
private struct Walk {
  let matrix: SparseRows
  let rows: Int
  let d: Floats
  let dStep: Int
  let x: Floats
  let xStep: Int
  let width: Int
  let g: Floats

  @inline(__always)
  func run<Row: RowOfSteps>(_ read: (_ d: Floats, _ dStep: Int) -> Row) {
    var k = Int(matrix.rowStarts[0])
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 16) { sums in
      guard let sums = sums.baseAddress else { return }
      var fold = Fold(sums: sums, g: g, next: k)
      for index in 0..<rows {
        let end = Int(matrix.rowStarts[index + 1])
        let row = read(d + index * width, dStep)
        while k < end {
          fold.add(row.times(x + Int(matrix.columnIndices[k]) * width, xStep))
          k += 1
        }
      }
      fold.finish()
    }
  }
}

/// A row of d in the steps of one walk.
private protocol RowOfSteps {
  /// The products with a row of x, added up over the steps to one vector of parts.
  func times(_ x: Floats, _ xStep: Int) -> Vector
}

/// One step, 32 columns, all active; two, four and eight such steps below. A batch in training is mostly
/// these, panels of 64 half by half.
private struct OneStep: RowOfSteps {
  let low: Vector
  let high: Vector

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    low = load(d)
    high = load(d + 16)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    multiplyAdd(high, load(x + 16), low * load(x))
  }

  @inline(__always)
  func times(_ x: Floats, addedTo sum: Vector) -> Vector {
    multiplyAdd(high, load(x + 16), multiplyAdd(low, load(x), sum))
  }
}

private struct TwoSteps: RowOfSteps {
  let first: OneStep
  let second: OneStep

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = OneStep(d, dStep)
    second = OneStep(d + dStep, dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    second.times(x + xStep, addedTo: first.times(x, xStep))
  }
}

private struct FourSteps: RowOfSteps {
  let first: TwoSteps
  let second: TwoSteps

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = TwoSteps(d, dStep)
    second = TwoSteps(d + 2 * dStep, dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    first.times(x, xStep) + second.times(x + 2 * xStep, xStep)
  }
}

private struct EightSteps: RowOfSteps {
  let first: FourSteps
  let second: FourSteps

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = FourSteps(d, dStep)
    second = FourSteps(d + 4 * dStep, dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    first.times(x, xStep) + second.times(x + 4 * xStep, xStep)
  }
}

/// Two steps of sixteen columns, all active, as `AnySteps` adds them up; four and eight such below.
private struct TwoNarrow: RowOfSteps {
  let first: Vector
  let second: Vector

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = load(d)
    second = load(d + dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    multiplyAdd(second, load(x + xStep), first * load(x))
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int, addedTo sum: Vector) -> Vector {
    multiplyAdd(second, load(x + xStep), multiplyAdd(first, load(x), sum))
  }
}

private struct FourNarrow: RowOfSteps {
  let first: TwoNarrow
  let second: TwoNarrow

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = TwoNarrow(d, dStep)
    second = TwoNarrow(d + 2 * dStep, dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    second.times(x + 2 * xStep, xStep, addedTo: first.times(x, xStep))
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int, addedTo sum: Vector) -> Vector {
    second.times(x + 2 * xStep, xStep, addedTo: first.times(x, xStep, addedTo: sum))
  }
}

private struct EightNarrow: RowOfSteps {
  let first: FourNarrow
  let second: FourNarrow

  @inline(__always)
  init(_ d: Floats, _ dStep: Int) {
    first = FourNarrow(d, dStep)
    second = FourNarrow(d + 4 * dStep, dStep)
  }

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
    second.times(x + 4 * xStep, xStep, addedTo: first.times(x, xStep))
  }
}

/// Any number of steps and columns.
private struct AnySteps: RowOfSteps {
  let d: Floats
  let dStep: Int
  let steps: Int
  let active: Indices

  @inline(__always)
  func times(_ x: Floats, _ xStep: Int) -> Vector {
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
  // The indices differ, so eight places can be read before the first is written.
  let factors = HalfVector(repeating: factor)
  var q = 0
  while q + 8 <= count {
    let sums = multiplyAdd(loadHalf(values + q), factors, gathered(p, indices + q))
    for lane in 0..<8 { p[Int(indices[q + lane])] = sums[lane] }
    q += 8
  }
  while q < count {
    p[Int(indices[q])] += factor * values[q]
    q += 1
  }
}

func dotAndAddSparse(
  _ indices: Indices, _ values: UnsafePointer<Float>, _ count: Int, _ factor: Float,
  _ p: UnsafePointer<Float>, _ g: Floats
) -> Float {
  let factors = HalfVector(repeating: factor)
  var sums = HalfVector.zero
  var q = 0
  while q + 8 <= count {
    let read = gathered(p, indices + q)
    sums = multiplyAdd(read, loadHalf(values + q), sums)
    storeHalf(multiplyAdd(read, factors, loadHalf(g + q)), g + q)
    q += 8
  }
  var sum = foldedSum(sums)
  while q < count {
    let read = p[Int(indices[q])]
    sum += read * values[q]
    g[q] += factor * read
    q += 1
  }
  return sum
}

@inline(__always)
private func gathered(_ p: UnsafePointer<Float>, _ indices: Indices) -> HalfVector {
  HalfVector(
    p[Int(indices[0])], p[Int(indices[1])], p[Int(indices[2])], p[Int(indices[3])],
    p[Int(indices[4])], p[Int(indices[5])], p[Int(indices[6])], p[Int(indices[7])])
}
