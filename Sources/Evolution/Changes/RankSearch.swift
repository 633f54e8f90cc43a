/// The search for the k-th smallest of many 31-bit patterns, by three counts of at most 2048 bins (11,
/// 10 and 10 bits): linear time, no order of the patterns needed.
///
/// Magnitudes of numbers are ordered as their bit patterns are. The first count goes by the highest
/// bits; each narrows the pattern, and what is left of the rank is among those that share it.
struct RankSearch {
  /// Some bits of a pattern; `known` are those above.
  struct Digit {
    let shift: UInt32
    let mask: UInt32
    let known: UInt32
  }

  static let bins = 2048
  static let digits = [
    Digit(shift: 20, mask: 0x7FF, known: 0),
    Digit(shift: 10, mask: 0x3FF, known: 0x7FF0_0000),
    Digit(shift: 0, mask: 0x3FF, known: 0x7FFF_FC00),
  ]

  /// How many patterns are to be taken, the smallest first.
  let taken: Int
  /// What is known of the pattern of the last one.
  private(set) var prefix: UInt32 = 0
  /// Its rank, from 1, among those that share the prefix, and how many do.
  private(set) var rank: Int
  private(set) var equal = 0

  init(taking taken: Int = 0) {
    self.taken = taken
    rank = taken
  }

  /// Takes in how many patterns with the prefix have each value of the digit.
  mutating func narrow(by counts: ArraySlice<Int32>, _ digit: Digit) {
    for (bin, count) in counts.enumerated() {
      if rank <= Int(count) {
        prefix |= UInt32(truncatingIfNeeded: bin) << digit.shift
        equal = Int(count)
        return
      }
      rank -= Int(count)
    }
  }
}
