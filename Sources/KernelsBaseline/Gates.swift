import KernelTable

// The pointwise half of an LSTM step, forward and backward, and the two squashing functions.
//
// tanh is the rational function of degree 13 over 6 that Eigen uses, clamped where single precision
// has reached ±1; sigmoid(x) = ½ + ½ tanh(x / 2). Absolute error below 1e-6.

/// As many lanes as one register has, or two of the baseline: with two registers of x86-64-v3 the
/// sixteen there are do not suffice, and it took twice as long (2026, Zen 4).
#if WIDE
  private typealias Lanes = Vector
#else
  private typealias Lanes = HalfVector
#endif

@inline(__always)
private func loadLanes(_ p: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func storeLanes(_ v: Lanes, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lanes.self)
}

// Transparent: five of them in one loop are more than `@inline(__always)` takes in with sixteen lanes.
@_transparent
private func tanh(_ x: Lanes) -> Lanes {
  let bound = Lanes(repeating: 7.9)
  var t = x
  t.replace(with: -bound, where: t .< -bound)
  t.replace(with: bound, where: t .> bound)
  let s = t * t
  var p = Lanes(repeating: -2.76076847742355e-16)
  p = multiplyAdd(p, s, Lanes(repeating: 2.00018790482477e-13))
  p = multiplyAdd(p, s, Lanes(repeating: -8.60467152213735e-11))
  p = multiplyAdd(p, s, Lanes(repeating: 5.12229709037114e-08))
  p = multiplyAdd(p, s, Lanes(repeating: 1.48572235717979e-05))
  p = multiplyAdd(p, s, Lanes(repeating: 6.37261928875436e-04))
  p = multiplyAdd(p, s, Lanes(repeating: 4.89352455891786e-03))
  var q = Lanes(repeating: 1.19825839466702e-06)
  q = multiplyAdd(q, s, Lanes(repeating: 1.18534705686654e-04))
  q = multiplyAdd(q, s, Lanes(repeating: 2.26843463243900e-03))
  q = multiplyAdd(q, s, Lanes(repeating: 4.89352518554385e-03))
  return t * p / q
}

@_transparent
private func sigmoid(_ x: Lanes) -> Lanes {
  let half = Lanes(repeating: 0.5)
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
      let i = sigmoid(loadLanes(z + n))
      storeLanes(i, z + n)
      let f = sigmoid(loadLanes(z + gate + n))
      storeLanes(f, z + gate + n)
      let g = tanh(loadLanes(z + 2 * gate + n))
      storeLanes(g, z + 2 * gate + n)
      let o = sigmoid(loadLanes(z + 3 * gate + n))
      storeLanes(o, z + 3 * gate + n)
      let cell = multiplyAdd(f, loadLanes(cPrevious + n), i * g)
      let t = tanh(cell)
      storeLanes(cell, c + n)
      storeLanes(t, tanhC + n)
      storeLanes(o * t, h + n)
      n += Lanes.scalarCount
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
  let one = Lanes(repeating: 1)
  for row in 0..<rows {
    var n = row * width
    let end = n + columns
    while n < end {
      let i = loadLanes(z + n)
      let f = loadLanes(z + gate + n)
      let g = loadLanes(z + 2 * gate + n)
      let o = loadLanes(z + 3 * gate + n)
      let t = loadLanes(tanhC + n)
      let d = loadLanes(dh + n)
      let cell = multiplyAdd(d * o, one - t * t, loadLanes(dc + n))
      storeLanes(cell * g * i * (one - i), z + n)
      storeLanes(cell * loadLanes(cPrevious + n) * f * (one - f), z + gate + n)
      storeLanes(cell * i * (one - g * g), z + 2 * gate + n)
      storeLanes(d * t * o * (one - o), z + 3 * gate + n)
      storeLanes(cell * f, dc + n)
      n += Lanes.scalarCount
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
private func applied(_ x: Floats, _ count: Int, _ function: (Lanes) -> Lanes) {
  var n = 0
  while n + Lanes.scalarCount <= count {
    storeLanes(function(loadLanes(x + n)), x + n)
    n += Lanes.scalarCount
  }
  while n < count {
    x[n] = function(Lanes(repeating: x[n]))[0]
    n += 1
  }
}
