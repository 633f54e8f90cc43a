internal import Glibc

/// −log softmax(y)[label], of k outputs and k classes.
public struct CrossEntropy: ExampleObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "cross_entropy" }
  public var takes: String { "an output for each class" }
  public var ownFunction: String? { "softmax" }
  public var smoothsLabels: Bool { true }

  public func fits(outputs: Int, classes: Int) -> Bool { outputs == classes }

  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    guard case .label(let label) = target else {
      preconditionFailure("The trainer checks that cross-entropy has classes.")
    }
    let (best, powers) = powers(of: outputs)
    let total = powers.reduce(0, +)
    // The mean over what is wanted of −log softmax = log Σ exp(y − yₘ) − (y − yₘ), yₘ the largest.
    var above = outputs[label] - outputs[best]
    let share = emphasis.smoothing / Double(outputs.count)
    if share > 0 {
      above =
        (1 - emphasis.smoothing) * above
        + share * outputs.reduce(0) { $0 + ($1 - outputs[best]) }
    }
    result.loss += weight * (log(total) - above)
    result.predictions.append(best)
    for (index, power) in powers.enumerated() {
      let wanted = (index == label ? 1 - emphasis.smoothing : 0) + share
      slopes[index] = weight * (power / total - wanted)
    }
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    let (best, powers) = powers(of: outputs.map(Double.init))
    let total = powers.reduce(0, +)
    return (best, powers.map { Float($0 / total) })
  }
}
