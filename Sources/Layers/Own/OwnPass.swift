internal import Tensors

/// One shard, which is the whole batch, through a layer of the program: panels become rows and rows panels.
final class OwnPass: LayerPass {
  private let layer: OwnLayer
  let gradients: [GradientPart]
  private let words = UnfoldedWords()
  private let output = Storage<Float>()
  private let inputGradient = Storage<Float>()
  private var given: Activation?
  private var answer: OwnAnswer?

  init(of layer: OwnLayer) {
    self.layer = layer
    gradients = layer.parameters.map { GradientPart(of: $0) }
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    let given = words.forward(input)
    self.given = given
    guard let shape = layer.output, let units = shape.features else {
      preconditionFailure("A pass is made after configure.")
    }
    let call = OwnCall(
      layer: layer, input: OwnValues(given), output: shape, isTraining: mode.isTraining,
      random: mode.random)
    // What was kept of the step before is let go of first.
    answer = nil
    answer = layer.computation?.answer(to: call)
    return OwnValues.laid(
      out: answer?.output.steps ?? [], features: units, isSequence: shape.isSequence, like: given,
      in: output)
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard let given else { preconditionFailure("Backward comes after forward.") }
    let back = answer?.backward(OwnValues(gradient))
    for (part, values) in zip(gradients, back?.parameters ?? []) { part.values.array = values }
    if back == nil { for part in gradients { part.clear() } }
    guard needsInput else { return nil }
    let shape = given.vectors
    return words.backward(
      OwnValues.laid(
        out: back?.input ?? [], features: shape.features, isSequence: shape.isSequence,
        like: given, in: inputGradient))
  }
}

extension Activation {
  /// How long the vectors are, and whether they stand in sequences.
  fileprivate var vectors: (features: Int, isSequence: Bool) {
    switch self {
    case .features(let panel): (panel.features, false)
    case .sequence(let panels): (panels.features, true)
    case .words, .embedded: preconditionFailure("A layer of the program is given vectors.")
    }
  }
}

extension OwnValues {
  /// The rows of panels.
  init(_ activation: Activation) {
    switch activation {
    case .features(let panel):
      self.init(
        count: panel.count, features: panel.features, lengths: nil,
        steps: [
          Self.rows(
            panel.pointer, panel.features, panel.width, count: panel.count, panel.count)
        ])
    case .sequence(let panels):
      let extent = SequenceExtent(of: activation)
      self.init(
        count: panels.count, features: panels.features, lengths: panels.lengths,
        steps: (0..<panels.steps).map { step in
          Self.rows(
            panels.panel(step), panels.features, panels.width, count: extent.running(at: step),
            panels.count)
        })
    case .words, .embedded: preconditionFailure("A layer of the program is given vectors.")
    }
  }

  /// The first `count` of `all` rows; the others are 0.
  private static func rows(
    _ panel: UnsafeMutablePointer<Float>, _ features: Int, _ width: Int, count: Int, _ all: Int
  ) -> [Float] {
    var rows = [Float](repeating: 0, count: all * features)
    for row in 0..<count {
      for feature in 0..<features {
        rows[row * features + feature] = panel[feature * width + row]
      }
    }
    return rows
  }

  /// Rows as panels of as many examples as `like` has; what there are no rows of is 0.
  static func laid(
    out steps: [[Float]], features: Int, isSequence: Bool, like: Activation,
    in storage: Storage<Float>
  ) -> Activation {
    func put(_ rows: [Float], count: Int, width: Int, at panel: UnsafeMutablePointer<Float>) {
      guard rows.count >= count * features else { return }
      for row in 0..<count {
        for feature in 0..<features {
          panel[feature * width + row] = rows[row * features + feature]
        }
      }
    }
    let (width, count) =
      switch like {
      case .features(let panel): (panel.width, panel.count)
      case .sequence(let panels): (panels.width, panels.count)
      case .words, .embedded: preconditionFailure("A layer of the program is given vectors.")
      }
    guard isSequence, case .sequence(var panels) = like else {
      storage.resize(to: features * width)
      storage.fill(with: 0)
      put(steps.first ?? [], count: count, width: width, at: storage.pointer)
      return .features(Panel(storage.pointer, features: features, width: width, count: count))
    }
    let extent = SequenceExtent(of: like)
    panels.features = features
    storage.resize(to: panels.steps * panels.stride)
    storage.fill(with: 0)
    panels.pointer = storage.pointer
    for (step, rows) in steps.enumerated() where step < panels.steps {
      put(rows, count: extent.running(at: step), width: width, at: panels.panel(step))
    }
    return .sequence(panels)
  }
}
