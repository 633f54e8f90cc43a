import Tensors
import Testing
import Topology

@Suite struct SpectrumTests {
  /// All singular values by one-sided Jacobi rotations: columns are turned until all are orthogonal.
  static func jacobi(_ matrix: SparseMatrix, isWeighted: Bool) -> [Double] {
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: matrix.rows), count: matrix.columns)
    for row in 0..<matrix.rows {
      for position in matrix.positions(ofRow: row) {
        columns[Int(matrix.columnIndices[position])][row] =
          isWeighted ? Double(matrix.values[position]) : 1
      }
    }
    func product(_ a: Int, _ b: Int) -> Double {
      zip(columns[a], columns[b]).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for _ in 0..<60 {
      for a in columns.indices {
        for b in columns.indices where b > a {
          let (alpha, beta, gamma) = (product(a, a), product(b, b), product(a, b))
          guard gamma.magnitude > 1e-15 * (alpha * beta).squareRoot() else { continue }
          let zeta = (beta - alpha) / (2 * gamma)
          let t = (zeta < 0 ? -1 : 1) / (zeta.magnitude + (1 + zeta * zeta).squareRoot())
          let c = 1 / (1 + t * t).squareRoot()
          for row in 0..<matrix.rows {
            let (x, y) = (columns[a][row], columns[b][row])
            columns[a][row] = c * (x - t * y)
            columns[b][row] = c * (t * x + y)
          }
        }
      }
    }
    return columns.indices.map { product($0, $0).squareRoot() }.sorted(by: >)
  }

  @Test func equalsAllRotations() throws {
    for (rows, columns) in [(1, 1), (1, 6), (6, 1), (9, 7), (7, 9), (24, 24)] {
      for density in [0, 0.1, 0.3, 1] {
        for isWeighted in [false, true] {
          var random = RandomSource(seed: UInt64(rows * 31 + columns))
          var matrix = SparseMatrix.random(
            rows: rows, columns: columns, density: density, using: &random)
          matrix.values = random.uniform(-1, 1, count: matrix.count)
          let found = try Spectrum(
            of: TopologyPart(name: "m", role: .input, sparse: matrix), count: min(rows, columns),
            isWeighted: isWeighted)
          let all = Self.jacobi(matrix, isWeighted: isWeighted)
          #expect(found.values.count == min(rows, columns))
          for (value, expected) in zip(found.values, all) {
            #expect(
              abs(value - expected) < 1e-6 * max(all[0], 1),
              "\(rows) by \(columns), \(density), \(isWeighted)")
          }
        }
      }
    }
  }

  /// What a single search from one start cannot see.
  @Test func valuesThatAreThereSeveralTimesAreFoundAsOften() throws {
    let identity = MeasureTests.matrix(50, 50, Set((0..<50).map { $0 * 51 }))
    let found = try Spectrum(
      of: TopologyPart(name: "m", role: .input, sparse: identity), count: 50)
    #expect(found.values.allSatisfy { abs($0 - 1) < 1e-9 })
  }

  /// By thousands of multiplications, where Lanczos takes some dozens.
  @Test func equalsPowerIteration() throws {
    let part = MeasureTests.part(300, 200, 0.04, seed: 9)
    let matrix = try #require(part.matrix)
    var found: [[Double]] = []
    var values: [Double] = []
    for number in 0..<2 {
      var random = RandomSource(seed: UInt64(number + 1))
      var x = (0..<200).map { _ in random.normal() }
      var length = 0.0
      for _ in 0..<6000 {
        for other in found {
          let product = zip(x, other).reduce(0) { $0 + $1.0 * $1.1 }
          for place in x.indices { x[place] -= product * other[place] }
        }
        var image = [Double](repeating: 0, count: 200)
        for row in 0..<300 {
          let columns = matrix.positions(ofRow: row).map { Int(matrix.columnIndices[$0]) }
          let sum = columns.reduce(0) { $0 + x[$1] }
          for column in columns { image[column] += sum }
        }
        length = image.reduce(0) { $0 + $1 * $1 }.squareRoot()
        x = image.map { $0 / length }
      }
      found.append(x)
      values.append(length.squareRoot())
    }
    let spectrum = try Spectrum(of: part)
    #expect(abs(spectrum.values[0] - values[0]) < 1e-8)
    #expect(abs(spectrum.values[1] - values[1]) < 1e-4)
  }

  /// A random gate at 4 %: μ 11.3 and 6.4, Δ_R −0.3.
  @Test func aRandomGateIsAsMeasured() throws {
    let spectrum = try Spectrum(of: MeasureTests.part(256, 256, 0.04, seed: 1))
    #expect(abs(spectrum.values[0] - 11.3) < 0.3)
    #expect(abs(spectrum.values[1] - 6.4) < 0.2)
    #expect(abs(try #require(spectrum.ramanujan) + 0.3) < 0.2)
    #expect(abs(try #require(spectrum.gap) - 4.9) < 0.4)
    #expect(try #require(spectrum.spread) < 0.5)
  }

  @Test func boundsAreForDegreesOfThreeAndMore() throws {
    let identity = MeasureTests.matrix(5, 5, Set((0..<5).map { $0 * 6 }))
    let part = TopologyPart(name: "m", role: .input, sparse: identity)
    #expect(try Spectrum(of: part).ramanujan == nil)
    #expect(try Spectrum(of: part, count: 1).gap == nil)
    #expect(
      try Spectrum(of: MeasureTests.part(9, 9, 1, seed: 1), isWeighted: true).ramanujan == nil)
  }

  @Test func weightsThatAreNoNumbersAreTold() {
    var matrix = MeasureTests.matrix(2, 2, [0, 3])
    matrix.values[0] = .nan
    let part = TopologyPart(name: "m", role: .input, sparse: matrix)
    #expect(throws: TopologyError.notFinite(name: "m")) {
      _ = try Spectrum(of: part, isWeighted: true)
    }
  }
}
