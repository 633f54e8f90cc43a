internal import Glibc
internal import Tensors

/// An objective of a model that gives one vector an example: what it says of one is all that differs.
protocol ExampleObjective: Objective {
  /// Adds the loss of one example that counts `weight` times to `result`, with its prediction; `slopes`
  /// becomes its gradient, an entry an output.
  func add(
    _ outputs: [Double], _ target: ExampleTarget, weight: Double, slopes: inout [Double],
    to result: inout ObjectiveResult
  )
}

/// What is wanted of one example.
enum ExampleTarget {
  case label(Int)
  /// One an output; of classes that an example has or has not, 1 or 0.
  case values(ArraySlice<Float>)
}

extension ExampleObjective {
  public func evaluate(
    _ given: Activation, _ targets: ObjectiveTargets, scale: Float, gradient: Storage<Float>
  ) -> ObjectiveResult {
    var result = ObjectiveResult()
    guard case .features(let panel) = given else { return result }
    gradient.resize(to: panel.features * panel.width)
    gradient.fill(with: 0)
    var outputs = [Double](repeating: 0, count: panel.features)
    var slopes = outputs
    for column in 0..<panel.count {
      for unit in 0..<panel.features {
        outputs[unit] = Double(panel.pointer[unit * panel.width + column])
      }
      let (target, weight) = target(column, of: targets, outputs: panel.features)
      add(outputs, target, weight: weight, slopes: &slopes, to: &result)
      for unit in 0..<panel.features {
        gradient.pointer[unit * panel.width + column] = Float(slopes[unit]) * scale
      }
    }
    var panelOfSlopes = panel
    panelOfSlopes.pointer = gradient.pointer
    result.gradient = .features(panelOfSlopes)
    return result
  }

  private func target(
    _ index: Int, of targets: ObjectiveTargets, outputs: Int
  ) -> (ExampleTarget, weight: Double) {
    switch targets {
    case .classes(let labels): (.label(labels[index]), emphasis.weight(of: labels[index]))
    case .values(let values), .sets(let values):
      (.values(values[index * outputs..<(index + 1) * outputs]), 1)
    }
  }
}

/// The largest of `values`, and exp(value − largest) of each, which cannot overflow.
func powers(of values: [Double]) -> (best: Int, powers: [Double]) {
  var best = 0
  for (index, value) in values.enumerated() where value > values[best] { best = index }
  return (best, values.map { exp($0 - values[best]) })
}
