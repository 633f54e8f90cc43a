import KernelTable

// Between rows (one place's features side by side) and panels (one feature's places side by side),
// by blocks of 8 by 8 that are turned in registers. What is left over at the end of the features is
// moved one by one.

/// Turns eight vectors of eight: lane j of vector i becomes lane i of vector j.
@inline(__always)
private func turned(
  _ a: (
    HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector
  )
) -> (
  HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector, HalfVector
) {
  @inline(__always) func low(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(x[0], y[0], x[1], y[1], x[4], y[4], x[5], y[5])
  }
  @inline(__always) func high(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(x[2], y[2], x[3], y[3], x[6], y[6], x[7], y[7])
  }
  @inline(__always) func lowPairs(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(x[0], x[1], y[0], y[1], x[4], x[5], y[4], y[5])
  }
  @inline(__always) func highPairs(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(x[2], x[3], y[2], y[3], x[6], x[7], y[6], y[7])
  }
  @inline(__always) func lowHalves(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(lowHalf: x.lowHalf, highHalf: y.lowHalf)
  }
  @inline(__always) func highHalves(_ x: HalfVector, _ y: HalfVector) -> HalfVector {
    HalfVector(lowHalf: x.highHalf, highHalf: y.highHalf)
  }
  let a0 = low(a.0, a.1)
  let a1 = high(a.0, a.1)
  let a2 = low(a.2, a.3)
  let a3 = high(a.2, a.3)
  let a4 = low(a.4, a.5)
  let a5 = high(a.4, a.5)
  let a6 = low(a.6, a.7)
  let a7 = high(a.6, a.7)
  let b0 = lowPairs(a0, a2)
  let b1 = highPairs(a0, a2)
  let b2 = lowPairs(a1, a3)
  let b3 = highPairs(a1, a3)
  let b4 = lowPairs(a4, a6)
  let b5 = highPairs(a4, a6)
  let b6 = lowPairs(a5, a7)
  let b7 = highPairs(a5, a7)
  return (
    lowHalves(b0, b4), lowHalves(b1, b5), lowHalves(b2, b6), lowHalves(b3, b7),
    highHalves(b0, b4), highHalves(b1, b5), highHalves(b2, b6), highHalves(b3, b7)
  )
}

func gatherRows(
  _ rows: UnsafePointer<Floats>, _ features: Int, _ z: Floats, _ width: Int, _ active: Int
) {
  var b = 0
  while b < active {
    let source = (
      rows[b], rows[b + 1], rows[b + 2], rows[b + 3], rows[b + 4], rows[b + 5], rows[b + 6],
      rows[b + 7]
    )
    var r = 0
    while r + 8 <= features {
      let t = turned(
        (
          loadHalf(source.0 + r), loadHalf(source.1 + r), loadHalf(source.2 + r),
          loadHalf(source.3 + r), loadHalf(source.4 + r), loadHalf(source.5 + r),
          loadHalf(source.6 + r), loadHalf(source.7 + r)
        ))
      let out = z + r * width + b
      storeHalf(t.0, out)
      storeHalf(t.1, out + width)
      storeHalf(t.2, out + 2 * width)
      storeHalf(t.3, out + 3 * width)
      storeHalf(t.4, out + 4 * width)
      storeHalf(t.5, out + 5 * width)
      storeHalf(t.6, out + 6 * width)
      storeHalf(t.7, out + 7 * width)
      r += 8
    }
    while r < features {
      for lane in 0..<8 { z[r * width + b + lane] = rows[b + lane][r] }
      r += 1
    }
    b += 8
  }
}

func scatterRows(
  _ z: Floats, _ rows: UnsafePointer<Floats>, _ features: Int, _ width: Int, _ active: Int
) {
  var b = 0
  while b < active {
    let target = (
      rows[b], rows[b + 1], rows[b + 2], rows[b + 3], rows[b + 4], rows[b + 5], rows[b + 6],
      rows[b + 7]
    )
    var r = 0
    while r + 8 <= features {
      let from = z + r * width + b
      let t = turned(
        (
          loadHalf(from), loadHalf(from + width), loadHalf(from + 2 * width),
          loadHalf(from + 3 * width), loadHalf(from + 4 * width), loadHalf(from + 5 * width),
          loadHalf(from + 6 * width), loadHalf(from + 7 * width)
        ))
      // One after the other: two places of the batch may hold the same word, and so the same row.
      storeHalf(loadHalf(target.0 + r) + t.0, target.0 + r)
      storeHalf(loadHalf(target.1 + r) + t.1, target.1 + r)
      storeHalf(loadHalf(target.2 + r) + t.2, target.2 + r)
      storeHalf(loadHalf(target.3 + r) + t.3, target.3 + r)
      storeHalf(loadHalf(target.4 + r) + t.4, target.4 + r)
      storeHalf(loadHalf(target.5 + r) + t.5, target.5 + r)
      storeHalf(loadHalf(target.6 + r) + t.6, target.6 + r)
      storeHalf(loadHalf(target.7 + r) + t.7, target.7 + r)
      r += 8
    }
    while r < features {
      for lane in 0..<8 { rows[b + lane][r] += z[r * width + b + lane] }
      r += 1
    }
    b += 8
  }
}
