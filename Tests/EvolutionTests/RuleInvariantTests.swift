import Evolution
import Tensors
import Testing

/// What holds for every rule, whatever it is.
@Suite struct RuleInvariantTests {
  @Test(arguments: RuleCase.all, [0, 0.05, 0.3, 0.7, 1])
  func everyChangeIsSound(_ ruleCase: RuleCase, density: Double) {
    let rule = ruleCase.rule
    for seed in 1...4 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      var world = World(
        seed % 2 == 0 ? .coarse : .uniform, density: density, using: &random)
      var memory = RuleMemory()
      for update in 1...5 {
        let moment = world.moment(update, of: rule)
        let matrices = world.evolving(rule, at: moment)
        var (again, sameMemory) = (random, memory)
        let changes = rule.changes(of: matrices, at: moment, memory: &memory, using: &random)
        let repeated =
          rule.looksAtMatricesAlone
          ? matrices.flatMap {
            rule.changes(of: [$0], at: moment, memory: &sameMemory, using: &again)
          } : rule.changes(of: matrices, at: moment, memory: &sameMemory, using: &again)
        #expect(changes.count == matrices.count)
        #expect(changes.map { $0?.matrix } == repeated.map { $0?.matrix })
        #expect(memory == sameMemory && random.state == again.state)
        for (evolving, change) in zip(matrices, changes) {
          if let change { check(change, of: evolving, keeps: ruleCase.keeps, rule) }
        }
        if ruleCase.keeps == .model, matrices.allSatisfy({ $0.matrix.density < 0.6 }) {
          let moved = changes.reduce(0) { $0 + ($1.map { $0.grown - $0.removed } ?? 0) }
          #expect(moved == 0)
        }
        world.goOn(from: zip(world.tables, changes).map { Outcome($0, $1) }, using: &random)
      }
    }
  }

  private func check(
    _ change: TopologyChange, of evolving: EvolvingMatrix, keeps: RuleCase.Keeps,
    _ rule: any EvolutionRule
  ) {
    let old = evolving.matrix
    #expect(change.matrix.invariantViolation() == nil)
    #expect(change.origins.count == change.matrix.count)
    if let marks = change.marks { #expect(marks.count == change.matrix.count) }
    let survivors = change.origins.filter { $0 >= 0 }
    #expect(survivors == survivors.sorted() && Set(survivors).count == survivors.count)
    #expect(survivors.allSatisfy { Int($0) < old.count })
    #expect(change.removed == old.count - survivors.count)
    #expect(change.grown == change.matrix.count - survivors.count)
    for row in 0..<old.rows {
      for position in change.matrix.positions(ofRow: row) where change.origins[position] >= 0 {
        let origin = Int(change.origins[position])
        #expect(old.positions(ofRow: row).contains(origin))
        #expect(old.columnIndices[origin] == change.matrix.columnIndices[position])
        if !(rule is DeepRewiring) {
          #expect(old.values[origin].bitPattern == change.matrix.values[position].bitPattern)
        }
      }
    }
    switch keeps {
    case .blocks:
      for block in 0..<evolving.blocks {
        let (first, end) = (
          block * (old.rows / evolving.blocks), (block + 1) * (old.rows / evolving.blocks)
        )
        #expect(
          old.rowStarts[end] - old.rowStarts[first] == change.matrix.rowStarts[end]
            - change.matrix.rowStarts[first])
      }
    case .matrices: #expect(change.removed == change.grown)
    case .model, .none: break
    }
  }

  /// Where a matrix is one pool: what goes is not above what stays, and what grows by gradient not below
  /// what was offered and left empty.
  @Test(arguments: rigLCases + selfishCases + sparseMomentumCases)
  func theWeakestGoAndTheStrongestCome(_ ruleCase: RuleCase) {
    for seed in 1...5 as ClosedRange<UInt64> {
      var random = RandomSource(seed: seed)
      let world = World(.uniform, density: 0.4, using: &random)
      let moment = world.moment(1, of: ruleCase.rule)
      let matrices = world.evolving(ruleCase.rule, at: moment)
      var memory = RuleMemory()
      let changes = ruleCase.rule.changes(of: matrices, at: moment, memory: &memory, using: &random)
      for (table, change) in zip(world.tables, changes) where change != nil {
        let outcome = Outcome(table, change)
        // RigL keeps what it drops and grows again.
        let kept = outcome.cells.filter { $0.value.from != nil }.map(\.key)
        let gone = table.connections.filter { outcome.cells[$0]?.from == nil }
        if !(ruleCase.rule is RigL) {
          let most = gone.map(table.magnitude).max() ?? 0
          #expect(kept.allSatisfy { table.magnitude($0) >= most })
        }
        guard !table.looksUpRows, !(ruleCase.rule is SelfishEvolution) else { continue }
        let grown = outcome.cells.filter { $0.value.from == nil }.map(\.key)
        let least = grown.map { table.slope($0).magnitude }.min() ?? .infinity
        let empty = table.places.filter { outcome.cells[$0] == nil }
        #expect(empty.allSatisfy { table.slope($0).magnitude <= least })
      }
    }
  }

  /// A rule that misses its evidence, as in a model that has no gradients yet, leaves all as it is.
  @Test(arguments: RuleCase.all) func withoutEvidenceNothingMoves(_ ruleCase: RuleCase) {
    let rule = ruleCase.rule
    guard !rule.evidence.isSubset(of: .births) else { return }
    var random = RandomSource(seed: 1)
    let world = World(.uniform, density: 0.4, using: &random)
    let bare = world.tables.map {
      var evolving = $0.evolving(rule)
      evolving.gradients = nil
      evolving.momenta = nil
      return evolving
    }
    var memory = RuleMemory()
    let moment = world.moment(1, of: rule)
    #expect(
      rule.changes(of: bare, at: moment, memory: &memory, using: &random).allSatisfy { $0 == nil })
    #expect(!rule.actsByHand)
  }

  /// A model without sparse matrices, and matrices without rows, columns or connections.
  @Test(arguments: RuleCase.all) func nothingToMoveIsNoFault(_ ruleCase: RuleCase) {
    var random = RandomSource(seed: 1)
    var memory = RuleMemory()
    let moment = EvolutionMoment(
      epoch: 2, epochs: 3, step: 10, stepsPerEpoch: 10, beginsEpoch: true, rate: 0.1)
    let rule = ruleCase.rule
    #expect(rule.changes(of: [], at: moment, memory: &memory, using: &random).isEmpty)
    var tables = [
      Table(rows: 0, columns: 3), Table(rows: 2, columns: 0), Table(rows: 3, columns: 2),
    ]
    tables[0].looksUpRows = true
    let matrices = tables.map { $0.evolving(rule, absent: 0) }
    for change in rule.changes(of: matrices, at: moment, memory: &memory, using: &random) {
      #expect(change.map { $0.matrix.count == 0 } ?? true)
    }
  }
}
