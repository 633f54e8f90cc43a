/// A symmetric tridiagonal matrix without negative eigenvalues, of which the largest is wanted.
struct Tridiagonal {
  private var diagonal: [Double] = []
  private var couplings: [Double] = []

  mutating func append(diagonal value: Double) { diagonal.append(value) }
  mutating func append(coupling value: Double) { couplings.append(value) }

  /// No eigenvalue is above it (Gershgorin).
  var bound: Double {
    diagonal.indices.reduce(0) { most, row in
      let before = row > 0 ? couplings[row - 1].magnitude : 0
      let after = row < couplings.count ? couplings[row].magnitude : 0
      return max(most, diagonal[row] + before + after)
    }
  }

  /// The largest eigenvalue and its vector of length 1.
  ///
  /// The value by bisection: all pivots of λ − T are positive where λ is above all eigenvalues. The vector by
  /// inverse iteration just above it, where no pivot can be 0.
  func largest() -> (value: Double, vector: [Double]) {
    var (low, high) = (0.0, bound)
    guard high > 0 else {
      return (0, diagonal.indices.map { $0 == 0 ? 1 : 0 })
    }
    high *= 1 + 1e-12
    let scale = high
    for _ in 0..<100 where high - low > 1e-16 * scale {
      let middle = (low + high) / 2
      if pivots(middle) == nil { low = middle } else { high = middle }
    }
    var shift = high
    var step = 1e-15 * scale
    var pivots = pivots(shift)
    while pivots == nil, step < scale {
      shift = high + step
      step *= 2
      pivots = self.pivots(shift)
    }
    guard let pivots else { return (high, diagonal.indices.map { $0 == 0 ? 1 : 0 }) }
    var vector = diagonal.indices.map { 1 + 0.1 * Double($0 % 7) }
    for _ in 0..<4 { solve(pivots, &vector) }
    return (high, vector)
  }

  /// The pivots of λ − T; nil where one is not positive.
  private func pivots(_ value: Double) -> [Double]? {
    var pivots: [Double] = []
    pivots.reserveCapacity(diagonal.count)
    for row in diagonal.indices {
      var pivot = value - diagonal[row]
      if row > 0 { pivot -= couplings[row - 1] * couplings[row - 1] / pivots[row - 1] }
      guard pivot > 0 else { return nil }
      pivots.append(pivot)
    }
    return pivots
  }

  /// vector ← (λ − T)⁻¹ · vector, of length 1; the entries beside the diagonal of λ − T are −couplings.
  private func solve(_ pivots: [Double], _ vector: inout [Double]) {
    for row in vector.indices.dropFirst() {
      vector[row] += couplings[row - 1] / pivots[row - 1] * vector[row - 1]
    }
    for row in vector.indices.reversed() {
      let above = row + 1 < vector.count ? couplings[row] * vector[row + 1] : 0
      vector[row] = (vector[row] + above) / pivots[row]
    }
    let most = vector.reduce(0) { max($0, $1.magnitude) }
    guard most > 0, most.isFinite else { return }
    for row in vector.indices { vector[row] /= most }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for row in vector.indices { vector[row] /= length }
  }
}
