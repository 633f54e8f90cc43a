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

  @Test(arguments: [(9, 1000), (499, 1000), (500, 1000), (501, 1000), (999, 1000)])
  func distinctNumbersOfManyBuckets(_ count: Int, _ bound: Int) {
    var random = RandomSource(seed: 4)
    for bound in [bound, bound * 7 + 3, bound << 40] where count <= bound / 2 || bound < 10_000 {
      let numbers = random.distinct(count, below: bound)
      #expect(numbers.count == count)
      #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
      #expect(numbers.allSatisfy { (0..<bound).contains($0) })
    }
    #expect(random.distinct(3, below: .max).count == 3)
    #expect(random.distinct(3, below: -1) == [])
  }

  /// So many that they are drawn in buckets by themselves, on several threads.
  @Test(arguments: [(300_000, 1_000_003), (800_000, 1_000_003), (300_000, 1 << 50)])
  func veryManyDistinctNumbersAreTheSameForAnyThreads(_ count: Int, _ bound: Int) {
    var (random, other) = (RandomSource(seed: 6), RandomSource(seed: 6))
    let numbers = random.distinct(count, below: bound)
    #expect(numbers.count == count)
    #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
    #expect(numbers.first.map { $0 >= 0 } == true && numbers.last.map { $0 < bound } == true)
    #expect(other.distinct(count, below: bound, threads: 3) == numbers)
    #expect(other.next() == random.next())
    // As many in each tenth: binomial, so within six standard deviations.
    let share = Double(count) / 10
    for tenth in 0..<10 {
      let found = numbers.count { $0 / (bound / 10) == tenth }
      #expect(abs(Double(found) - share) < 6 * share.squareRoot())
    }
  }

  @Test(arguments: [2, 6, 7, 11])
  func everySetOfDistinctNumbersIsAsLikely(_ count: Int) {
    // Of 13 numbers; six are drawn in a bucket of eight and one of five.
    var random = RandomSource(seed: 5)
    let sets = (0..<count).reduce(1) { $0 * (13 - $1) / ($1 + 1) }
    var hits: [[Int]: Int] = [:]
    for _ in 0..<sets * 20 { hits[random.distinct(count, below: 13), default: 0] += 1 }
    #expect(hits.count == sets)
    let deviation = hits.values.reduce(0.0) { $0 + (Double($1) - 20) * (Double($1) - 20) / 20 }
    // Chi-square: as much as there are degrees of freedom, within four standard deviations.
    let freedom = Double(sets - 1)
    #expect(abs(deviation - freedom) < 4 * (2 * freedom).squareRoot())
  }

  @Test func manyUniformNumbersAreThoseDrawnOneByOne() {
    var one = RandomSource(seed: 6)
    var many = one
    #expect(many.uniform(-2, 3, count: 50) == (0..<50).map { _ in one.uniform(-2, 3) })
    #expect(many.next() == one.next())
    #expect(many.uniform(0, 1, count: 0) == [])
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
