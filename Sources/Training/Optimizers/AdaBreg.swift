/// Bregman iterations by Adam (Bungert et al. 2022, JMLR 23(192)) over the connections that are stored: Adam
/// moves a subgradient v, of which the weight is the soft threshold; see `LinBreg`.
///
/// Where λ is 0 and δ is 1 it is Adam.
public struct AdaBreg: Optimizer {
  public var adam: Adam
  private let threshold: SoftThreshold

  public init(_ adam: Adam = Adam(), strength: Double = 0.1, delta: Double = 1) {
    self.adam = adam
    threshold = SoftThreshold(strength: strength, delta: delta)
  }

  public var rate: Double { adam.rate }
  public var description: String {
    "adabreg(\(adam.choices), strength: \(threshold.strength), delta: \(threshold.delta))"
  }
  public var stateNames: [String] { adam.stateNames + ["subgradient"] }

  public func update(_ weights: WeightBlock, _ context: StepContext) {
    threshold.update(weights, keeping: adam.stateNames.count) { adam.update($0, context) }
  }

  /// The subgradient: of a weight that is 0, all that its steps came to.
  public func momenta(of weights: WeightBlock, into result: UnsafeMutablePointer<Float>) -> Bool {
    result.update(from: weights.state(adam.stateNames.count), count: weights.count)
    return true
  }
}
