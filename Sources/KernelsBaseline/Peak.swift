import KernelTable

// What a core can do at most: multiply-adds that wait for nothing but each other's results.
//
// Twelve sums hide the latency of an instruction (4 cycles, two a cycle) and leave room for the factors
// in the sixteen registers of x86-64-v3. A vector is one register wide with v4, half a vector with
// v3: whoever measures takes the faster of the two.

private let sums = 12

/// Does `rounds` multiply-adds on each lane of 12 vectors, or half vectors, that stay in registers;
/// `start` holds their 192 lanes before and afterwards. Returns the number of operations, two a multiply-add.
func multiplyAdds(_ rounds: Int, _ halves: Bool, _ start: Floats) -> Int {
  halves ? repeated(rounds, start, as: HalfVector.self) : repeated(rounds, start, as: Vector.self)
}

@inline(__always)
private func repeated<V: SIMD>(_ rounds: Int, _ start: Floats, as type: V.Type) -> Int
where V.Scalar == Float {
  let memory = UnsafeMutableRawPointer(start)
  let stride = MemoryLayout<V>.stride
  @inline(__always) func sum(_ index: Int) -> V {
    memory.loadUnaligned(fromByteOffset: index * stride, as: V.self)
  }
  let factor = V(repeating: 0.999)
  let summand = V(repeating: 0.001)
  var (a, b, c, d, e, f) = (sum(0), sum(1), sum(2), sum(3), sum(4), sum(5))
  var (g, h, i, j, k, l) = (sum(6), sum(7), sum(8), sum(9), sum(10), sum(11))
  for _ in 0..<rounds {
    a = multiplyAdd(a, factor, summand)
    b = multiplyAdd(b, factor, summand)
    c = multiplyAdd(c, factor, summand)
    d = multiplyAdd(d, factor, summand)
    e = multiplyAdd(e, factor, summand)
    f = multiplyAdd(f, factor, summand)
    g = multiplyAdd(g, factor, summand)
    h = multiplyAdd(h, factor, summand)
    i = multiplyAdd(i, factor, summand)
    j = multiplyAdd(j, factor, summand)
    k = multiplyAdd(k, factor, summand)
    l = multiplyAdd(l, factor, summand)
  }
  var index = 0
  for value in [a, b, c, d, e, f, g, h, i, j, k, l] {
    memory.storeBytes(of: value, toByteOffset: index * stride, as: V.self)
    index += 1
  }
  return rounds * sums * V.scalarCount * 2
}
