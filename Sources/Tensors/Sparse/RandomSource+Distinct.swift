/// Random sets of whole numbers, in ascending order without sorting.
///
/// The numbers are those of drawing one at a time and ignoring repetitions. First only the bucket of
/// each is drawn, of which there are so many that each gets a few: a bucket that holds `c` of its `s`
/// places takes one more with a probability in proportion to `s − c`, which is the chance that a drawn
/// number is new. Then each bucket in turn chooses which of its places they are. Memory is written in
/// order but for the buckets' counts.
extension RandomSource {
  /// `count` different whole numbers below `bound`, ascending; every such set is as likely.
  ///
  /// When more than half are wanted, those that are left out are drawn instead, so that at least every
  /// other draw is new. Very many are drawn on several threads; how many does not change the numbers. Cost: the
  /// count.
  public mutating func distinct(_ count: Int, below bound: Int, threads: Int = 1) -> [Int] {
    let bound = max(bound, 0)
    let wanted = min(max(count, 0), bound)
    if wanted <= bound / 2 { return atMostHalf(wanted, below: bound, threads: threads) }
    var kept: [Int] = []
    kept.reserveCapacity(wanted)
    var next = 0
    for left in atMostHalf(bound - wanted, below: bound, threads: threads) {
      kept.append(contentsOf: next..<left)
      next = left + 1
    }
    kept.append(contentsOf: next..<bound)
    return kept
  }

  /// The same for a count of at most half of `bound`.
  private mutating func atMostHalf(_ wanted: Int, below bound: Int, threads: Int) -> [Int] {
    wanted < Self.veryMany
      ? few(wanted, below: bound) : many(wanted, below: bound, threads: threads)
  }

  private static let veryMany = 1 << 18

  /// For very many: first how many there are in each of some large buckets, then each bucket by itself,
  /// from a stream of its own, and in memory that stays in the cache.
  private mutating func many(_ wanted: Int, below bound: Int, threads: Int) -> [Int] {
    let shift = Int.bitWidth - 1 - (bound / (wanted >> 16)).leadingZeroBitCount
    let counts = counts(wanted, below: bound, shift: shift)
    let source = RandomSource(seed: next())
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + Int(count)) }
    return [Int](unsafeUninitializedCapacity: wanted) { chosen, end in
      // Each bucket writes its own numbers.
      nonisolated(unsafe) let target = chosen
      Parallel.run(pieces: counts.count, threads: threads) { bucket in
        let first = bucket << shift
        var source = source.stream(UInt64(bucket))
        let numbers = source.distinct(Int(counts[bucket]), below: min(1 << shift, bound - first))
        for (place, number) in numbers.enumerated() {
          target.initializeElement(at: starts[bucket] + place, to: first + number)
        }
      }
      end = wanted
    }
  }

  /// How many of `wanted` different random numbers below `bound`, at most half of it, lie in each bucket of
  /// 2^`shift`; the last one has what is left.
  private mutating func counts(_ wanted: Int, below bound: Int, shift: Int) -> [Int32] {
    let bucketSize = 1 << shift
    var counts = [Int32](repeating: 0, count: (bound - 1) >> shift + 1)
    // A copy, whose state may stay in registers.
    var source = self
    defer { self = source }
    var taken = counts.mutableSpan
    var drawn = 0
    while drawn < wanted {
      let number = source.below(bound)
      let bucket = number &>> shift
      // A bucket's places are alike, so those that are taken may be thought to be its first.
      let isNew = number & (bucketSize - 1) >= Int(taken[bucket])
      taken[bucket] &+= isNew ? 1 : 0
      drawn &+= isNew ? 1 : 0
    }
    return counts
  }

  private mutating func few(_ wanted: Int, below bound: Int) -> [Int] {
    guard wanted > 0 else { return [] }
    // For two to four numbers each.
    let shift = min(Int.bitWidth - 1 - (bound / wanted).leadingZeroBitCount + 2, Int.bitWidth - 2)
    let bucketSize = 1 << shift
    let counts = counts(wanted, below: bound, shift: shift)
    var source = self
    defer { self = source }
    return [Int](unsafeUninitializedCapacity: wanted) { chosen, end in
      for bucket in counts.indices {
        let first = bucket &<< shift
        source.choose(
          Int(counts[bucket]), from: first, size: min(bucketSize, bound - first), into: chosen,
          at: &end)
      }
    }
  }

  /// Appends `count` of the `size` numbers from `first` to `chosen` at `end`, ascending: Floyd's method
  /// (Bentley and Floyd 1987, doi:10.1145/30401.315746), the chosen ones kept in order by insertion.
  @inline(__always)
  private mutating func choose(
    _ count: Int, from first: Int, size: Int, into chosen: UnsafeMutableBufferPointer<Int>,
    at end: inout Int
  ) {
    let start = end
    for last in size - count..<size {
      let number = first + below(last + 1)
      var place = end
      while place > start, chosen[place - 1] > number {
        chosen[place] = chosen[place - 1]
        place -= 1
      }
      if place > start, chosen[place - 1] == number {
        // It is there: take the last one instead, which is greater than all so far, and move back.
        while place < end {
          chosen[place] = chosen[place + 1]
          place += 1
        }
        chosen[end] = first + last
      } else {
        chosen[place] = number
      }
      end += 1
    }
  }
}
