internal import Measuring
internal import Training

/// A fixed piece of work that is no part of setl: how fast the machine is at the moment.
///
/// Half of its time goes to a chain of whole-number operations and half to vectors in the first cache.
/// A figure is compared with one of another day as a multiple of this time.
enum Calibration {
  /// The best of three runs, of about 40 ms each.
  static func seconds() -> Double {
    var best = Double.infinity
    var numbers = [SIMD8<Float>](repeating: .init(repeating: 1), count: 1024)
    var state: UInt64 = 88_172_645_463_325_252
    for _ in 0..<3 {
      let start = ContinuousClock.now
      // Each run begins where the last one ended, or else only the first would be done.
      state = chain(from: state)
      let count = vectors(&numbers)
      best = min(best, (ContinuousClock.now - start).inSeconds)
      precondition(state != 0 && count == 8192, "All lanes stay above 0, and a chain never ends.")
    }
    return best
  }

  /// Marsaglia's xorshift, each number from the one before.
  @inline(never)
  private static func chain(from start: UInt64) -> UInt64 {
    var state = start
    for _ in 0..<12_000_000 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
    }
    return state
  }

  /// The number of lanes that came out above 0: all of them.
  @inline(never)
  private static func vectors(_ numbers: inout [SIMD8<Float>]) -> Int {
    let factor = SIMD8<Float>(repeating: 0.999)
    let summand = SIMD8<Float>(repeating: 0.001)
    numbers.withUnsafeMutableBufferPointer { numbers in
      for _ in 0..<60_000 {
        for index in numbers.indices { numbers[index] = numbers[index] * factor + summand }
      }
    }
    return numbers.reduce(0) { $0 + ($1.min() > 0 ? 8 : 0) }
  }
}
