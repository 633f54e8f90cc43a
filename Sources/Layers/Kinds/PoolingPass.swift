internal import KernelTable
internal import Tensors

/// One shard through a pooling without weights.
final class PoolingPass: LayerPass {
  private let way: Pooling.Way
  private let words = UnfoldedWords()
  private let output = Storage<Float>()
  /// (features, width): of `max`, the step that has it.
  private let steps = Storage<Int32>()
  private let inputGradient = Storage<Float>()
  private var given: SequencePanels?
  let gradients: [GradientPart] = []

  init(_ way: Pooling.Way) { self.way = way }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard case .sequence(let panels) = words.forward(input) else {
      preconditionFailure("A pooling is given a sequence.")
    }
    given = panels
    let size = panels.features * panels.width
    output.resize(to: size)
    output.fill(with: 0)
    steps.resize(to: way == .max ? size : 0)
    let extent = SequenceExtent(of: .sequence(panels))
    for step in 0..<panels.steps {
      let x = panels.panel(step)
      switch way {
      case .last: panels.copyColumns(extent.columnsEnding(at: step), of: x, to: output.pointer)
      case .mean: add(x, running: extent.running(at: step), panels)
      case .max: takeLarger(x, step, running: extent.running(at: step), panels)
      case .attention: break
      }
    }
    if way == .mean { divideByLengths(output.pointer, panels) }
    return .features(
      Panel(output.pointer, features: panels.features, width: panels.width, count: panels.count))
  }

  private func add(_ x: Floats, running: Int, _ panels: SequencePanels) {
    let sums = output.pointer
    for row in stride(from: 0, to: panels.features * panels.width, by: panels.width) {
      for column in 0..<running { sums[row + column] += x[row + column] }
    }
  }

  private func takeLarger(_ x: Floats, _ step: Int, running: Int, _ panels: SequencePanels) {
    let (best, place) = (output.pointer, steps.pointer)
    for row in stride(from: 0, to: panels.features * panels.width, by: panels.width) {
      for n in row..<row + running where step == 0 || x[n] > best[n] {
        best[n] = x[n]
        place[n] = Int32(truncatingIfNeeded: step)
      }
    }
  }

  private func divideByLengths(_ sums: Floats, _ panels: SequencePanels) {
    for row in stride(from: 0, to: panels.features * panels.width, by: panels.width) {
      for column in 0..<panels.count { sums[row + column] /= Float(panels.lengths[column]) }
    }
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard case .features(let above) = gradient, var panels = given else {
      preconditionFailure("A pooling's gradient is that of vectors.")
    }
    guard needsInput else { return nil }
    inputGradient.resize(to: panels.steps * panels.stride)
    panels.pointer = inputGradient.pointer
    let extent = SequenceExtent(of: .sequence(panels))
    for step in 0..<panels.steps {
      let d = panels.panel(step)
      panels.clear(step)
      switch way {
      case .last: panels.copyColumns(extent.columnsEnding(at: step), of: above.pointer, to: d)
      case .mean: spread(above, to: d, running: extent.running(at: step), panels)
      case .max: giveBack(above, to: d, step, running: extent.running(at: step))
      case .attention: break
      }
    }
    return words.backward(.sequence(panels))
  }

  private func spread(
    _ above: Panel, to d: Floats, running: Int, _ panels: SequencePanels
  ) {
    for row in stride(from: 0, to: above.features * above.width, by: above.width) {
      for column in 0..<running {
        d[row + column] = above.pointer[row + column] / Float(panels.lengths[column])
      }
    }
  }

  private func giveBack(_ above: Panel, to d: Floats, _ step: Int, running: Int) {
    for row in stride(from: 0, to: above.features * above.width, by: above.width) {
      for n in row..<row + running where Int(steps.pointer[n]) == step {
        d[n] = above.pointer[n]
      }
    }
  }
}
