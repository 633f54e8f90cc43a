internal import Tensors

/// The weights nearest zero of a block, found in time linear in their number.
///
/// Magnitudes are ordered as their bit patterns are, so the k-th smallest is found by three counts of
/// at most 2048 bins (11, 10 and 10 bits), for weights of both signs at once. Of those equal to it the
/// first ones go. So whether a connection goes follows from its weight and position alone: pattern and
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
  init(_ fraction: Double, of weights: [Float], at positions: Range<Int>, bySign: Bool) {
    let weights = weights.span.extracting(positions)
    let negativeGroup = bySign ? 1 : 0
    var searches: InlineArray<2, Search> = [Search(), Search()]
    for digit in Search.digits {
      let counts = Self.count(
        weights, digit, negativeGroup: negativeGroup,
        prefixes: [searches[0].prefix, searches[1].prefix])
      searches[0].narrow(to: fraction, of: counts.prefix(Search.bins), digit)
      searches[1].narrow(to: fraction, of: counts.suffix(Search.bins), digit)
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

  /// How many of the weights that begin with the prefix of their group have each value of the digit;
  /// the counts of group 0, then those of group 1.
  private static func count(
    _ weights: Span<Float>, _ digit: Search.Digit, negativeGroup: Int,
    prefixes: InlineArray<2, UInt32>
  ) -> [Int32] {
    var counts = [Int32](repeating: 0, count: 2 * Search.bins)
    var bins = counts.mutableSpan
    for index in weights.indices {
      let weight = weights[unchecked: index]
      let pattern = weight.magnitude.bitPattern
      let group = (weight < 0 ? 1 : 0) & negativeGroup
      let bin =
        group &* Search.bins &+ Int(truncatingIfNeeded: (pattern &>> digit.shift) & digit.mask)
      let isNear = pattern & digit.known == prefixes[unchecked: group]
      bins[unchecked: bin] &+= isNear ? 1 : 0
    }
    return counts
  }
}

/// The search for the magnitude up to which weights of one group go.
private struct Search {
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

  /// How many weights go.
  private(set) var taken = 0
  /// What is known of the pattern of the last one.
  private(set) var prefix: UInt32 = 0
  /// Its rank, from 1, among those that share the prefix, and how many do.
  private var rank = 0
  private var equal = 0

  mutating func narrow(to fraction: Double, of counts: ArraySlice<Int32>, _ digit: Digit) {
    if digit.known == 0 {
      let total = counts.reduce(0) { $0 + Int($1) }
      taken = Int((min(max(fraction, 0), 1) * Double(total)).rounded())
      rank = taken
    }
    for (bin, count) in counts.enumerated() {
      if rank <= Int(count) {
        prefix |= UInt32(bin) << digit.shift
        equal = Int(count)
        return
      }
      rank -= Int(count)
    }
  }

  /// The least key that stays, once the whole pattern is known; `start` is the position of the first
  /// weight.
  func bound(_ weights: Span<Float>, from start: Int, where belongs: (Float) -> Bool) -> UInt64 {
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
