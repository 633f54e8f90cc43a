/// Adam with weights that decay by themselves (Loshchilov and Hutter 2019, arXiv 1711.05101):
/// w ← (1 − rate · decay) w before each step of Adam.
///
/// Only existing connections decay; biases and vectors of words do not.
public struct AdamW: Optimizer {
  public var adam: Adam
  public var decay: Double

  public init(_ adam: Adam = Adam(), decay: Double = 0.01) {
    self.adam = adam
    self.decay = decay
  }

  public var rate: Double { adam.rate }
  public var description: String {
    "adamw(\(adam.choices), decay: \(decay))"
  }
  public var stateNames: [String] { adam.stateNames }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    adam.update(weights, context, keep: Float(1 - context.rate * weights.decay(decay)))
  }

  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    adam.momenta(of: weights, into: result)
  }
}
