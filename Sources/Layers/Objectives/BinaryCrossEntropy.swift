internal import Glibc

/// −log p(label), p = 1 / (1 + exp(−y)), of one output y and two classes.
public struct BinaryCrossEntropy: ExampleObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "binary_cross_entropy" }
  public var takes: String { "one output and two classes" }
  public var ownFunction: String? { "sigmoid" }
  public var smoothsLabels: Bool { true }

  public func fits(outputs: Int, classes: Int) -> Bool { outputs == 1 && classes == 2 }
  public func outputs(for classes: Int) -> Int { 1 }

  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    guard case .label(let label) = target else {
      preconditionFailure("The trainer checks that cross-entropy has classes.")
    }
    let y = outputs[0]
    let wanted = (label == 1 ? 1 - emphasis.smoothing : 0) + emphasis.smoothing / 2
    // log(1 + exp(−|y|)) cannot overflow, and keeps its digits where p is near 0 or 1.
    result.loss += weight * (max(y, 0) - y * wanted + log1p(exp(-abs(y))))
    result.predictions.append(y > 0 ? 1 : 0)
    slopes[0] = weight * (sigmoid(y) - wanted)
  }

  private func sigmoid(_ y: Double) -> Double {
    y >= 0 ? 1 / (1 + exp(-y)) : exp(y) / (1 + exp(y))
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    let p = sigmoid(outputs.first.map(Double.init) ?? .nan)
    return ((outputs.first ?? 0) > 0 ? 1 : 0, [Float(1 - p), Float(p)])
  }
}
