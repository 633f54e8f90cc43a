internal import Glibc

/// A seeded stream of random numbers: xoshiro256++ (Blackman and Vigna, 2019), its state filled by
/// SplitMix64, as its authors advise. Same seed, same numbers, on every machine.
///
/// Work that is done in parallel takes a stream of its own from `stream(_:)`, so that what it draws
/// depends on what it is, not on when it ran.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  public init(seed: UInt64) {
    var filler = seed
    s0 = RandomSource.splitMix(&filler)
    s1 = RandomSource.splitMix(&filler)
    s2 = RandomSource.splitMix(&filler)
    s3 = RandomSource.splitMix(&filler)
  }

  /// Where the stream stands; from there it goes on the same.
  public var state: [UInt64] { [s0, s1, s2, s3] }

  /// Goes on from a `state`; nil where that has other than four words, or zeros alone.
  public init?(state: [UInt64]) {
    guard state.count == 4, state.contains(where: { $0 != 0 }) else { return nil }
    (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3])
  }

  public mutating func next() -> UInt64 {
    let sum = s0 &+ s3
    let result = ((sum &<< 23) | (sum &>> 41)) &+ s0
    let shifted = s1 &<< 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 &<< 45) | (s3 &>> 19)
    return result
  }

  /// A source of its own for part `number` of the work; this one is not advanced.
  public func stream(_ number: UInt64) -> RandomSource {
    var filler = number
    return RandomSource(seed: s0 ^ RandomSource.splitMix(&filler) ^ ((s2 &<< 31) | (s2 &>> 33)))
  }

  /// Uniform in [0, 1), a multiple of 2⁻⁵³.
  public mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// Uniform in [low, high).
  public mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * Float(next() &>> 40) * 0x1p-24
  }

  /// `count` numbers that are uniform in [low, high).
  public mutating func uniform(_ low: Float, _ high: Float, count: Int) -> [Float] {
    var source = self
    defer { self = source }
    return [Float](unsafeUninitializedCapacity: count) { numbers, drawn in
      for index in 0..<count { numbers[index] = source.uniform(low, high) }
      drawn = count
    }
  }

  /// From the normal distribution with mean 0 and variance 1, by Box and Muller's method.
  public mutating func normal() -> Double {
    // 1 − u is above 0, so its logarithm is finite.
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  /// A whole number from 0 up to, without, `bound`, each as likely; 0 where `bound` is below 1.
  ///
  /// Lemire's method (2019, doi:10.1145/3230636): unbiased, seldom more than one draw.
  public mutating func below(_ bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// Puts `items` in a random order, each order as likely (Fisher-Yates).
  public mutating func shuffle<Item>(_ items: inout [Item]) {
    guard items.count > 1 else { return }
    for last in stride(from: items.count - 1, to: 0, by: -1) {
      items.swapAt(last, below(last + 1))
    }
  }

  private static func splitMix(_ state: inout UInt64) -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }
}
