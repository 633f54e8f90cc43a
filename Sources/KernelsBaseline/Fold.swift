import CPermutation
import KernelTable

// Sums across vectors: of each connection's products, one number.

#if WIDE
  /// Collects the connections' vectors of parts and adds their sums to `g`, sixteen connections at a time.
  ///
  /// Sixteen vectors of sixteen parts become one of sixteen sums in four rounds, each of which halves the
  /// vectors: two within quarters, two over them. The parts wait in memory, from which shuffles read them.
  struct Fold {
    let sums: UnsafeMutablePointer<Vector>
    let g: Floats
    /// The first connection whose parts are in `sums`.
    var next: Int
    var count = 0

    @inline(__always)
    init(sums: UnsafeMutablePointer<Vector>, g: Floats, next: Int) {
      self.sums = sums
      self.g = g
      self.next = next
    }

    @inline(__always)
    mutating func add(_ parts: Vector) {
      sums[count] = parts
      count += 1
      if count == 16 {
        let low = overQuarters(quarterSums(0), quarterSums(4))
        let high = overQuarters(quarterSums(8), quarterSums(12))
        store(load(g + next) + overQuarters(low, high), g + next)
        next += 16
        count = 0
      }
    }

    /// In each quarter, the sums of that quarter of four vectors.
    @inline(__always)
    private func quarterSums(_ first: Int) -> Vector {
      let a = halfSums(sums[first], sums[first + 1])
      let b = halfSums(sums[first + 2], sums[first + 3])
      return setl_low_pairs(a, b) + setl_high_pairs(a, b)
    }

    /// In each quarter, two sums of each of two vectors in turn.
    @inline(__always)
    private func halfSums(_ a: Vector, _ b: Vector) -> Vector { setl_low(a, b) + setl_high(a, b) }

    /// Neighbouring quarters added, those of `a` and then those of `b`.
    @inline(__always)
    private func overQuarters(_ a: Vector, _ b: Vector) -> Vector {
      setl_even_quarters(a, b) + setl_odd_quarters(a, b)
    }

    @inline(__always)
    func finish() {
      for n in 0..<count { g[next + n] += foldedSum(sums[n]) }
    }
  }
#else
  /// Collects the connections' vectors of parts and adds their sums to `g`, eight connections at a time.
  ///
  /// Halves are added first; then two rounds add neighbours within quarters, which processors with vectors of eight
  /// lanes have an instruction for, and last the two quarters of a connection.
  struct Fold {
    let sums: UnsafeMutablePointer<HalfVector>
    let g: Floats
    /// The first connection whose parts are in `sums`.
    var next: Int
    var count = 0

    @inline(__always)
    init(sums: UnsafeMutablePointer<Vector>, g: Floats, next: Int) {
      self.sums = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: HalfVector.self)
      self.g = g
      self.next = next
    }

    @inline(__always)
    mutating func add(_ parts: Vector) {
      sums[count] = parts.lowHalf + parts.highHalf
      count += 1
      if count == 8 {
        let low = quarterSums(
          quarterSums(sums[0], sums[1]), quarterSums(sums[2], sums[3]))
        let high = quarterSums(
          quarterSums(sums[4], sums[5]), quarterSums(sums[6], sums[7]))
        let all = HalfVector(
          lowHalf: low.lowHalf + low.highHalf, highHalf: high.lowHalf + high.highHalf)
        storeHalf(loadHalf(g + next) + all, g + next)
        next += 8
        count = 0
      }
    }

    @inline(__always)
    func finish() {
      for n in 0..<count { g[next + n] += foldedSum(sums[n]) }
    }
  }

  /// Adds neighbouring lanes within quarters of sixteen lanes: in each quarter the pairs of `a`, then those of `b`.
  @inline(__always)
  private func quarterSums(_ a: HalfVector, _ b: HalfVector) -> HalfVector {
    #if FUSED
      setl_quarter_sums(a, b)
    #else
      HalfVector(
        lowHalf: quarterSums(a.lowHalf, b.lowHalf), highHalf: quarterSums(a.highHalf, b.highHalf))
    #endif
  }

  @inline(__always)
  private func quarterSums(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMD4<Float> {
    SIMD4(lowHalf: a.evenHalf, highHalf: b.evenHalf)
      + SIMD4(lowHalf: a.oddHalf, highHalf: b.oddHalf)
  }
#endif
