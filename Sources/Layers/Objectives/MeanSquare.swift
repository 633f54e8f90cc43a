/// Σ (y − target)² / outputs.
///
/// Of classes, with one output the class number is the target, with several the class's output is to be 1
/// and the others 0.
public struct MeanSquare: ExampleObjective {
  public var emphasis = Emphasis()

  public init() {}

  public var name: String { "mean_square" }
  public var takes: String { "an output for each class, or one for two classes" }
  public var takesNumbers: Bool { true }

  public func fits(outputs: Int, classes: Int) -> Bool {
    outputs == classes || outputs == 1 && classes == 2
  }

  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  ) {
    let count = Double(outputs.count)
    for (unit, output) in outputs.enumerated() {
      let difference = output - wanted(of: unit, of: outputs.count, target)
      result.loss += weight * (difference * difference / count)
      slopes[unit] = weight * (2 * difference / count)
    }
    if case .label = target { result.predictions.append(label(of: outputs)) }
  }

  private func wanted(of unit: Int, of count: Int, _ target: ExampleTarget) -> Double {
    switch target {
    case .values(let values): Double(values[values.startIndex + unit])
    case .label(let label): count == 1 ? Double(label) : unit == label ? 1 : 0
    }
  }

  /// The class whose target is nearest.
  private func label(of outputs: [Double]) -> Int {
    outputs.count == 1 ? (outputs[0] > 0.5 ? 1 : 0) : powers(of: outputs).best
  }

  /// It makes no probabilities of the outputs.
  public func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float]) {
    (label(of: outputs.map(Double.init)), [])
  }
}
