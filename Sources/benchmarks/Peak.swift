internal import KernelTable
internal import Measuring
internal import Tensors
internal import Training

/// What one core can do at most, as measured: multiply-adds in registers, in GFLOP/s.
enum Peak {
  /// The best of several short runs, with whole vectors and with halves.
  static func gflops() -> Double {
    let sums = Storage<Float>(count: 192)
    var best = 0.0
    for run in 0..<20 {
      let start = ContinuousClock.now
      let operations = Kernels.best.multiplyAdds(100_000, run % 2 == 1, sums.pointer)
      best = max(best, Double(operations) * 1e-9 / (ContinuousClock.now - start).inSeconds)
    }
    return best
  }
}
