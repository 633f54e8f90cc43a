import Evolution
import Tensors
import Testing

@Suite struct SetEvolutionTests {
  //  [ .1  -.2   .   .4 ]      positive .1 .4 .3 .5: a half is two, .1 and .3 go
  //  [ .3   .   -.6  .5 ]      negative −.2 −.6: a half is one, −.2 goes
  @Test func workedByHand() throws {
    let matrix = SparseMatrix(
      rows: 2, columns: 4, rowStarts: [0, 3, 6], columnIndices: [0, 1, 3, 0, 2, 3],
      values: [0.1, -0.2, 0.4, 0.3, -0.6, 0.5])
    var random = RandomSource(seed: 1)
    let change = try #require(
      SetEvolution(zeta: 0.5).change(of: matrix, using: &random))
    #expect(change.removed == 3)
    #expect(change.grown == 3)
    #expect(change.matrix.invariantViolation() == nil)
    let survivors = Set(change.origins.filter { $0 >= 0 })
    #expect(survivors == [2, 4, 5])
    for (position, origin) in change.origins.enumerated() {
      #expect(change.matrix.values[position] == (origin < 0 ? 0 : matrix.values[Int(origin)]))
    }
  }

  @Test func zerosCountAsPositiveAndGoFirst() throws {
    let matrix = SparseMatrix(
      rows: 1, columns: 9, rowStarts: [0, 4], columnIndices: [0, 1, 2, 3], values: [0, 1, -1, 0])
    var random = RandomSource(seed: 1)
    let change = try #require(
      SetEvolution(zeta: 0.66).change(of: matrix, using: &random))
    // Two of three positive ones, and the only negative one (0.66 rounds to 1).
    #expect(change.origins.filter { $0 >= 0 } == [1])
  }

  /// Weights with many ties, zeros of both signs, and what no comparison orders.
  static let awkward: [Float] = [
    0, -0.0, 0.25, -0.25, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 3, -3, .infinity, .nan,
    -.nan,
  ]

  @Test(arguments: settings, [0, 0.1, 0.5, 0.66, 1])
  func whatGoesIsWhatSortingFinds(_ setting: Setting, fraction: Double) throws {
    var random = RandomSource(seed: 9)
    var matrix = SparseMatrix.random(
      rows: setting.rows, columns: setting.columns, density: setting.density,
      blocks: setting.blocks, using: &random)
    for position in matrix.values.indices {
      matrix.values[position] =
        random.below(2) == 0 ? Self.awkward[random.below(11)] : random.uniform(-1, 1)
    }
    let change = try #require(
      SetEvolution(zeta: fraction).change(of: matrix, blocks: setting.blocks, using: &random))
    expect(change, of: matrix, loses: gone(of: matrix, setting.blocks, fraction, bySign: true))
    expect(
      matrix.pruned(fraction: fraction, blocks: setting.blocks), of: matrix,
      loses: gone(of: matrix, setting.blocks, fraction, bySign: false))
  }

  /// What goes, by sorting.
  private func gone(
    of matrix: SparseMatrix, _ blocks: Int, _ fraction: Double, bySign: Bool
  ) -> Set<Int> {
    let rows = matrix.rows / blocks
    var gone: Set<Int> = []
    for block in 0..<blocks {
      let positions =
        Int(matrix.rowStarts[block * rows])..<Int(matrix.rowStarts[(block + 1) * rows])
      for isNegative in [false, true] {
        let group = positions.filter { (bySign && matrix.values[$0] < 0) == isNegative }
        let sorted = group.sorted {
          let (a, b) = (matrix.values[$0].magnitude, matrix.values[$1].magnitude)
          return (a.bitPattern, $0) < (b.bitPattern, $1)
        }
        gone.formUnion(sorted.prefix(Int((fraction * Double(group.count)).rounded())))
      }
    }
    return gone
  }

  /// Survivors are where they were, with their weights, and what is grown is elsewhere and 0.
  private func expect(_ change: TopologyChange, of matrix: SparseMatrix, loses gone: Set<Int>) {
    #expect(change.removed == gone.count)
    #expect(change.matrix.invariantViolation() == nil)
    #expect(change.origins.count == change.matrix.count)
    let origins = change.origins.filter { $0 >= 0 }.map { Int($0) }
    #expect(origins == (0..<matrix.count).filter { !gone.contains($0) })
    for row in 0..<matrix.rows {
      for position in change.matrix.positions(ofRow: row) {
        let origin = Int(change.origins[position])
        let value = change.matrix.values[position].bitPattern
        guard origin >= 0 else {
          #expect(value == 0)
          continue
        }
        #expect(matrix.positions(ofRow: row).contains(origin))
        #expect(change.matrix.columnIndices[position] == matrix.columnIndices[origin])
        #expect(value == matrix.values[origin].bitPattern)
      }
    }
  }

  struct Setting: Sendable {
    var rows: Int
    var columns: Int
    var blocks: Int
    var density: Double
  }

  static let settings: [Setting] = [(1, 1, 1), (8, 3, 4), (40, 7, 1), (4, 100, 2), (0, 5, 1)]
    .flatMap { rows, columns, blocks in
      [0, 0.01, 0.04, 0.5, 0.99, 1].map {
        Setting(rows: rows, columns: columns, blocks: blocks, density: $0)
      }
    }

  @Test(arguments: settings, [0, 0.3, 1])
  func everyBlockKeepsItsNumber(_ setting: Setting, zeta: Double) {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      var matrix = SparseMatrix.random(
        rows: setting.rows, columns: setting.columns, density: setting.density,
        blocks: setting.blocks, using: &random)
      #expect(matrix.invariantViolation() == nil)
      for position in matrix.values.indices { matrix.values[position] = random.uniform(-1, 1) }
      let before = blockCounts(matrix, setting.blocks)
      let places = setting.rows / setting.blocks * setting.columns
      #expect(before.allSatisfy { $0 == Int((setting.density * Double(places)).rounded()) })
      var again = random
      let change = SetEvolution(zeta: zeta, newWeights: .normal).change(
        of: matrix, blocks: setting.blocks, using: &random)
      let repeated = SetEvolution(zeta: zeta, newWeights: .normal).change(
        of: matrix, blocks: setting.blocks, using: &again)
      #expect(change?.matrix == repeated?.matrix)
      guard let change else { continue }
      #expect(change.matrix.invariantViolation() == nil)
      #expect(blockCounts(change.matrix, setting.blocks) == before)
      #expect(change.origins.filter { $0 < 0 }.count == change.removed)
    }
  }

  private func blockCounts(_ matrix: SparseMatrix, _ blocks: Int) -> [Int] {
    let rows = matrix.rows / blocks
    return (0..<blocks).map {
      Int(matrix.rowStarts[($0 + 1) * rows] - matrix.rowStarts[$0 * rows])
    }
  }

  @Test func growthIsUniform() {
    // 12 places, 4 taken and never dropped; 2 of the 8 empty ones are grown, 8,000 times over.
    var random = RandomSource(seed: 3)
    let matrix = SparseMatrix(
      rows: 3, columns: 4, rowStarts: [0, 2, 2, 4], columnIndices: [0, 3, 1, 2],
      values: [1, 1, 1, 1])
    var hits = [Int](repeating: 0, count: 12)
    for _ in 0..<8000 {
      let change = matrix.grown(by: 2, using: &random)
      for row in 0..<3 {
        for position in change.matrix.positions(ofRow: row) where change.origins[position] < 0 {
          hits[row * 4 + Int(change.matrix.columnIndices[position])] += 1
        }
      }
    }
    let empty = [1, 2, 4, 5, 6, 7, 8, 11].map { hits[$0] }
    #expect(hits.reduce(0, +) == 16_000 && empty.reduce(0, +) == 16_000)
    let deviation = empty.reduce(0.0) { $0 + (Double($1) - 2000) * (Double($1) - 2000) / 2000 }
    // The chi-square bound for 7 degrees of freedom at 0.1 %.
    #expect(deviation < 24.3)
  }

  @Test(arguments: [1, 4])
  func aLargeMatrixChangesTheSameForAnyThreads(_ blocks: Int) throws {
    var random = RandomSource(seed: 2)
    var matrix = SparseMatrix.random(
      rows: 1000, columns: 1500, density: 0.25, blocks: blocks, using: &random)
    matrix.values = random.uniform(-1, 1, count: matrix.count)
    let changes = try [1, 2, 5].map { threads in
      var random = RandomSource(seed: 3)
      return try #require(
        SetEvolution(zeta: 0.8, newWeights: .normal).changesByHand(
          of: [EvolvingMatrix(matrix, blocks: blocks)], threads: threads, using: &random)[0])
    }
    #expect(changes[0].matrix.invariantViolation() == nil)
    #expect(changes[0].removed == changes[0].grown && changes[0].grown > 250_000)
    for (position, origin) in changes[0].origins.enumerated() where origin >= 0 {
      guard matrix.values[Int(origin)] == changes[0].matrix.values[position] else {
        Issue.record("a weight that stays is another one at \(position)")
        break
      }
    }
    for change in changes.dropFirst() {
      #expect(change.matrix == changes[0].matrix && change.origins == changes[0].origins)
    }
  }

  @Test func pruningTakesTheSmallest() {
    let matrix = SparseMatrix(
      rows: 2, columns: 3, rowStarts: [0, 2, 5], columnIndices: [0, 1, 0, 1, 2],
      values: [-0.1, 0.9, 0.2, -0.8, 0.05])
    let change = matrix.pruned(fraction: 0.4)
    #expect(change.origins == [1, 2, 3])
    #expect(change.matrix.invariantViolation() == nil)
    var random = RandomSource(seed: 1)
    #expect(change.matrix.grown(by: 100, using: &random).matrix.count == 6)
    #expect(matrix.pruned(fraction: 1).matrix.count == 0)
  }
}

extension EvolutionRule {
  /// The change of one matrix, by hand.
  fileprivate func change(
    of matrix: SparseMatrix, blocks: Int = 1, using random: inout RandomSource
  ) -> TopologyChange? {
    changesByHand(of: [EvolvingMatrix(matrix, blocks: blocks)], using: &random)[0]
  }
}
