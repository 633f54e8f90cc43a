import KernelTable

// The way back through a sparse product of a sequence of panels: dx = Wᵀ d of each step, and
// g[k] += Σ d[row(k), ·] · x[column(k), ·] over all of them, in one walk over the connections by columns.
//
// What takes the time is to read rows of d here and there: here each is read for both. A row of x and the sums of
// dx stay in registers, of as many steps as there are registers for; those share a sum across, too. Steps whose
// columns are not all active go through the product and the sampled product one after the other, which walk by
// columns as well.

#if WIDE
  private typealias Walked = FourBackward
#else
  private typealias Walked = OneBackward
#endif

func sequenceBackward(
  _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
  _ dx: Floats, _ dxStep: Int, _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
) {
  var step = 0
  while step < steps {
    let (d, x, dx) = (d + step * dStep, x + step * xStep, dx + step * dxStep)
    let count = step + Walked.steps <= steps ? Walked.steps : 1
    let isFull = width % 32 == 0 && (step..<(step + count)).allSatisfy { Int(active[$0]) == width }
    if isFull {
      for column in stride(from: 0, to: width, by: 32) {
        let walk = Walk(
          byColumns: byColumns, columns: columns, d: d + column, dStep: dStep, x: x + column,
          xStep: xStep, dx: dx + column, dxStep: dxStep, width: width, g: g)
        if count == Walked.steps { walk.run(Walked.self) } else { walk.run(OneBackward.self) }
      }
    } else {
      sampledProduct(byColumns, columns, x, xStep, d, dStep, width, count, active + step, g)
      for t in 0..<count {
        sparseProduct(
          byColumns, columns, d + t * dStep, dx + t * dxStep, width, Int(active[step + t]), .zero)
      }
    }
    step += count
  }
}

/// One walk over all connections.
private struct Walk {
  let byColumns: SparseRows
  let columns: Int
  let d: Floats
  let dStep: Int
  let x: Floats
  let xStep: Int
  let dx: Floats
  let dxStep: Int
  let width: Int
  let g: Floats

  @inline(__always)
  func run<Column: ColumnOfSteps>(_: Column.Type) {
    var k = Int(byColumns.rowStarts[0])
    withUnsafeTemporaryAllocation(of: Vector.self, capacity: 16) { sums in
      guard let sums = sums.baseAddress else { return }
      var fold = Fold(sums: sums, g: g, next: k)
      for index in 0..<columns {
        let end = Int(byColumns.rowStarts[index + 1])
        var column = Column(x + index * width, xStep)
        while k < end {
          let weight = Vector(repeating: byColumns.values[k])
          fold.add(column.take(d + Int(byColumns.columnIndices[k]) * width, dStep, weight))
          k += 1
        }
        column.write(dx + index * width, dxStep)
      }
      fold.finish()
    }
  }
}

/// A row of x and one of dx, 32 columns of each step of a walk.
private protocol ColumnOfSteps {
  static var steps: Int { get }

  init(_ x: Floats, _ xStep: Int)

  /// Adds a row of d to that of dx, and returns its products with x, added up to one vector of parts.
  mutating func take(_ d: Floats, _ dStep: Int, _ weight: Vector) -> Vector

  func write(_ dx: Floats, _ dxStep: Int)
}

private struct OneBackward: ColumnOfSteps {
  let low: Vector
  let high: Vector
  var lowSum = Vector.zero
  var highSum = Vector.zero

  static var steps: Int { 1 }

  @inline(__always)
  init(_ x: Floats, _ xStep: Int) {
    low = load(x)
    high = load(x + 16)
  }

  @inline(__always)
  mutating func take(_ d: Floats, _ dStep: Int, _ weight: Vector) -> Vector {
    take(d, weight, addedTo: .zero)
  }

  @inline(__always)
  mutating func take(_ d: Floats, _ weight: Vector, addedTo sum: Vector) -> Vector {
    let (first, second) = (load(d), load(d + 16))
    lowSum = multiplyAdd(weight, first, lowSum)
    highSum = multiplyAdd(weight, second, highSum)
    return multiplyAdd(high, second, multiplyAdd(low, first, sum))
  }

  @inline(__always)
  func write(_ dx: Floats, _ dxStep: Int) {
    store(lowSum, dx)
    store(highSum, dx + 16)
  }
}

private struct TwoBackward: ColumnOfSteps {
  var first: OneBackward
  var second: OneBackward

  static var steps: Int { 2 }

  @inline(__always)
  init(_ x: Floats, _ xStep: Int) {
    first = OneBackward(x, xStep)
    second = OneBackward(x + xStep, xStep)
  }

  @inline(__always)
  mutating func take(_ d: Floats, _ dStep: Int, _ weight: Vector) -> Vector {
    second.take(d + dStep, weight, addedTo: first.take(d, dStep, weight))
  }

  @inline(__always)
  func write(_ dx: Floats, _ dxStep: Int) {
    first.write(dx, dxStep)
    second.write(dx + dxStep, dxStep)
  }
}

private struct FourBackward: ColumnOfSteps {
  var first: TwoBackward
  var second: TwoBackward

  static var steps: Int { 4 }

  @inline(__always)
  init(_ x: Floats, _ xStep: Int) {
    first = TwoBackward(x, xStep)
    second = TwoBackward(x + 2 * xStep, xStep)
  }

  @inline(__always)
  mutating func take(_ d: Floats, _ dStep: Int, _ weight: Vector) -> Vector {
    first.take(d, dStep, weight) + second.take(d + 2 * dStep, dStep, weight)
  }

  @inline(__always)
  func write(_ dx: Floats, _ dxStep: Int) {
    first.write(dx, dxStep)
    second.write(dx + 2 * dxStep, dxStep)
  }
}
