internal import Glibc
public import Tensors

/// Noise on gradients that fades (Neelakantan et al. 2015, arXiv 1511.06807): normal, of variance
/// η / (1 + t)^0.55 at the step that has t before it, on what is left after clipping; only on weights that
/// exist.
public struct GradientNoise: Sendable, Equatable {
  public var eta: Double

  public init(eta: Double) { self.eta = eta }

  /// Clips the gradient of some weights and adds the noise of a step to it. `random` is of this step and
  /// this block alone, so that the noise is the same for any number of threads.
  public func add(to weights: WeightBlock, _ context: StepContext, random: RandomSource) {
    var random = random
    let deviation = (eta / pow(Double(context.step), 0.55)).squareRoot()
    let gradient = weights.gradient
    // Box and Muller's method gives two numbers at a time.
    for k in stride(from: 0, to: weights.count, by: 2) {
      let length = deviation * (-2 * log(1 - random.uniform())).squareRoot()
      let angle = 2 * .pi * random.uniform()
      gradient[k] = gradient[k] * context.scale + Float(length * cos(angle))
      guard k + 1 < weights.count else { return }
      gradient[k + 1] = gradient[k + 1] * context.scale + Float(length * sin(angle))
    }
  }
}
