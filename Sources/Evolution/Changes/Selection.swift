internal import Tensors

/// The weights nearest zero of a block, found in time linear in their number.
///
/// The k-th smallest magnitude is found by a `RankSearch`, for weights of both signs at once. Of those
/// equal to it the first ones go. So whether a connection goes follows from its weight and position alone: pattern and
/// position, as one key, are compared with the least key that stays.
///
/// Signs, and weights that were grown and never moved, come in no order a processor could foresee; so
/// no loop here branches on them.
struct Selection {
  /// How many connections go.
  let count: Int
  /// The least keys that stay, of weights that are not negative and of those that are.
  private let bounds: (UInt64, UInt64)

  /// Selects the `fraction` nearest zero of the weights at `positions`, rounded to the nearest whole
  /// number; with `bySign` that of the negative ones and that of the others, separately.
  init(
    _ fraction: Double, of all: [Float], at positions: Range<Int>, bySign: Bool, threads: Int = 1
  ) {
    let weights = all.span.extracting(positions)
    let negativeGroup = bySign ? 1 : 0
    var searches: InlineArray<2, RankSearch> = [RankSearch(), RankSearch()]
    for digit in RankSearch.digits {
      let counts = Self.count(
        all, at: positions, digit, negativeGroup: negativeGroup,
        prefixes: (searches[0].prefix, searches[1].prefix), threads: threads)
      let groups: InlineArray<2, ArraySlice<Int32>> = [
        counts.prefix(RankSearch.bins), counts.suffix(RankSearch.bins),
      ]
      for index in groups.indices {
        if digit.known == 0 {
          let total = groups[index].reduce(0) { $0 + Int($1) }
          searches[index] = RankSearch(taking: total.share(fraction))
        }
        searches[index].narrow(by: groups[index], digit)
      }
    }
    count = searches[0].taken + searches[1].taken
    let first = searches[0].bound(weights, from: positions.lowerBound) { !(bySign && $0 < 0) }
    let second = searches[1].bound(weights, from: positions.lowerBound) { $0 < 0 }
    bounds = (first, bySign ? second : first)
  }

  /// Whether the connection at `position`, of weight `value`, goes.
  func takes(_ value: Float, at position: Int) -> Bool {
    Self.key(value.magnitude.bitPattern, position) < (value < 0 ? bounds.1 : bounds.0)
  }

  fileprivate static func key(_ pattern: UInt32, _ position: Int) -> UInt64 {
    UInt64(pattern) << 32 | UInt64(truncatingIfNeeded: position)
  }

  /// The same counts, added up from runs of weights on several threads.
  private static func count(
    _ weights: [Float], at positions: Range<Int>, _ digit: RankSearch.Digit, negativeGroup: Int,
    prefixes: (UInt32, UInt32), threads: Int
  ) -> [Int32] {
    let pieces = max(1, min(threads, positions.count >> 16))
    var parts = [[Int32]](repeating: [], count: pieces)
    parts.withUnsafeMutableBufferPointer { parts in
      // Each piece writes its own place.
      nonisolated(unsafe) let parts = parts
      Parallel.run(pieces: pieces, threads: threads) { piece in
        let start = positions.lowerBound + positions.count * piece / pieces
        let end = positions.lowerBound + positions.count * (piece + 1) / pieces
        parts[piece] = count(
          weights.span.extracting(start..<end), digit, negativeGroup: negativeGroup,
          prefixes: [prefixes.0, prefixes.1])
      }
    }
    var sums = parts[0]
    for part in parts.dropFirst() {
      for bin in sums.indices { sums[bin] &+= part[bin] }
    }
    return sums
  }

  /// How many of the weights that begin with the prefix of their group have each value of the digit;
  /// the counts of group 0, then those of group 1.
  private static func count(
    _ weights: Span<Float>, _ digit: RankSearch.Digit, negativeGroup: Int,
    prefixes: InlineArray<2, UInt32>
  ) -> [Int32] {
    var counts = [Int32](repeating: 0, count: 2 * RankSearch.bins)
    var bins = counts.mutableSpan
    for index in weights.indices {
      let weight = weights[unchecked: index]
      let pattern = weight.magnitude.bitPattern
      let group = (weight < 0 ? 1 : 0) & negativeGroup
      let bin =
        group &* RankSearch.bins &+ Int(truncatingIfNeeded: (pattern &>> digit.shift) & digit.mask)
      let isNear = pattern & digit.known == prefixes[unchecked: group]
      bins[unchecked: bin] &+= isNear ? 1 : 0
    }
    return counts
  }
}

extension RankSearch {
  /// The least key that stays, once the whole pattern is known; `start` is the position of the first
  /// weight.
  fileprivate func bound(
    _ weights: Span<Float>, from start: Int, where belongs: (Float) -> Bool
  ) -> UInt64 {
    guard taken > 0 else { return 0 }
    guard rank < equal else { return Selection.key(prefix + 1, 0) }
    var left = rank
    var index = 0
    while left > 0, index < weights.count {
      let weight = weights[unchecked: index]
      left -= weight.magnitude.bitPattern == prefix && belongs(weight) ? 1 : 0
      index += 1
    }
    return Selection.key(prefix, start + index)
  }
}
