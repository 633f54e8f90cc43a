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
    evaluateEach(given, targets, scale: scale, gradient: gradient)
  }

  func evaluateEach(
    _ given: Activation, _ targets: ObjectiveTargets, scale: Float, gradient: Storage<Float>
  ) -> ObjectiveResult {
    var result = ObjectiveResult()
    switch given {
    case .features(var panel):
      gradient.resize(to: panel.features * panel.width)
      gradient.fill(with: 0)
      for column in 0..<panel.count {
        add(column, of: panel, targets, column, scale, to: gradient.pointer, &result)
      }
      panel.pointer = gradient.pointer
      result.gradient = .features(panel)
    case .sequence(var panels):
      gradient.resize(to: panels.steps * panels.stride)
      gradient.fill(with: 0)
      for (number, place) in PlaceNumbers(of: panels).inOrder.enumerated() {
        let panel = Panel(
          panels.panel(place.step), features: panels.features, width: panels.width,
          count: panels.count)
        add(
          place.column, of: panel, targets, number, scale,
          to: gradient.pointer + place.step * panels.stride, &result)
      }
      panels.pointer = gradient.pointer
      result.gradient = .sequence(panels)
    case .words, .embedded: break
    }
    return result
  }

  /// Adds what one column of a panel comes to, of which target `number` is wanted.
  private func add(
    _ column: Int, of panel: Panel, _ targets: ObjectiveTargets, _ number: Int, _ scale: Float,
    to gradient: UnsafeMutablePointer<Float>, _ result: inout ObjectiveResult
  ) {
    var slopes = [Double](repeating: 0, count: panel.features)
    let outputs = (0..<panel.features).map {
      Double(panel.pointer[$0 * panel.width + column])
    }
    let (target, weight) = target(number, of: targets, outputs: panel.features)
    add(outputs, target, weight: weight, slopes: &slopes, to: &result)
    for unit in 0..<panel.features {
      gradient[unit * panel.width + column] = Float(slopes[unit]) * scale
    }
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
