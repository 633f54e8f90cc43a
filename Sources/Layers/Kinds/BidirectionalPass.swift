internal import KernelTable
internal import Tensors

/// One shard through both layers of a `Bidirectional`; the gradients of what both read are added.
final class BidirectionalPass: LayerPass {
  private let forward: any LayerPass
  private let backward: any LayerPass
  private let inputDropout: DropoutPass
  /// How many matrices the first layer has.
  private let matrices: Int
  private let output = Storage<Float>()
  /// Of each layer: its part of the gradient from above, where that is a sequence.
  private let partGradients = (0..<2).map { _ in Storage<Float>() }
  let gradients: [GradientPart]

  init(
    forward: any LayerPass, backward: any LayerPass, dropout: Double, matrices: Int
  ) {
    self.forward = forward
    self.backward = backward
    inputDropout = DropoutPass(share: dropout)
    self.matrices = matrices
    gradients = forward.gradients + backward.gradients
  }

  // MARK: Forward

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    let given = inputDropout.forward(input, mode: mode)
    var mode = mode
    // What comes after a piece of text is not known yet: nothing could be carried backwards.
    mode.carried = nil
    let first = forward.forward(given, mode: mode)
    guard !mode.shouldStop() else { return first }
    return sideBySide(first, backward.forward(given, mode: mode))
  }

  /// The features of both, one below the other.
  private func sideBySide(_ first: Activation, _ second: Activation) -> Activation {
    switch (first, second) {
    case (.features(var a), .features(let b)):
      let size = a.features * a.width
      output.resize(to: 2 * size)
      output.pointer.update(from: a.pointer, count: size)
      (output.pointer + size).update(from: b.pointer, count: size)
      a.pointer = output.pointer
      a.features *= 2
      return .features(a)
    case (.sequence(let a), .sequence(let b)):
      var both = a
      both.features *= 2
      output.resize(to: both.steps * both.stride)
      both.pointer = output.pointer
      for step in 0..<both.steps {
        both.copyRows(of: a, step, to: 0)
        both.copyRows(of: b, step, to: a.features)
      }
      return .sequence(both)
    default: preconditionFailure("Both layers give the same.")
    }
  }

  // MARK: Backward

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    let (first, second) = (part(0, of: gradient), part(1, of: gradient))
    // The order in which gradients of words are added up.
    let ofFirst = forward.backward(first, needsInput: needsInput)
    let ofSecond = backward.backward(second, needsInput: needsInput)
    guard let ofFirst, let ofSecond else { return nil }
    if case .sequence(let a) = ofFirst, case .sequence(let b) = ofSecond { add(b, to: a) }
    return inputDropout.backward(ofFirst, needsInput: needsInput)
  }

  /// The rows of a layer in the gradient from above.
  private func part(_ number: Int, of gradient: Activation) -> Activation {
    switch gradient {
    case .features(var panel):
      panel.features /= 2
      panel.pointer += number * panel.features * panel.width
      return .features(panel)
    case .sequence(let panels):
      var part = panels
      part.features /= 2
      partGradients[number].resize(to: part.steps * part.stride)
      part.pointer = partGradients[number].pointer
      for step in 0..<part.steps {
        part.copyRows(of: panels, step, from: number * part.features)
      }
      return .sequence(part)
    case .words, .embedded: preconditionFailure("The gradient is that of states.")
    }
  }

  private func add(_ source: SequencePanels, to target: SequencePanels) {
    for step in 0..<target.steps {
      let (a, b) = (target.panel(step), source.panel(step))
      let active = Int(target.active.pointer[step])
      for row in stride(from: 0, to: target.features * target.width, by: target.width) {
        for n in row..<row + active { a[n] += b[n] }
      }
    }
  }

  // MARK: Absent connections

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    if number < matrices {
      forward.addDenseGradient(ofMatrix: number, rows: rows, to: block)
    } else {
      backward.addDenseGradient(ofMatrix: number - matrices, rows: rows, to: block)
    }
  }

  func forgetAbsentGradients() {
    forward.forgetAbsentGradients()
    backward.forgetAbsentGradients()
  }
}

extension SequencePanels {
  /// Copies rows of a step's panel of `source`, from row `first` on, to rows from `target` on: as many as the
  /// smaller of both has, and the columns that are looked at.
  fileprivate func copyRows(
    of source: SequencePanels, _ step: Int, from first: Int = 0, to target: Int = 0
  ) {
    let count = Int(active.pointer[step])
    let (from, to) = (source.panel(step) + first * width, panel(step) + target * width)
    for row in 0..<min(features, source.features) {
      (to + row * width).update(from: from + row * width, count: count)
    }
  }
}
