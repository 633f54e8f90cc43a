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

/// Panel rows that are written together. Sixteen are one cache line of each row on the other side.
private let stripe = 256

func gatherRows(
  _ rows: UnsafePointer<Floats>, _ features: Int, _ z: Floats, _ width: Int, _ active: Int
) {
  var first = 0
  while first < features {
    let end = min(first + stripe, features)
    var b = 0
    while b < active {
      var r = first
      while r + 8 <= end {
        let t = turned(
          (
            loadHalf(rows[b] + r), loadHalf(rows[b + 1] + r), loadHalf(rows[b + 2] + r),
            loadHalf(rows[b + 3] + r), loadHalf(rows[b + 4] + r), loadHalf(rows[b + 5] + r),
            loadHalf(rows[b + 6] + r), loadHalf(rows[b + 7] + r)
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
      while r < end {
        for lane in 0..<8 { z[r * width + b + lane] = rows[b + lane][r] }
        r += 1
      }
      b += 8
    }
    first = end
  }
}

func scatterRows(
  _ z: Floats, _ rows: UnsafePointer<Floats>, _ isFirst: Indices, _ features: Int, _ width: Int,
  _ active: Int
) {
  var first = 0
  while first < features {
    let end = min(first + stripe, features)
    var b = 0
    while b < active {
      var r = first
      while r + 8 <= end {
        let from = z + r * width + b
        let t = turned(
          (
            loadHalf(from), loadHalf(from + width), loadHalf(from + 2 * width),
            loadHalf(from + 3 * width), loadHalf(from + 4 * width), loadHalf(from + 5 * width),
            loadHalf(from + 6 * width), loadHalf(from + 7 * width)
          ))
        // One after the other: two places of the batch may hold the same word, and so the same row.
        put(t.0, rows[b] + r, isFirst[b])
        put(t.1, rows[b + 1] + r, isFirst[b + 1])
        put(t.2, rows[b + 2] + r, isFirst[b + 2])
        put(t.3, rows[b + 3] + r, isFirst[b + 3])
        put(t.4, rows[b + 4] + r, isFirst[b + 4])
        put(t.5, rows[b + 5] + r, isFirst[b + 5])
        put(t.6, rows[b + 6] + r, isFirst[b + 6])
        put(t.7, rows[b + 7] + r, isFirst[b + 7])
        r += 8
      }
      while r < end {
        for lane in 0..<8 {
          let value = z[r * width + b + lane]
          rows[b + lane][r] = isFirst[b + lane] != 0 ? value : rows[b + lane][r] + value
        }
        r += 1
      }
      b += 8
    }
    first = end
  }
}

/// p += v, or = where it is the first.
@inline(__always)
private func put(_ v: HalfVector, _ p: Floats, _ isFirst: Int32) {
  storeHalf(isFirst != 0 ? v : loadHalf(p) + v, p)
}
