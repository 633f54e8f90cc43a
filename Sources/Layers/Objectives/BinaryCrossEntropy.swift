internal import Glibc

/// −log p(label), p = 1 / (1 + exp(−y)), of one output y and two classes.
///
/// Where examples have any number of classes, each has an output, which says whether they have it: the loss of
/// an example is the mean over its outputs, as that of PyTorch's `BCEWithLogitsLoss`. The weight of a class is how
/// often it counts that an example has it (`pos_weight` there).
public struct BinaryCrossEntropy: ExampleObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "binary_cross_entropy" }
  public var takes: String {
    "one output and two classes, or several labels and an output for each"
  }
  public var ownFunction: String? { "sigmoid" }
  public var smoothsLabels: Bool { true }
  public var takesSets: Bool { true }

  public func fits(outputs: Int, classes: Int) -> Bool { outputs == 1 && classes == 2 }
  public func outputs(for classes: Int) -> Int { 1 }

  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    switch target {
    case .label(let label):
      let (loss, slope) = cost(of: outputs[0], wanted: label == 1 ? 1 : 0)
      result.loss += weight * loss
      result.predictions.append(outputs[0] > 0 ? 1 : 0)
      slopes[0] = weight * slope
    case .values(let isWanted): add(outputs, isWanted, slopes: &slopes, to: &result)
    }
  }

  /// Of an example whose classes have a 1 in `isWanted`.
  private func add(
    _ outputs: [Double], _ isWanted: ArraySlice<Float>, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    let share = 1 / Double(max(outputs.count, 1))
    var isRight = true
    for (place, wanted) in isWanted.enumerated() {
      let (loss, slope) = cost(
        of: outputs[place], wanted: Double(wanted), positive: emphasis.weight(of: place))
      result.loss += share * loss
      slopes[place] = share * slope
      isRight = isRight && (outputs[place] > 0) == (wanted == 1)
    }
    result.predictions.append(isRight ? 1 : 0)
  }

  /// w t log(1 + exp(−y)) + (1 − t) log(1 + exp(y)) of what is wanted with probability t, after smoothing, and
  /// counts w = `positive` times.
  private func cost(
    of y: Double, wanted: Double, positive: Double = 1
  ) -> (loss: Double, slope: Double) {
    let wanted = wanted * (1 - emphasis.smoothing) + emphasis.smoothing / 2
    // log(1 + exp(−|y|)) cannot overflow, and keeps its digits where p is near 0 or 1.
    let logarithm = log1p(exp(-abs(y)))
    let (one, other) = (positive * wanted, 1 - wanted)
    return (
      (one + other) * (max(y, 0) + logarithm) - one * y, (one + other) * sigmoid(y) - one
    )
  }

  private func sigmoid(_ y: Double) -> Double {
    y >= 0 ? 1 / (1 + exp(-y)) : exp(y) / (1 + exp(y))
  }

  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    let p = sigmoid(outputs.first.map(Double.init) ?? .nan)
    return ((outputs.first ?? 0) > 0 ? 1 : 0, [Float(1 - p), Float(p)])
  }

  /// The classes that an example has by its outputs, one a class, and the probability of each.
  public func answers(_ outputs: [Float]) -> (labels: [Int], probabilities: [Float]) {
    (outputs.indices.filter { outputs[$0] > 0 }, outputs.map { Float(sigmoid(Double($0))) })
  }
}
