import KernelTable

// The two squashing functions, and the lanes in which gates are computed.
//
// tanh is the rational function of degree 13 over 6 that Eigen uses, clamped where single precision has reached ±1.
// sigmoid(x) is 1 / (1 + 2ᵗ), t = −x / ln 2 clamped to ±30: with n the whole number nearest t, 2ⁿ times a polynomial
// of degree 5 in t − n that is 1 at 0 and elsewhere within 1e-7. Absolute errors below 1e-6.

/// As many lanes as one register has, or two of the baseline: with two registers of x86-64-v3 the
/// sixteen there are do not suffice, and it took twice as long (2026, Zen 4).
#if WIDE
  typealias Lanes = Vector
  typealias LaneIntegers = SIMD16<Int32>
#else
  typealias Lanes = HalfVector
  typealias LaneIntegers = SIMD8<Int32>
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
  let tanh = tanhFraction(x)
  return tanh.over / tanh.under
}

/// tanh of x as what is divided, and by what: between 0.0048 and 1.
@_transparent
private func tanhFraction(_ x: Lanes) -> (over: Lanes, under: Lanes) {
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
  return (t * p, q)
}

/// 1 + exp(−x), between 1 and 2³⁰ + 1; not a number where x is not.
@_transparent
private func sigmoidDivisor(_ x: Lanes) -> Lanes {
  let bound = Lanes(repeating: 30)
  var t = x * Lanes(repeating: -1.44269504)
  t.replace(with: -bound, where: t .< -bound)
  t.replace(with: bound, where: t .> bound)
  // n stands in the low bits of t + 1.5 · 2²³, where a float has no fraction left.
  let shift = Lanes(repeating: 12_582_912)
  let shifted = t + shift
  let r = t - (shifted - shift)
  var p = Lanes(repeating: 1.32647273e-03)
  p = multiplyAdd(p, r, Lanes(repeating: 9.67151299e-03))
  p = multiplyAdd(p, r, Lanes(repeating: 5.55073358e-02))
  p = multiplyAdd(p, r, Lanes(repeating: 2.40222424e-01))
  p = multiplyAdd(p, r, Lanes(repeating: 6.93147004e-01))
  p = multiplyAdd(p, r, Lanes(repeating: 1))
  let exponent = unsafeBitCast(shifted, to: LaneIntegers.self) &+ LaneIntegers(repeating: 127)
  return multiplyAdd(
    p, unsafeBitCast(exponent &<< 23, to: Lanes.self), Lanes(repeating: 1))
}

@_transparent
func sigmoid(_ x: Lanes) -> Lanes { Lanes(repeating: 1) / sigmoidDivisor(x) }

/// The gates of an LSTM: sigmoids of three sums and tanh of one. One division does for all, of the product of what
/// each is divided by: it takes as long as five to ten multiplications.
@_transparent
func gates(_ i: Lanes, _ f: Lanes, _ g: Lanes, _ o: Lanes) -> (
  i: Lanes, f: Lanes, g: Lanes, o: Lanes
) {
  let underI = sigmoidDivisor(i)
  let underF = sigmoidDivisor(f)
  let tanh = tanhFraction(g)
  let underO = sigmoidDivisor(o)
  let underIF = underI * underF
  let underGO = tanh.under * underO
  let inverse = Lanes(repeating: 1) / (underIF * underGO)
  let ofIF = inverse * underGO
  let ofGO = inverse * underIF
  return (ofIF * underF, ofIF * underI, tanh.over * (ofGO * underO), ofGO * tanh.under)
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
