/// Finds the weights nearest zero in time linear in their number.
///
/// Magnitudes are ordered as their bit patterns are, so the k-th smallest is found by three counts of
/// at most 2048 bins (11, 11 and 10 bits), and a last walk takes what lies below it, and of those
/// equal to it the first ones.
enum Selection {
  /// Of the `candidates` (positions in `values`, ascending), the `count` of smallest magnitude,
  /// ascending; the earlier one where magnitudes are equal.
  static func smallest(_ count: Int, of candidates: [Int], in values: [Float]) -> [Int] {
    guard count > 0 else { return [] }
    guard count < candidates.count else { return candidates }
    let bound = magnitude(rank: count, candidates, values)
    var equalLeft = count
    for position in candidates where bits(values[position]) < bound { equalLeft -= 1 }
    return candidates.filter { position in
      let pattern = bits(values[position])
      if pattern < bound { return true }
      guard pattern == bound, equalLeft > 0 else { return false }
      equalLeft -= 1
      return true
    }
  }

  private static func bits(_ value: Float) -> UInt32 { value.magnitude.bitPattern }

  /// The pattern of the magnitude at `rank` (from 1) in ascending order.
  private static func magnitude(rank: Int, _ candidates: [Int], _ values: [Float]) -> UInt32 {
    var rank = rank
    var prefix: UInt32 = 0
    var known: UInt32 = 0
    for (shift, width) in [(21, 11), (10, 11), (0, 10)] as [(UInt32, UInt32)] {
      var counts = [Int](repeating: 0, count: 1 << Int(width))
      for position in candidates {
        let pattern = bits(values[position])
        if pattern & known == prefix { counts[Int((pattern >> shift) & ((1 << width) - 1))] += 1 }
      }
      var bin = 0
      while bin < counts.count - 1, counts[bin] < rank {
        rank -= counts[bin]
        bin += 1
      }
      prefix |= UInt32(bin) << shift
      known |= ((1 << width) - 1) << shift
    }
    return prefix
  }
}
