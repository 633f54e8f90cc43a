internal import Glibc
internal import KernelTable
public import Tensors

/// −log softmax(y)[label], of k outputs and k classes.
///
/// With weights and smoothing, Σ wₖ tₖ (−log softmax(y)ₖ): each class k counts as its weight w says, with the share
/// t of it that is wanted, as PyTorch has it.
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
    let share = emphasis.smoothing / Double(outputs.count)
    func wanted(_ index: Int) -> Double {
      if index == label { return weight * (1 - emphasis.smoothing + share) }
      return share > 0 ? emphasis.weight(of: index) * share : 0
    }
    var (all, above) = (weight, weight * (outputs[label] - outputs[best]))
    if share > 0 {
      all = outputs.indices.reduce(0) { $0 + wanted($1) }
      above = outputs.indices.reduce(0) { $0 + wanted($1) * (outputs[$1] - outputs[best]) }
    }
    result.loss += all * log(total) - above
    result.predictions.append(best)
    for (index, power) in powers.enumerated() {
      slopes[index] = all * (power / total) - wanted(index)
    }
  }

  /// Steps of a sequence, which are many, and each of perhaps thousands of outputs, are computed by columns in single
  /// precision where all count the same.
  public func evaluate(
    _ given: Activation, _ targets: ObjectiveTargets, scale: Float, gradient: Storage<Float>
  ) -> ObjectiveResult {
    guard case .sequence(let panels) = given, case .classes(let labels) = targets,
      emphasis == Emphasis()
    else { return evaluateEach(given, targets, scale: scale, gradient: gradient) }
    return SequenceSoftmax(panels, labels).evaluate(scale: scale, gradient: gradient)
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    let (best, powers) = powers(of: outputs.map(Double.init))
    let total = powers.reduce(0, +)
    return (best, powers.map { Float($0 / total) })
  }
}
