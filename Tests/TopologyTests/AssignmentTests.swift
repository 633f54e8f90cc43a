import Tensors
import Testing
import Topology

@Suite struct AssignmentTests {
  @Test(arguments: 1...7) func equalsTheBestOfAllOrders(_ size: Int) throws {
    var random = RandomSource(seed: UInt64(size))
    for trial in 0..<20 {
      // Few different costs at first, so that there are many ties.
      let costs = (0..<size * size).map { _ in
        trial < 10 ? Float(random.below(3)) : Float(random.uniform(-1, 1))
      }
      let found = try Assignment(size: size, costs: costs)
      #expect(Set(found.columns) == Set(0..<size))
      let best = Self.best(costs, size, row: 0, taken: [])
      #expect(abs(found.cost - best) < 1e-5)
    }
  }

  private static func best(_ costs: [Float], _ size: Int, row: Int, taken: Set<Int>) -> Double {
    guard row < size else { return 0 }
    return (0..<size).filter { !taken.contains($0) }.map {
      Double(costs[row * size + $0]) + best(costs, size, row: row + 1, taken: taken.union([$0]))
    }.min() ?? 0
  }

  /// Prices that no pair undercuts prove that nothing is cheaper, at any size; here the known answer does.
  @Test func findsAHiddenPermutation() throws {
    let size = 200
    var random = RandomSource(seed: 3)
    var hidden = Array(0..<size)
    hidden.shuffle(using: &random)
    var costs = (0..<size * size).map { _ in Float(1 + random.uniform()) }
    for (row, column) in hidden.enumerated() { costs[row * size + column] = 0.5 }
    #expect(try Assignment(size: size, costs: costs).columns == hidden)
  }

  @Test func nothingIsAssignedToNothing() throws {
    #expect(try Assignment(size: 0, costs: []).columns == [])
  }

  @Test func canBeStopped() {
    struct Stop: Error {}
    #expect(throws: Stop.self) {
      // All cheapest in one column, so that rows are left to search.
      _ = try Assignment(size: 2, costs: [0, 0, 1, 1]) { throw Stop() }
    }
  }
}
