internal import Glibc
internal import KernelTable
internal import Tensors

/// −log softmax(y)[label] at each step of the sequences of a shard, step by step over all that still run.
struct SequenceSoftmax {
  private let panels: SequencePanels
  /// A sequence's labels side by side.
  private let labels: [Int]
  private let numbers: PlaceNumbers
  private let most: Storage<Float>
  private let places: Storage<Int32>
  private let sums: Storage<Float>

  init(_ panels: SequencePanels, _ labels: [Int]) {
    self.panels = panels
    self.labels = labels
    numbers = PlaceNumbers(of: panels)
    most = Storage(count: panels.width)
    places = Storage(count: panels.width)
    sums = Storage(count: panels.width)
  }

  /// The gradient is that of the sum times `scale`; with 0 there is none.
  func evaluate(scale: Float, gradient: Storage<Float>) -> ObjectiveResult {
    var result = ObjectiveResult()
    let extent = SequenceExtent(of: .sequence(panels))
    result.predictions = [Int](repeating: 0, count: labels.count)
    if scale != 0 { gradient.resize(to: panels.steps * panels.stride) }
    for step in 0..<panels.steps {
      let powers = scale == 0 ? nil : gradient.pointer + step * panels.stride
      add(step, running: extent.running(at: step), scale, powers, to: &result)
    }
    if scale != 0 {
      var slopes = panels
      slopes.pointer = gradient.pointer
      result.gradient = .sequence(slopes)
    }
    return result
  }

  private func add(
    _ step: Int, running: Int, _ scale: Float, _ powers: Floats?, to result: inout ObjectiveResult
  ) {
    let y = panels.panel(step)
    let (width, active) = (panels.width, Int(panels.active.pointer[step]))
    Kernels.best.columnPowers(
      y, panels.features, width, active, most.pointer, places.pointer, sums.pointer, powers)
    for column in 0..<running {
      let number = numbers.number(step: step, column: column)
      let above = Double(y[labels[number] * width + column]) - Double(most.pointer[column])
      result.loss += log(Double(sums.pointer[column])) - above
      result.predictions[number] = Int(places.pointer[column])
    }
    guard let powers else { return }
    // Nobody looks at texts that have ended; where they hold no numbers, nothing is made of them.
    for column in 0..<active {
      sums.pointer[column] = column < running ? scale / sums.pointer[column] : 0
    }
    Kernels.best.scaleColumns(powers, panels.features, width, active, sums.pointer)
    for column in 0..<running {
      powers[labels[numbers.number(step: step, column: column)] * width + column] -= scale
    }
  }
}
