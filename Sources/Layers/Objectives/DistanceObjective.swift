/// An objective of how far outputs are from numbers: the mean over the outputs of a function of the
/// difference.
///
/// Of classes, with one output the class number is the target, with several the class's output is to be 1
/// and the others 0.
protocol DistanceObjective: ExampleObjective {
  /// What a difference y − target costs, and the slope there.
  static func cost(of difference: Double) -> (loss: Double, slope: Double)
}

extension DistanceObjective {
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
      let (loss, slope) = Self.cost(of: output - wanted(of: unit, of: outputs.count, target))
      result.loss += weight * (loss / count)
      slopes[unit] = weight * (slope / count)
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
