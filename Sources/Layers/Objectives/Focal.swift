internal import Glibc

/// −(1 − p)² log p of the probability p that outputs give the label (Lin et al. 2017, arXiv 1708.02002, with
/// γ = 2): examples that are right already count little.
///
/// One output tells two classes apart as binary cross-entropy reads it, several as cross-entropy does.
public struct Focal: ExampleObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "focal" }
  public var takes: String { "an output for each class, or one for two classes" }
  public var ownFunction: String? { "softmax" }

  public func fits(outputs: Int, classes: Int) -> Bool {
    outputs == classes && classes > 1 || outputs == 1 && classes == 2
  }

  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    guard case .label(let label) = target else {
      preconditionFailure("The trainer checks that the focal loss has classes.")
    }
    // One output is the second of two, of which the first is 0.
    let scores = outputs.count == 1 ? [0, outputs[0]] : outputs
    let (best, powers) = powers(of: scores)
    let total = powers.reduce(0, +)
    let p = powers[label] / total
    // log p from the scores, which keeps its digits where p is near 0.
    let logarithm = scores[label] - scores[best] - log(total)
    let missing = 1 - p
    result.loss -= weight * (missing * missing * logarithm)
    result.predictions.append(best)
    // dL/dy = p dL/dp · (1 of the label − p of each).
    let slope = 2 * missing * p * logarithm - missing * missing
    for index in slopes.indices {
      let score = outputs.count == 1 ? 1 : index
      slopes[index] = weight * slope * ((score == label ? 1 : 0) - powers[score] / total)
    }
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    outputs.count == 1 ? BinaryCrossEntropy().answer(outputs) : CrossEntropy().answer(outputs)
  }
}
