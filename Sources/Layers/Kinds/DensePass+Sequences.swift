internal import KernelTable
internal import Tensors

/// A dense layer on each vector of a sequence. Of a text that has ended nothing is computed.
extension DensePass {
  /// The steps of which weight gradients are computed together.
  private static var chunk: Int { 8 }

  func forward(
    _ x: SequencePanels, _ weights: WeightMatrix, _ bias: Parameter
  ) -> SequencePanels {
    var result = x
    result.features = layer.units
    output.resize(to: x.steps * result.stride)
    if layer.activation == .leakyRelu { sumGradient.resize(to: x.steps * result.stride) }
    result.pointer = output.pointer
    for step in 0..<x.steps where !shouldStop() {
      let active = Int(x.active.pointer[step])
      let y = result.panel(step)
      weights.multiply(
        x.panel(step), into: y, width: x.width, active: active, from: .each(bias.values.pointer),
        threads: threads)
      guard layer.activation != .none else { continue }
      let slopes = sumGradient.pointer + step * result.stride
      for row in stride(from: 0, to: layer.units * x.width, by: x.width) {
        applyFunction(to: y + row, slopes: slopes + row, count: active)
      }
    }
    return result
  }

  func backward(
    _ dy: SequencePanels, _ x: SequencePanels, _ weights: WeightMatrix, needsInput: Bool
  ) -> SequencePanels? {
    gradients[0].clear()
    var sums = dy
    if layer.activation != .none {
      sumGradient.resize(to: dy.steps * dy.stride)
      sums.pointer = sumGradient.pointer
    }
    stepSums = sums
    var result = x
    if needsInput { inputGradient.resize(to: x.steps * x.stride) }
    result.pointer = inputGradient.pointer
    let extent = SequenceExtent(of: .sequence(x))
    for step in (0..<x.steps).reversed() where !shouldStop() {
      let active = Int(x.active.pointer[step])
      setSlopes(of: dy, into: sums.panel(step), step, running: extent.running(at: step), active)
      Kernels.best.addRowSums(
        sums.panel(step), layer.units, x.width, active, gradients[1].values.pointer)
      if needsInput {
        weights.multiplyTransposed(
          sums.panel(step), into: result.panel(step), width: x.width, active: active,
          accumulating: false)
      }
      guard step % Self.chunk == 0 else { continue }
      weights.addGradient(
        d: sums.panel(step), dStep: sums.stride, x: x.panel(step), xStep: x.stride,
        width: x.width, steps: min(Self.chunk, x.steps - step), active: x.active.pointer + step,
        to: gradients[0].values.pointer, scratch: scratch)
    }
    return needsInput ? result : nil
  }

  /// The gradients of a step's sums; 0 where a text has ended, whatever stands there. Without a function they are
  /// those that came, which may be thousands a place, and stay where they are.
  private func setSlopes(
    of dy: SequencePanels, into d: Floats, _ step: Int, running: Int, _ active: Int
  ) {
    guard layer.activation != .none else {
      guard running < active else { return }
      for row in stride(from: 0, to: dy.features * dy.width, by: dy.width) {
        (d + row + running).update(repeating: 0, count: active - running)
      }
      return
    }
    let source = dy.panel(step)
    let y = output.pointer + step * dy.stride
    for row in stride(from: 0, to: dy.features * dy.width, by: dy.width) {
      for column in 0..<running {
        d[row + column] =
          source[row + column] * slope(at: y[row + column], kept: d[row + column])
      }
      (d + row + running).update(repeating: 0, count: active - running)
    }
  }
}
