internal import Glibc
public import Tensors

/// How far outputs are from what they should be, and the way down.
///
/// Each gives the sum over the shard's examples, so that the mean over a batch or a whole set counts
/// every example once, the last smaller batch included.
public enum Loss: String, Sendable, CaseIterable {
  /// −log p(label), p = 1 / (1 + exp(−y)), of one output y and two classes.
  case binaryCrossEntropy = "binary_cross_entropy"
  /// −log softmax(y)[label], of k outputs and k classes.
  case crossEntropy = "cross_entropy"
  /// Σ (y − target)² / outputs.
  case meanSquare = "mean_square"

  /// Targets of a shard's examples.
  public enum Targets: Sendable {
    case classes([Int])
    /// (count × outputs), an example's targets side by side.
    case values([Float])
  }

  /// What a shard came to.
  public struct Result: Sendable {
    /// Sum over the examples.
    public var loss = 0.0
    /// (count): the likeliest class, where there are classes.
    public var predictions: [Int] = []

    public init() {}
  }

  /// The loss of `outputs` (units, width); `gradient` becomes its gradient times `scale`.
  ///
  /// `gradient` is as large as the panel, padding 0. Computed in double precision: the outputs are
  /// few.
  public func evaluate(
    _ outputs: Panel, _ targets: Targets, scale: Float, gradient: Storage<Float>
  ) -> Result {
    gradient.resize(to: outputs.features * outputs.width)
    gradient.fill(with: 0)
    var result = Result()
    for column in 0..<outputs.count {
      switch (self, targets) {
      case (.binaryCrossEntropy, .classes(let labels)):
        binary(outputs, column, labels[column], scale, gradient, &result)
      case (.crossEntropy, .classes(let labels)):
        softmax(outputs, column, labels[column], scale, gradient, &result)
      case (.meanSquare, .values(let values)):
        square(outputs, column, values, scale, gradient, &result)
      case (.meanSquare, .classes(let labels)):
        square(outputs, column, labels, scale, gradient, &result)
      case (.binaryCrossEntropy, .values), (.crossEntropy, .values):
        preconditionFailure("The trainer checks that cross-entropy has classes.")
      }
    }
    return result
  }

  private func binary(
    _ outputs: Panel, _ column: Int, _ label: Int, _ scale: Float, _ gradient: Storage<Float>,
    _ result: inout Result
  ) {
    let y = Double(outputs.pointer[column])
    let target = label == 1 ? 1.0 : 0.0
    // log(1 + exp(−|y|)) cannot overflow, and keeps its digits where p is near 0 or 1.
    result.loss += max(y, 0) - y * target + log1p(exp(-abs(y)))
    result.predictions.append(y > 0 ? 1 : 0)
    gradient.pointer[column] = Float(sigmoid(y) - target) * scale
  }

  private func softmax(
    _ outputs: Panel, _ column: Int, _ label: Int, _ scale: Float, _ gradient: Storage<Float>,
    _ result: inout Result
  ) {
    let values = (0..<outputs.features).map {
      Double(outputs.pointer[$0 * outputs.width + column])
    }
    let (best, powers) = powers(of: values)
    let total = powers.reduce(0, +)
    result.loss += log(total) - (values[label] - values[best])
    result.predictions.append(best)
    for (index, power) in powers.enumerated() {
      let p = power / total
      gradient.pointer[index * outputs.width + column] =
        Float(p - (index == label ? 1 : 0)) * scale
    }
  }

  private func sigmoid(_ y: Double) -> Double {
    y >= 0 ? 1 / (1 + exp(-y)) : exp(y) / (1 + exp(y))
  }

  /// The largest of `values`, and exp(value − largest) of each, which cannot overflow.
  private func powers(of values: [Double]) -> (best: Int, powers: [Double]) {
    var best = 0
    for (index, value) in values.enumerated() where value > values[best] { best = index }
    return (best, values.map { exp($0 - values[best]) })
  }

  /// What the outputs of one example say where this was made small: the likeliest class, and the probability
  /// of each. Mean square makes no probabilities of them: the class is the one whose target is nearest.
  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    let values = outputs.map(Double.init)
    switch self {
    case .binaryCrossEntropy:
      let p = sigmoid(values.first ?? .nan)
      return ((values.first ?? 0) > 0 ? 1 : 0, [Float(1 - p), Float(p)])
    case .crossEntropy:
      let (best, powers) = powers(of: values)
      let total = powers.reduce(0, +)
      return (best, powers.map { Float($0 / total) })
    case .meanSquare:
      if values.count == 1 { return (values[0] > 0.5 ? 1 : 0, []) }
      return (powers(of: values).best, [])
    }
  }

  private func square(
    _ outputs: Panel, _ column: Int, _ targets: [Float], _ scale: Float,
    _ gradient: Storage<Float>, _ result: inout Result
  ) {
    for unit in 0..<outputs.features {
      let target = targets[column * outputs.features + unit]
      addSquare(outputs, column, unit, Double(target), scale, gradient, &result)
    }
  }

  /// Of classes, with one output the class number is the target, with several the class's output is
  /// to be 1 and the others 0.
  private func square(
    _ outputs: Panel, _ column: Int, _ labels: [Int], _ scale: Float,
    _ gradient: Storage<Float>, _ result: inout Result
  ) {
    let label = labels[column]
    var best = 0
    for unit in 0..<outputs.features {
      let target = outputs.features == 1 ? Double(label) : (unit == label ? 1 : 0)
      addSquare(outputs, column, unit, target, scale, gradient, &result)
      if outputs.pointer[unit * outputs.width + column]
        > outputs.pointer[best * outputs.width + column]
      {
        best = unit
      }
    }
    result.predictions.append(
      outputs.features == 1 ? (outputs.pointer[column] > 0.5 ? 1 : 0) : best)
  }

  private func addSquare(
    _ outputs: Panel, _ column: Int, _ unit: Int, _ target: Double, _ scale: Float,
    _ gradient: Storage<Float>, _ result: inout Result
  ) {
    let position = unit * outputs.width + column
    let difference = Double(outputs.pointer[position]) - target
    result.loss += difference * difference / Double(outputs.features)
    gradient.pointer[position] = Float(2 * difference / Double(outputs.features)) * scale
  }
}
