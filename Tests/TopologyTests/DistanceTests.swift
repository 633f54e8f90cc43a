import Tensors
import Testing
import Topology

@Suite struct DistanceTests {
  /// Words, units of an embedding, units of an LSTM, classes.
  static func network(_ sizes: [Int], density: Double, seed: UInt64) -> [TopologyPart] {
    var random = RandomSource(seed: seed)
    func matrix(_ rows: Int, _ columns: Int, _ blocks: Int) -> SparseMatrix {
      .random(rows: rows, columns: columns, density: density, blocks: blocks, using: &random)
    }
    return [
      TopologyPart(name: "e", role: .embedding, sparse: matrix(sizes[0], sizes[1], 1)),
      TopologyPart(name: "w", role: .input, blocks: 4, sparse: matrix(4 * sizes[2], sizes[1], 4)),
      TopologyPart(
        name: "u", role: .recurrent, blocks: 4, sparse: matrix(4 * sizes[2], sizes[2], 4)),
      TopologyPart(name: "d", role: .input, sparse: matrix(sizes[3], sizes[2], 1)),
    ]
  }

  /// The same network whose rows and columns have other numbers: row n is where `rows[n]` says.
  static func renumbered(
    _ part: TopologyPart, rows: [Int]? = nil, columns: [Int]? = nil
  ) -> TopologyPart {
    guard let matrix = part.matrix else { return part }
    let places = MeasureTests.places(matrix).map { place in
      let (block, row) = place[0].quotientAndRemainder(dividingBy: matrix.rows / part.blocks)
      return (block * (matrix.rows / part.blocks) + (rows?[row] ?? row)) * matrix.columns
        + (columns?[place[1]] ?? place[1])
    }
    return TopologyPart(
      name: part.name, role: part.role, blocks: part.blocks, firstUnit: part.firstUnit,
      sparse: MeasureTests.matrix(matrix.rows, matrix.columns, Set(places)))
  }

  @Test(arguments: [0.05, 0.2, 0.5]) func otherNumbersOfTheSameUnitsAreNoDistance(
    _ density: Double
  ) throws {
    let parts = Self.network([80, 12, 10, 6], density: density, seed: 7)
    var random = RandomSource(seed: 8)
    let embedded = Array(0..<12).shuffled(using: &random)
    let units = Array(0..<10).shuffled(using: &random)
    let classes = Array(0..<6).shuffled(using: &random)
    let other = [
      Self.renumbered(parts[0], columns: embedded),
      Self.renumbered(parts[1], rows: units, columns: embedded),
      Self.renumbered(parts[2], rows: units, columns: units),
      Self.renumbered(parts[3], rows: classes, columns: units),
    ]
    let distance = try TopologyDistance(from: parts, to: other)
    // Units whose sets are alike can be taken for each other; so few connections have some.
    let limit = density < 0.1 ? 0.6 : 1e-6
    #expect(distance.parts.map(\.name) == ["e", "w", "u", "d"])
    #expect(distance.parts[0].distance < 1e-6)
    #expect(distance.mean < limit)
    #expect(try TopologyDistance(from: parts, to: parts).mean < limit)
  }

  /// The units of two directions have orders of their own; the layer above reads both.
  @Test func directionsAreMatchedEachByItself() throws {
    var random = RandomSource(seed: 9)
    func matrix(_ rows: Int, _ columns: Int, _ blocks: Int = 1) -> SparseMatrix {
      .random(rows: rows, columns: columns, density: 0.5, blocks: blocks, using: &random)
    }
    let parts =
      [TopologyPart(name: "e", role: .embedding, sparse: matrix(80, 10))]
      + [0, 10].flatMap { first in
        [
          TopologyPart(
            name: "w", role: .input, blocks: 4, firstUnit: first, sparse: matrix(40, 10, 4)),
          TopologyPart(
            name: "u", role: .recurrent, blocks: 4, firstUnit: first, sparse: matrix(40, 10, 4)),
        ]
      } + [TopologyPart(name: "d", role: .input, sparse: matrix(6, 20))]
    let orders = (0..<3).map { _ in Array(0..<10).shuffled(using: &random) }
    let (embedded, first, second) = (orders[0], orders[1], orders[2])
    let other = [
      Self.renumbered(parts[0], columns: embedded),
      Self.renumbered(parts[1], rows: first, columns: embedded),
      Self.renumbered(parts[2], rows: first, columns: first),
      Self.renumbered(parts[3], rows: second, columns: embedded),
      Self.renumbered(parts[4], rows: second, columns: second),
      Self.renumbered(parts[5], columns: first + second.map { 10 + $0 }),
    ]
    #expect(try TopologyDistance(from: parts, to: other).mean < 1e-6)
  }

  /// By trying all orders of the units.
  @Test(arguments: 1...12) func equalsTheDefinition(_ seed: UInt64) throws {
    let (rows, columns) = (5, 6)
    let a = MeasureTests.part(rows, columns, 0.3, seed: seed)
    let b = MeasureTests.part(rows, columns, 0.3, seed: seed + 100)
    func sets(_ part: TopologyPart) -> [Set<Int>] {
      let places = MeasureTests.places(part.matrix)
      return (0..<rows).map { row in Set(places.filter { $0[0] == row }.map { $0[1] }) }
    }
    let (mine, theirs) = (sets(a), sets(b))
    func best(_ row: Int, _ left: Set<Int>) -> Double {
      guard row < rows else { return 0 }
      return left.map { partner in
        let union = mine[row].union(theirs[partner]).count
        let shared = mine[row].intersection(theirs[partner]).count
        return (union == 0 ? 0 : 1 - Double(shared) / Double(union))
          + best(row + 1, left.subtracting([partner]))
      }.min() ?? 0
    }
    let expected = best(0, Set(0..<rows)) / Double(rows)
    #expect(abs(try TopologyDistance(from: [a], to: [b]).mean - expected) < 1e-6)
  }

  @Test func randomPairsAreAsMeasured() throws {
    let square = try TopologyDistance(
      from: [MeasureTests.part(256, 256, 0.04, seed: 1)],
      to: [MeasureTests.part(256, 256, 0.04, seed: 2)])
    #expect(abs(square.mean - 0.85) < 0.01)
    let tall = try TopologyDistance(
      from: [MeasureTests.part(1024, 256, 0.04, seed: 1)],
      to: [MeasureTests.part(1024, 256, 0.04, seed: 2)])
    #expect(abs(tall.mean - 0.81) < 0.01)
  }

  @Test func emptyAndFullOnes() throws {
    let empty = MeasureTests.part(4, 5, 0, seed: 1)
    let full = MeasureTests.part(4, 5, 1, seed: 1)
    let whole = TopologyPart(name: "m", role: .input, rows: 4, columns: 5)
    #expect(try TopologyDistance(from: [empty], to: [empty]).mean == 0)
    #expect(try TopologyDistance(from: [empty], to: [full]).mean == 1)
    #expect(try TopologyDistance(from: [whole], to: [full]).mean == 0)
    #expect(try TopologyDistance(from: [whole], to: [whole]).parts.isEmpty)
  }

  @Test func tooManyUnitsAreRefused() {
    let many = MeasureTests.part(TopologyDistance.mostUnits + 1, 1, 0, seed: 1)
    #expect(
      throws: TopologyError.tooManyUnits(
        name: "m", units: TopologyDistance.mostUnits + 1, most: TopologyDistance.mostUnits)
    ) { _ = try TopologyDistance(from: [many], to: [many]) }
  }
}
