import CPermutation
import KernelTable

// Between rows (one place's features side by side) and panels (one feature's places side by side),
// by squares that are turned in registers. What is left over at the end of the features is moved one by
// one.

#if WIDE
  private typealias Line = Vector

  @inline(__always)
  private func low(_ x: Line, _ y: Line) -> Line { setl_low(x, y) }

  @inline(__always)
  private func high(_ x: Line, _ y: Line) -> Line { setl_high(x, y) }

  @inline(__always)
  private func lowPairs(_ x: Line, _ y: Line) -> Line { setl_low_pairs(x, y) }

  @inline(__always)
  private func highPairs(_ x: Line, _ y: Line) -> Line { setl_high_pairs(x, y) }

  @inline(__always)
  private func evenQuarters(_ x: Line, _ y: Line) -> Line { setl_even_quarters(x, y) }

  @inline(__always)
  private func oddQuarters(_ x: Line, _ y: Line) -> Line { setl_odd_quarters(x, y) }

  /// Lane j of line i becomes lane i of line j.
  @inline(__always)
  private func turnSquare(_ line: (Int) -> Line, _ put: (Line, Int) -> Void) {
    let a = pairs(line(0), line(1), line(2), line(3))
    let b = pairs(line(4), line(5), line(6), line(7))
    let c = pairs(line(8), line(9), line(10), line(11))
    let d = pairs(line(12), line(13), line(14), line(15))
    let p = joined(a.0, b.0, c.0, d.0)
    let q = joined(a.1, b.1, c.1, d.1)
    let r = joined(a.2, b.2, c.2, d.2)
    let s = joined(a.3, b.3, c.3, d.3)
    put(p.0, 0)
    put(q.0, 1)
    put(r.0, 2)
    put(s.0, 3)
    put(p.1, 4)
    put(q.1, 5)
    put(r.1, 6)
    put(s.1, 7)
    put(p.2, 8)
    put(q.2, 9)
    put(r.2, 10)
    put(s.2, 11)
    put(p.3, 12)
    put(q.3, 13)
    put(r.3, 14)
    put(s.3, 15)
  }

  /// Lanes j, 4 + j, 8 + j and 12 + j of four times four lines, from what `pairs` made of them.
  @inline(__always)
  private func joined(_ a: Line, _ b: Line, _ c: Line, _ d: Line) -> (Line, Line, Line, Line) {
    let evenAB = evenQuarters(a, b)
    let oddAB = oddQuarters(a, b)
    let evenCD = evenQuarters(c, d)
    let oddCD = oddQuarters(c, d)
    return (
      evenQuarters(evenAB, evenCD), evenQuarters(oddAB, oddCD), oddQuarters(evenAB, evenCD),
      oddQuarters(oddAB, oddCD)
    )
  }
#else
  private typealias Line = HalfVector

  @inline(__always)
  private func low(_ x: Line, _ y: Line) -> Line {
    Line(x[0], y[0], x[1], y[1], x[4], y[4], x[5], y[5])
  }

  @inline(__always)
  private func high(_ x: Line, _ y: Line) -> Line {
    Line(x[2], y[2], x[3], y[3], x[6], y[6], x[7], y[7])
  }

  @inline(__always)
  private func lowPairs(_ x: Line, _ y: Line) -> Line {
    Line(x[0], x[1], y[0], y[1], x[4], x[5], y[4], y[5])
  }

  @inline(__always)
  private func highPairs(_ x: Line, _ y: Line) -> Line {
    Line(x[2], x[3], y[2], y[3], x[6], x[7], y[6], y[7])
  }

  /// Lane j of line i becomes lane i of line j.
  @inline(__always)
  private func turnSquare(_ line: (Int) -> Line, _ put: (Line, Int) -> Void) {
    let a = pairs(line(0), line(1), line(2), line(3))
    let b = pairs(line(4), line(5), line(6), line(7))
    put(Line(lowHalf: a.0.lowHalf, highHalf: b.0.lowHalf), 0)
    put(Line(lowHalf: a.1.lowHalf, highHalf: b.1.lowHalf), 1)
    put(Line(lowHalf: a.2.lowHalf, highHalf: b.2.lowHalf), 2)
    put(Line(lowHalf: a.3.lowHalf, highHalf: b.3.lowHalf), 3)
    put(Line(lowHalf: a.0.highHalf, highHalf: b.0.highHalf), 4)
    put(Line(lowHalf: a.1.highHalf, highHalf: b.1.highHalf), 5)
    put(Line(lowHalf: a.2.highHalf, highHalf: b.2.highHalf), 6)
    put(Line(lowHalf: a.3.highHalf, highHalf: b.3.highHalf), 7)
  }
#endif

/// Of four lines, lanes 4 q to 4 q + 3: vector j holds in its quarter q lane 4 q + j of each.
@inline(__always)
private func pairs(_ a: Line, _ b: Line, _ c: Line, _ d: Line) -> (Line, Line, Line, Line) {
  let lowAB = low(a, b)
  let highAB = high(a, b)
  let lowCD = low(c, d)
  let highCD = high(c, d)
  return (
    lowPairs(lowAB, lowCD), highPairs(lowAB, lowCD), lowPairs(highAB, highCD),
    highPairs(highAB, highCD)
  )
}

/// Lines of a square.
private let side = Line.scalarCount

@inline(__always)
private func loadLine(_ p: UnsafePointer<Float>) -> Line {
  UnsafeRawPointer(p).loadUnaligned(as: Line.self)
}

@inline(__always)
private func storeLine(_ v: Line, _ p: Floats) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Line.self)
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
      while r + side <= end {
        let out = z + r * width + b
        turnSquare({ loadLine(rows[b + $0] + r) }, { storeLine($0, out + $1 * width) })
        r += side
      }
      while r < end {
        for lane in 0..<side { z[r * width + b + lane] = rows[b + lane][r] }
        r += 1
      }
      b += side
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
      while r + side <= end {
        let from = z + r * width + b
        // One after the other: two places of the batch may hold the same word, and so the same row.
        turnSquare(
          { loadLine(from + $0 * width) }, { put($0, rows[b + $1] + r, isFirst[b + $1]) })
        r += side
      }
      while r < end {
        for lane in 0..<side {
          let value = z[r * width + b + lane]
          rows[b + lane][r] = isFirst[b + lane] != 0 ? value : rows[b + lane][r] + value
        }
        r += 1
      }
      b += side
    }
    first = end
  }
}

/// p += v, or = where it is the first; without a branch, so that what is turned stays in registers.
@inline(__always)
private func put(_ v: Line, _ p: Floats, _ isFirst: Int32) {
  typealias Bits = Line.MaskStorage
  let kept = Bits(repeating: isFirst == 0 ? -1 : 0)
  let before = unsafeBitCast(unsafeBitCast(loadLine(p), to: Bits.self) & kept, to: Line.self)
  storeLine(before + v, p)
}
