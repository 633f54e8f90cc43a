/// Weights that are the soft threshold of what is trained in their place, as Bregman iterations have it (Bungert
/// et al. 2022, JMLR 23(192)).
///
/// Each weight θ of a matrix has a subgradient v, and is θ = sign(v) max(δ|v| − δλ, 0): it is 0, and there for
/// later, until |v| is above λ. A bias has no λ. A weight that is not what its v says, as at the first step or
/// once a program changed it, gives v = θ/δ + λ sign(θ).
struct SoftThreshold: Sendable {
  /// λ.
  var strength: Double
  /// δ.
  var delta: Double

  /// Lets `step` move the subgradients, which are kept under the name number `index`, and the weights follow.
  func update(
    _ weights: WeightBlock, keeping index: Int, step: (_ subgradients: WeightBlock) -> Void
  ) {
    let (strength, delta) = (weights.isMatrix ? Float(strength) : 0, Float(delta))
    let (values, subgradients) = (weights.values, weights.state(index))
    for k in 0..<weights.count
    where values[k] != Self.weight(subgradients[k], strength, delta) {
      let sign: Float = values[k] > 0 ? 1 : values[k] < 0 ? -1 : 0
      subgradients[k] = values[k] / delta + strength * sign
    }
    var moved = weights
    moved.values = subgradients
    step(moved)
    for k in 0..<weights.count { values[k] = Self.weight(subgradients[k], strength, delta) }
  }

  private static func weight(_ subgradient: Float, _ strength: Float, _ delta: Float) -> Float {
    let size = delta * (subgradient.magnitude - strength)
    return size > 0 ? (subgradient < 0 ? -size : size) : subgradient.isNaN ? subgradient : 0
  }
}
