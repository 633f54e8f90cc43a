import Evolution
import Foundation
import Tensors
import Testing

@Suite struct RuleReplayTests {
  /// Each rule against its definition written plainly, over several updates: the same places go and
  /// come, with the same weights, marks and memory.
  @Test(arguments: RuleCase.all) func isWhatItsDefinitionSays(_ ruleCase: RuleCase) {
    for weights in World.Weights.allCases {
      for (seed, density) in [0, 0.2, 0.5, 0.9, 1].enumerated() {
        var world = RandomSource(seed: UInt64(seed))
        var model = World(weights, density: density, using: &world)
        var (random, other) = (RandomSource(seed: 5), RandomSource(seed: 5))
        var (memory, otherMemory) = (RuleMemory(), [String: Double]())
        for update in 1...6 {
          let moment = model.moment(update, of: ruleCase.rule)
          let changes = ruleCase.rule.changes(
            of: model.evolving(ruleCase.rule, at: moment), at: moment, memory: &memory,
            using: &random)
          let found = zip(model.tables, changes).map { Outcome($0, $1) }
          let wanted = ruleCase.replay(model.tables, moment, &otherMemory, &other)
          #expect(
            found == wanted, "\(weights), density \(density), update \(update)")
          #expect(random.state == other.state)
          guard found == wanted else { return }
          model.goOn(from: found, using: &world)
        }
        for (name, number) in otherMemory {
          #expect(memory.numbers[name] == number || name == "start")
        }
      }
    }
  }

  /// Every rule of the module is in the one list, and every rule of the list has a replay.
  @Test func noRuleIsLeftOut() throws {
    let listed = Set(allEvolutionRules.map { $0.name })
    #expect(listed.count == allEvolutionRules.count)
    #expect(Set(RuleCase.all.map(\.name)) == listed)
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Sources/Evolution/Rules")
    var written: Set<String> = []
    for file in try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    {
      let source = try String(contentsOf: file, encoding: .utf8)
      let name = try #require(source.firstMatch(of: /static let name = "([a-z_]+)"/))
      #expect(source.contains(": EvolutionRule"))
      written.insert(String(name.1))
    }
    #expect(written == listed)
  }
}
