import KernelTable

// The powers of a softmax, column by column of a panel, over many rows.
//
// exp(x) for x ≤ 0: with n the whole number nearest x / ln 2 and r = x − n ln 2, 2ⁿ times a polynomial of degree 6
// in r (Taylor's: |r| ≤ 0.35 leaves less than 2e-7). n is read from the low bits of x / ln 2 + 1.5 · 2²³, where a
// float has no fraction left, and added to the exponent. What is below the least power of two is 0.
//
// A column's powers are added 64 rows at a time, and those sums then: over thousands of rows single precision
// would lose digits in one sum.

@_transparent
private func power(_ x: Lanes) -> Lanes {
  let shift = Lanes(repeating: 12_582_912)
  let t = multiplyAdd(x, Lanes(repeating: 1.442695), shift)
  let n = t - shift
  var r = multiplyAdd(n, Lanes(repeating: -0.693359375), x)
  r = multiplyAdd(n, Lanes(repeating: 2.12194440e-4), r)
  var p = Lanes(repeating: 1.0 / 720)
  p = multiplyAdd(p, r, Lanes(repeating: 1.0 / 120))
  p = multiplyAdd(p, r, Lanes(repeating: 1.0 / 24))
  p = multiplyAdd(p, r, Lanes(repeating: 1.0 / 6))
  p = multiplyAdd(p, r, Lanes(repeating: 0.5))
  p = multiplyAdd(p, r, Lanes(repeating: 1))
  p = multiplyAdd(p, r, Lanes(repeating: 1))
  let exponent = unsafeBitCast(t, to: LaneIntegers.self) &<< 23
  let scaled = unsafeBitCast(p, to: LaneIntegers.self) &+ exponent
  return unsafeBitCast(scaled, to: Lanes.self).replacing(with: 0, where: x .< Lanes(repeating: -87))
}

func columnPowers(
  _ y: Floats, _ rows: Int, _ width: Int, _ active: Int, _ most: Floats,
  _ places: UnsafeMutablePointer<Int32>, _ sums: Floats, _ powers: Floats?
) {
  for column in stride(from: 0, to: active, by: Lanes.scalarCount) {
    var largest = Lanes(repeating: -.infinity)
    var place = LaneIntegers(repeating: 0)
    for row in 0..<rows {
      let value = loadLanes(y + row * width + column)
      let isLarger = value .> largest
      largest.replace(with: value, where: isLarger)
      place.replace(with: LaneIntegers(repeating: Int32(truncatingIfNeeded: row)), where: isLarger)
    }
    storeLanes(largest, most + column)
    UnsafeMutableRawPointer(places + column).storeBytes(of: place, as: LaneIntegers.self)
    var sum = Lanes.zero
    for start in stride(from: 0, to: rows, by: 64) {
      var part = Lanes.zero
      for row in start..<min(start + 64, rows) {
        let e = power(loadLanes(y + row * width + column) - largest)
        part += e
        if let powers { storeLanes(e, powers + row * width + column) }
      }
      sum += part
    }
    storeLanes(sum, sums + column)
  }
}

func scaleColumns(
  _ x: Floats, _ rows: Int, _ width: Int, _ active: Int, _ factors: UnsafePointer<Float>
) {
  for column in stride(from: 0, to: active, by: Lanes.scalarCount) {
    let factor = loadLanes(factors + column)
    for row in 0..<rows {
      let place = x + row * width + column
      storeLanes(loadLanes(place) * factor, place)
    }
  }
}
