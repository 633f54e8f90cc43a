import KernelTable

// Steps of the optimizers and the sums they need, over one weight after the other.
//
// The last few weights, less than a vector, are treated one by one by the same operations, so that
// where a weight stands does not change what becomes of it.

func adam(
  _ w: Floats, _ g: Floats, _ m: Floats, _ v: Floats, _ count: Int, _ scale: Float,
  _ beta1: Float, _ beta2: Float, _ rate: Float, _ epsilon: Float, _ keep: Float
) {
  let scales = Vector(repeating: scale)
  let keep1 = Vector(repeating: beta1)
  let add1 = Vector(repeating: 1 - beta1)
  let keep2 = Vector(repeating: beta2)
  let add2 = Vector(repeating: 1 - beta2)
  let rates = Vector(repeating: rate)
  let epsilons = Vector(repeating: epsilon)
  let keeps = Vector(repeating: keep)
  var n = 0
  while n + 16 <= count {
    let gradient = load(g + n) * scales
    let mean = multiplyAdd(gradient, add1, load(m + n) * keep1)
    let square = multiplyAdd(gradient * gradient, add2, load(v + n) * keep2)
    store(mean, m + n)
    store(square, v + n)
    store(load(w + n) * keeps - rates * mean / (square.squareRoot() + epsilons), w + n)
    n += 16
  }
  while n < count {
    let gradient = g[n] * scale
    let mean = single(gradient, 1 - beta1, m[n] * beta1)
    let square = single(gradient * gradient, 1 - beta2, v[n] * beta2)
    m[n] = mean
    v[n] = square
    w[n] = w[n] * keep - rate * mean / (square.squareRoot() + epsilon)
    n += 1
  }
}

func momentumStep(
  _ w: Floats, _ g: Floats, _ u: Floats, _ count: Int, _ scale: Float, _ rate: Float,
  _ momentum: Float
) {
  let step = -rate * scale
  let steps = Vector(repeating: step)
  let keep = Vector(repeating: momentum)
  var n = 0
  while n + 16 <= count {
    let velocity = multiplyAdd(load(g + n), steps, load(u + n) * keep)
    store(velocity, u + n)
    store(load(w + n) + velocity, w + n)
    n += 16
  }
  while n < count {
    u[n] = single(g[n], step, u[n] * momentum)
    w[n] += u[n]
    n += 1
  }
}

func addScaled(_ x: UnsafePointer<Float>, _ factor: Float, _ y: Floats, _ count: Int) {
  let factors = Vector(repeating: factor)
  var n = 0
  while n + 16 <= count {
    store(multiplyAdd(factors, load(x + n), load(y + n)), y + n)
    n += 16
  }
  while n < count {
    y[n] = single(factor, x[n], y[n])
    n += 1
  }
}

func sumOfSquares(_ x: UnsafePointer<Float>, _ count: Int) -> Double {
  // Sixteen sums in single precision over at most 4096 terms each, then double precision.
  let block = 4096 * 16
  var total = 0.0
  var start = 0
  while start < count {
    let end = min(start + block, count)
    var sums = Vector.zero
    var n = start
    while n + 16 <= end {
      let value = load(x + n)
      sums = multiplyAdd(value, value, sums)
      n += 16
    }
    var sum = Double(foldedSum(sums))
    while n < end {
      sum += Double(x[n]) * Double(x[n])
      n += 1
    }
    total += sum
    start = end
  }
  return total
}

func addRowSums(_ x: Floats, _ rows: Int, _ width: Int, _ active: Int, _ s: Floats) {
  for row in 0..<rows {
    let first = x + row * width
    if width < 16 {
      for column in 0..<active { s[row] += first[column] }
      continue
    }
    var sums = Vector.zero
    var column = 0
    while column < active {
      sums += load(first + column)
      column += 16
    }
    s[row] += foldedSum(sums)
  }
}
