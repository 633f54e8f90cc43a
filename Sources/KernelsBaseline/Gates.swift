import KernelTable

// The pointwise half of an LSTM step, forward and backward, and the two squashing functions.
//
// tanh is the rational function of degree 13 over 6 that Eigen uses, clamped where single precision
// has reached ±1; sigmoid(x) = ½ + ½ tanh(x / 2). Eight lanes at a time: with sixteen the registers
// spill, and it took twice as long (2026, Zen 4, x86-64-v3). Absolute error below 1e-6.

@inline(__always)
func tanh(_ x: HalfVector) -> HalfVector {
  let bound = HalfVector(repeating: 7.9)
  var t = x
  t.replace(with: -bound, where: t .< -bound)
  t.replace(with: bound, where: t .> bound)
  let s = t * t
  @inline(__always) func next(_ p: HalfVector, _ coefficient: Float) -> HalfVector {
    multiplyAdd(p, s, HalfVector(repeating: coefficient))
  }
  var p = HalfVector(repeating: -2.76076847742355e-16)
  p = next(p, 2.00018790482477e-13)
  p = next(p, -8.60467152213735e-11)
  p = next(p, 5.12229709037114e-08)
  p = next(p, 1.48572235717979e-05)
  p = next(p, 6.37261928875436e-04)
  p = next(p, 4.89352455891786e-03)
  var q = HalfVector(repeating: 1.19825839466702e-06)
  q = next(q, 1.18534705686654e-04)
  q = next(q, 2.26843463243900e-03)
  q = next(q, 4.89352518554385e-03)
  return t * p / q
}

@inline(__always)
func sigmoid(_ x: HalfVector) -> HalfVector {
  let half = HalfVector(repeating: 0.5)
  return multiplyAdd(tanh(x * half), half, half)
}

/// i, f, o = sigmoid of their sums, g = tanh of its sum; c = f · cPrevious + i · g; h = o · tanh c.
func lstmGates(
  _ z: Floats, _ cPrevious: Floats, _ c: Floats, _ tanhC: Floats, _ h: Floats, _ units: Int,
  _ width: Int, _ active: Int
) {
  let gate = units * width
  // Where all columns are active, the whole panel is one long row.
  let rows = active == width ? 1 : units
  let columns = active == width ? gate : active
  for row in 0..<rows {
    var n = row * width
    let end = n + columns
    while n < end {
      let i = sigmoid(loadHalf(z + n))
      storeHalf(i, z + n)
      let f = sigmoid(loadHalf(z + gate + n))
      storeHalf(f, z + gate + n)
      let g = tanh(loadHalf(z + 2 * gate + n))
      storeHalf(g, z + 2 * gate + n)
      let o = sigmoid(loadHalf(z + 3 * gate + n))
      storeHalf(o, z + 3 * gate + n)
      let cell = multiplyAdd(f, loadHalf(cPrevious + n), i * g)
      let t = tanh(cell)
      storeHalf(cell, c + n)
      storeHalf(t, tanhC + n)
      storeHalf(o * t, h + n)
      n += 8
    }
  }
}

/// With dh the gradient of h and dc that of c from the next step:
///
///     dc += dh · o · (1 − tanh² c)
///     di = dc · g · i (1 − i)      df = dc · cPrevious · f (1 − f)
///     dg = dc · i · (1 − g²)       do = dh · tanh c · o (1 − o)
///     dc for the previous step = dc · f
func lstmGatesBackward(
  _ z: Floats, _ cPrevious: Floats, _ tanhC: Floats, _ dh: Floats, _ dc: Floats, _ units: Int,
  _ width: Int, _ active: Int
) {
  let gate = units * width
  let rows = active == width ? 1 : units
  let columns = active == width ? gate : active
  let one = HalfVector(repeating: 1)
  for row in 0..<rows {
    var n = row * width
    let end = n + columns
    while n < end {
      let i = loadHalf(z + n)
      let f = loadHalf(z + gate + n)
      let g = loadHalf(z + 2 * gate + n)
      let o = loadHalf(z + 3 * gate + n)
      let t = loadHalf(tanhC + n)
      let d = loadHalf(dh + n)
      let cell = multiplyAdd(d * o, one - t * t, loadHalf(dc + n))
      storeHalf(cell * g * i * (one - i), z + n)
      storeHalf(cell * loadHalf(cPrevious + n) * f * (one - f), z + gate + n)
      storeHalf(cell * i * (one - g * g), z + 2 * gate + n)
      storeHalf(d * t * o * (one - o), z + 3 * gate + n)
      storeHalf(cell * f, dc + n)
      n += 8
    }
  }
}

func tanhInPlace(_ x: Floats, _ count: Int) {
  applied(x, count) { tanh($0) }
}

func sigmoidInPlace(_ x: Floats, _ count: Int) {
  applied(x, count) { sigmoid($0) }
}

@inline(__always)
private func applied(_ x: Floats, _ count: Int, _ function: (HalfVector) -> HalfVector) {
  var n = 0
  while n + 8 <= count {
    storeHalf(function(loadHalf(x + n)), x + n)
    n += 8
  }
  while n < count {
    x[n] = function(HalfVector(repeating: x[n]))[0]
    n += 1
  }
}
