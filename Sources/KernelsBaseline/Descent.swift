import KernelTable

// Steps of optimizers that go down the gradient, and what they keep beside the weights. As with Adam, what
// is less than a vector is treated by the same operations.

func descent(
  _ w: Floats, _ g: Floats, _ u: Floats, _ count: Int, _ scale: Float, _ decay: Float,
  _ rate: Float, _ keep: Float, _ ahead: Float, _ direct: Float
) {
  let scales = Vector(repeating: scale)
  let decays = Vector(repeating: decay)
  let steps = Vector(repeating: -rate)
  let keeps = Vector(repeating: keep)
  let aheads = Vector(repeating: ahead)
  let directs = Vector(repeating: direct)
  var n = 0
  while n + 16 <= count {
    let weight = load(w + n)
    let step = multiplyAdd(weight, decays, load(g + n) * scales) * steps
    let velocity = multiplyAdd(load(u + n), keeps, step)
    store(velocity, u + n)
    store(weight + multiplyAdd(velocity, aheads, step * directs), w + n)
    n += 16
  }
  while n < count {
    let step = single(w[n], decay, g[n] * scale) * -rate
    u[n] = single(u[n], keep, step)
    w[n] += single(u[n], ahead, step * direct)
    n += 1
  }
}

func rmsprop(
  _ w: Floats, _ g: Floats, _ v: Floats, _ u: Floats?, _ count: Int, _ scale: Float,
  _ alpha: Float, _ epsilon: Float, _ rate: Float, _ momentum: Float
) {
  let scales = Vector(repeating: scale)
  let keeps = Vector(repeating: alpha)
  let adds = Vector(repeating: 1 - alpha)
  let epsilons = Vector(repeating: epsilon)
  let rates = Vector(repeating: rate)
  let momenta = Vector(repeating: momentum)
  var n = 0
  while n + 16 <= count {
    let gradient = load(g + n) * scales
    let square = multiplyAdd(gradient * gradient, adds, load(v + n) * keeps)
    store(square, v + n)
    var step = gradient / (square.squareRoot() + epsilons)
    if let u {
      step = multiplyAdd(load(u + n), momenta, step)
      store(step, u + n)
    }
    store(load(w + n) - rates * step, w + n)
    n += 16
  }
  while n < count {
    let gradient = g[n] * scale
    v[n] = single(gradient * gradient, 1 - alpha, v[n] * alpha)
    var step = gradient / (v[n].squareRoot() + epsilon)
    if let u {
      step = single(u[n], momentum, step)
      u[n] = step
    }
    w[n] -= rate * step
    n += 1
  }
}

func average(
  _ w: UnsafePointer<Float>, _ a: Floats, _ births: Indices?, _ count: Int, _ step: Int32,
  _ start: Int32
) {
  if let births {
    for n in 0..<count { a[n] = averaged(w[n], a[n], step &- max(births[n], start)) }
  } else {
    let steps = step &- start
    for n in 0..<count { a[n] = averaged(w[n], a[n], steps) }
  }
}

/// The mean of `steps` weights, the last of which is `weight`.
@inline(__always)
private func averaged(_ weight: Float, _ average: Float, _ steps: Int32) -> Float {
  steps <= 2 ? weight : average + (weight - average) / Float(steps &- 1)
}
