internal import KernelTable
internal import Tensors

/// One shard through both layers of a `Bidirectional`; the gradients of what both read are added.
///
/// The second layer's pass is given vectors the other way round, each text from its own last to its first, and gives
/// them so: a text that ended takes no step then either, and what is longer than it changes nothing. Words it reads
/// backwards itself.
final class BidirectionalPass: LayerPass {
  private let forward: any LayerPass
  private let backward: any LayerPass
  private let inputDropout: DropoutPass
  /// How many matrices the first layer has.
  private let matrices: Int
  private let output = Storage<Float>()
  /// What the second layer is given, and its part of the gradient from above, the other way round.
  private let turnedInput = Storage<Float>()
  private let turnedGradient = Storage<Float>()
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
    return sideBySide(
      first, backward.forward(given.turned(in: turnedInput), mode: mode))
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
      let both = a.panels(of: 2 * a.features, in: output)
      for step in 0..<both.steps { both.copyFirstRows(of: a, step) }
      both.copyTurned(b, toRow: a.features)
      return .sequence(both)
    default: preconditionFailure("Both layers give the same.")
    }
  }

  // MARK: Backward

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    let (first, second) = parts(of: gradient)
    // The order in which gradients of words are added up.
    let ofFirst = forward.backward(first, needsInput: needsInput)
    let ofSecond = backward.backward(second, needsInput: needsInput)
    guard let ofFirst, let ofSecond else { return nil }
    if case .sequence(let a) = ofFirst, case .sequence(let b) = ofSecond { a.addTurned(b) }
    return inputDropout.backward(ofFirst, needsInput: needsInput)
  }

  /// The rows of each layer in the gradient from above, those of the second the other way round.
  private func parts(of gradient: Activation) -> (first: Activation, second: Activation) {
    switch gradient {
    case .features(var panel):
      panel.features /= 2
      let first = panel
      panel.pointer += panel.features * panel.width
      return (.features(first), .features(panel))
    case .sequence(let panels):
      let units = panels.features / 2
      let second = panels.rows(units..<2 * units)
      return (.sequence(panels.rows(0..<units)), .sequence(second.turned(in: turnedGradient)))
    case .words, .embedded: preconditionFailure("The gradient is that of states.")
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

extension Activation {
  /// A sequence of vectors the other way round; all else as it is.
  fileprivate func turned(in storage: Storage<Float>) -> Activation {
    guard case .sequence(let panels) = self else { return self }
    return .sequence(panels.turned(in: storage))
  }
}

extension SequencePanels {
  /// Copies the columns that are looked at of a step's panel of `source`, to as many rows from the first on.
  fileprivate func copyFirstRows(of source: SequencePanels, _ step: Int) {
    let count = Int(active.pointer[step])
    let (from, to) = (source.panel(step), panel(step))
    if count == width {
      to.update(from: from, count: source.features * width)
      return
    }
    for row in Swift.stride(from: 0, to: source.features * width, by: width) {
      (to + row).update(from: from + row, count: count)
    }
  }
}
