import Tensors
import Testing

@Suite struct RandomTests {
  @Test func distinctNumbersAreAsManyAsAskedAscendingAndBelow() {
    var random = RandomSource(seed: 1)
    for bound in [0, 1, 2, 5, 100] {
      for count in 0...bound {
        let numbers = random.distinct(count, below: bound)
        #expect(numbers.count == count)
        #expect(numbers == Array(Set(numbers)).sorted())
        #expect(numbers.allSatisfy { (0..<max(bound, 1)).contains($0) })
      }
    }
  }

  @Test func sameSeedSameNumbersOtherStreamOthers() {
    var a = RandomSource(seed: 7)
    var b = RandomSource(seed: 7)
    #expect((0..<10).map { _ in a.next() } == (0..<10).map { _ in b.next() })
    var c = a.stream(1)
    var d = a.stream(2)
    #expect(c.next() != d.next())
  }

  @Test func uniformAndNormalHaveTheirMoments() {
    var random = RandomSource(seed: 2)
    let normal = (0..<20_000).map { _ in random.normal() }
    let mean = normal.reduce(0, +) / 20_000
    let variance = normal.reduce(0) { $0 + $1 * $1 } / 20_000
    #expect(abs(mean) < 0.03 && abs(variance - 1) < 0.05)
    let below = (0..<6000).map { _ in random.below(6) }
    for face in 0..<6 { #expect(abs(below.filter { $0 == face }.count - 1000) < 150) }
  }
}
