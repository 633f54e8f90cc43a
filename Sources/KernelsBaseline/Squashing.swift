import KernelTable

// The two squashing functions, and the lanes in which gates are computed.
//
// tanh is the rational function of degree 13 over 6 that Eigen uses, clamped where single precision
// has reached ±1; sigmoid(x) = ½ + ½ tanh(x / 2). Absolute error below 1e-6.

/// As many lanes as one register has, or two of the baseline: with two registers of x86-64-v3 the
/// sixteen there are do not suffice, and it took twice as long (2026, Zen 4).
#if WIDE
  typealias Lanes = Vector
#else
  typealias Lanes = HalfVector
#endif

@inline(__always)
func loadLanes(_ p: UnsafePointer<Float>) -> Lanes {
  UnsafeRawPointer(p).loadUnaligned(as: Lanes.self)
}

@inline(__always)
func storeLanes(_ v: Lanes, _ p: UnsafeMutablePointer<Float>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Lanes.self)
}

// Transparent: five of them in one loop are more than `@inline(__always)` takes in with sixteen lanes.
@_transparent
func tanh(_ x: Lanes) -> Lanes {
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
func sigmoid(_ x: Lanes) -> Lanes {
  let half = Lanes(repeating: 0.5)
  return multiplyAdd(tanh(x * half), half, half)
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
