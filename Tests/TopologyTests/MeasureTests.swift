import Tensors
import Testing
import Topology

@Suite struct MeasureTests {
  /// A random part, of some shape and density.
  static func part(
    _ rows: Int, _ columns: Int, _ density: Double, seed: UInt64, role: TopologyPart.Role = .input,
    blocks: Int = 1
  ) -> TopologyPart {
    var random = RandomSource(seed: seed)
    return TopologyPart(
      name: "m", role: role, blocks: blocks,
      sparse: .random(
        rows: rows, columns: columns, density: density, blocks: blocks, using: &random))
  }

  static func places(_ matrix: SparseMatrix?) -> Set<[Int]> {
    guard let matrix else { return [] }
    return Set(
      (0..<matrix.rows).flatMap { row in
        matrix.positions(ofRow: row).map { [row, Int(matrix.columnIndices[$0])] }
      })
  }

  static let shapes = [(1, 1), (1, 9), (9, 1), (7, 5), (40, 30)]
  static let densities = [0, 0.1, 0.5, 1]

  // MARK: Overlap and change

  @Test func overlapAndChangeEqualSets() throws {
    for (rows, columns) in Self.shapes {
      for (first, second) in [(0.1, 0.5), (0, 1), (1, 1), (0, 0), (0.5, 0.5)] {
        let a = Self.part(rows, columns, first, seed: 1)
        let b = Self.part(rows, columns, second, seed: 2)
        let (old, new) = (Self.places(a.matrix), Self.places(b.matrix))
        let overlap = try TopologyOverlap(a, b)
        #expect(overlap.shared == old.intersection(new).count)
        #expect(overlap.union == old.union(new).count)
        #expect(
          overlap.expectedShared
            == Double(old.count) * Double(new.count) / Double(rows * columns))
        let change = try ConnectionChange(from: a, to: b)
        for (matrix, expected) in [
          (change.died, old.subtracting(new)), (change.grew, new.subtracting(old)),
          (change.stayed, old.intersection(new)),
        ] {
          #expect(matrix.invariantViolation() == nil)
          #expect(Self.places(matrix) == expected)
        }
      }
    }
  }

  @Test func overlapOfIndependentOnesIsAsExpected() throws {
    let overlap = try TopologyOverlap(
      Self.part(400, 300, 0.2, seed: 5), Self.part(400, 300, 0.2, seed: 6))
    #expect(abs(overlap.share - overlap.expectedShare) < 0.01)
  }

  @Test func whatHasAllConnectionsIsComparedToo() throws {
    let sparse = Self.part(6, 5, 0.3, seed: 1)
    let whole = TopologyPart(name: "m", role: .input, rows: 6, columns: 5)
    #expect(try TopologyOverlap(whole, sparse).shared == sparse.count)
    #expect(try ConnectionChange(from: whole, to: sparse).died.count == 30 - sparse.count)
    #expect(try ConnectionChange(from: sparse, to: whole).grew.count == 30 - sparse.count)
  }

  @Test func otherSizesAreTold() {
    #expect(
      throws: TopologyError.sizesDiffer(name: "m", first: [2, 3], second: [3, 2])
    ) { _ = try TopologyOverlap(Self.part(2, 3, 1, seed: 1), Self.part(3, 2, 1, seed: 1)) }
    #expect(throws: TopologyError.countsDiffer(1, 0)) {
      try [Self.part(2, 3, 1, seed: 1)].check(against: [])
    }
  }

  // MARK: Counts

  @Test func degreesAndBlockSharesCount() {
    //  [ x x . ]
    //  [ . . . ]
    let part = TopologyPart(
      name: "m", role: .input, blocks: 2,
      sparse: SparseMatrix(
        rows: 2, columns: 3, rowStarts: [0, 2, 2], columnIndices: [0, 1], values: [0, 0]))
    let degrees = Degrees(of: part)
    #expect(degrees.inputs == DegreeStatistics([2, 0]))
    #expect(degrees.inputs.mean == 1)
    #expect(degrees.inputs.meanOfSome == 2)
    #expect(degrees.outputs == DegreeStatistics([1, 1, 0]))
    #expect(degrees.outputs.without == 1)
    #expect(part.blockShares == [1, 0])
  }

  /// n uniform updates of a share p of places, of which ζ moves: 1 − (1 − p)(1 − ζp / (1 − (1 − ζ)p))ⁿ.
  @Test func placesSeenFollowTheFormula() {
    let (rows, columns, density, zeta, updates) = (200, 150, 0.1, 0.3, 20)
    var random = RandomSource(seed: 4)
    var present = Set(random.distinct(Int(density * 30000), below: rows * columns))
    var seen = PlacesSeen(rows: rows, columns: columns)
    var everything: Set<Int> = []
    for update in 0...updates {
      if update > 0 {
        let gone = Array(present.sorted().shuffled(using: &random).prefix(Int(zeta * 3000)))
        present.subtract(gone)
        while present.count < 3000 { present.insert(random.below(rows * columns)) }
      }
      everything.formUnion(present)
      seen.record(Self.matrix(rows, columns, present))
      #expect(seen.count == everything.count)
    }
    let chance = 1 - (1 - density) * power(1 - zeta * density / (1 - (1 - zeta) * density), updates)
    #expect(abs(seen.share - chance) < 0.01)
  }

  private func power(_ base: Double, _ exponent: Int) -> Double {
    (0..<exponent).reduce(1) { product, _ in product * base }
  }

  static func matrix(_ rows: Int, _ columns: Int, _ places: Set<Int>) -> SparseMatrix {
    let sorted = places.sorted()
    return SparseMatrix(
      rows: rows, columns: columns,
      rowStarts: (0...rows).map { row in
        Int32(sorted.partitioningIndex(from: row * columns))
      },
      columnIndices: sorted.map { Int32($0 % columns) },
      values: [Float](repeating: 0, count: sorted.count))
  }

  //  0  [ x x . ]      1  [ . x x ]      2  [ x x . ]
  @Test func birthsRestartWhereAConnectionComesBack() throws {
    var history = TopologyHistory()
    for places: Set<Int> in [[0, 1], [1, 2], [0, 1]] {
      try history.record([
        TopologyPart(name: "m", role: .input, sparse: Self.matrix(1, 3, places))
      ])
    }
    #expect(history.records.map(\.births) == [[2], [1, 1], [1, 0, 1]])
    #expect(history.records.map { $0.change?.removed } == [nil, 1, 1])
    #expect(history.records.map(\.everActive) == [2.0 / 3, 1, 1])
    let ages = try #require(history.records[2].ages)
    #expect(ages.youngest == 0 && ages.oldest == 2 && ages.mean == 1 && ages.median == 0)
    #expect(history.survivors[2] == [0.5, 0, 0.5])
  }

  @Test func deadUnitsAndWords() {
    // Words to units: unit 2 is reached by none, word 1 reaches none.
    let embedding = TopologyPart(
      name: "e", role: .embedding, sparse: Self.matrix(3, 3, [0, 4 + 2]))
    // Two gates of two units; unit 1 has no row in either. Input 1 is taken by none.
    let input = TopologyPart(
      name: "w", role: .input, blocks: 2, sparse: Self.matrix(4, 3, [0, 2, 6]))
    let recurrent = TopologyPart(
      name: "u", role: .recurrent, blocks: 2, sparse: Self.matrix(4, 2, [0]))
    let below = DeadUnits([embedding], above: [input, recurrent])
    #expect(below.withoutInput == [1, 2])
    #expect(below.withoutOutput == [1])
    #expect(below.emptyWords == [1])
    let last = DeadUnits([input, recurrent], above: [])
    #expect(last.withoutInput == [1])
    #expect(last.withoutOutput == [])
    let whole = TopologyPart(name: "d", role: .input, rows: 1, columns: 2)
    #expect(DeadUnits([input, recurrent], above: [whole]).withoutOutput == [])
    #expect(DeadUnits([whole], above: []).withoutInput == [])
  }

  /// Two directions: units 0 and 1, and 2 and 3, of which the layer above reads the last.
  @Test func unitsSideBySideAreTheirOwn() {
    let parts = [
      TopologyPart(name: "fw", role: .input, sparse: Self.matrix(2, 3, [1])),
      TopologyPart(name: "fu", role: .recurrent, sparse: Self.matrix(2, 2, [1])),
      TopologyPart(name: "bw", role: .input, firstUnit: 2, sparse: Self.matrix(2, 3, [3])),
      TopologyPart(name: "bu", role: .recurrent, firstUnit: 2, sparse: Self.matrix(2, 2, [0])),
    ]
    let above = TopologyPart(name: "d", role: .input, sparse: Self.matrix(1, 4, [3]))
    let dead = DeadUnits(parts, above: [above])
    #expect(dead.units == 4)
    #expect(dead.withoutInput == [1])
    #expect(dead.withoutOutput == [0])
  }
}

extension [Int] {
  /// How many of the ascending numbers are below `bound`.
  fileprivate func partitioningIndex(from bound: Int) -> Int { firstIndex { $0 >= bound } ?? count }
}
