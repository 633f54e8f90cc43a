internal import Tensors

/// Sets a share of what it is given to 0 while training, and scales the rest by 1 / (1 − share).
///
/// Of features, single values are dropped; of a sequence, whole features for all of its steps (Gal
/// and Ghahramani 2016, arXiv 1512.05287); of words, whole word types of the batch, so that each
/// word is still projected once.
public final class Dropout: Layer {
  public let share: Double

  public init(share: Double) { self.share = share }

  public convenience init(_ choices: LayerChoices) throws {
    self.init(share: try choices.number("share", in: 0..<1) ?? 0)
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("share", share)
    return choices
  }

  public static let kinds = ["dropout"]
  public var takesEither: Bool { true }
  public var hasWeights: Bool { false }
  public var outputFunction: ActivationFunction? { nil }
  public var kind: String { "dropout" }
  public var details: String { "\(share)" }
  public var matrices: [WeightMatrix] { [] }
  public var parameters: [Parameter] { [] }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    if case .words = input {
      throw LayerError.wrongInput(layer: kind, takes: "features or a sequence", given: input)
    }
    return input
  }

  public func copied(parts: [any Layer]) -> any Layer { Dropout(share: share) }
  /// It does nothing where models answer.
  public func pack(into packing: inout Packing) {}

  public func makePass() -> any LayerPass { DropoutPass(share: share) }
}

/// Multiplies by factors drawn anew in each step, and gradients by the same factors.
final class DropoutPass: LayerPass {
  private let share: Double
  /// Features: one a value, `(features, width)`; a sequence: the same, for all steps; words: one a
  /// row. Empty when the last step dropped nothing.
  private var factors: [Float] = []
  private let output = Storage<Float>()
  private let inputGradient = Storage<Float>()
  let gradients: [GradientPart] = []

  init(share: Double) { self.share = share }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard mode.isTraining, share > 0 else {
      factors = []
      return input
    }
    var random = mode.random
    switch input {
    case .words: return input
    case .embedded(let words):
      draw(words.batch.distinct.count, &random)
      scaleRows(of: words, values: words.values)
      return input
    case .features(let panel):
      draw(panel.features * panel.width, &random)
      output.resize(to: factors.count)
      scale(panel.pointer, into: output.pointer)
      var result = panel
      result.pointer = output.pointer
      return .features(result)
    case .sequence(var panels):
      draw(panels.features * panels.width, &random)
      output.resize(to: panels.stride * panels.steps)
      for step in 0..<panels.steps {
        scale(panels.panel(step), into: output.pointer + step * panels.stride)
      }
      panels.pointer = output.pointer
      return .sequence(panels)
    }
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    guard !factors.isEmpty else { return gradient }
    switch gradient {
    case .words: return gradient
    case .embedded(let words):
      scaleRows(of: words, values: words.gradient)
      scaleDenseRows(of: words)
      return gradient
    case .features(var panel):
      inputGradient.resize(to: factors.count)
      scale(panel.pointer, into: inputGradient.pointer)
      panel.pointer = inputGradient.pointer
      return .features(panel)
    case .sequence(var panels):
      inputGradient.resize(to: panels.stride * panels.steps)
      for step in 0..<panels.steps {
        scale(panels.panel(step), into: inputGradient.pointer + step * panels.stride)
      }
      panels.pointer = inputGradient.pointer
      return .sequence(panels)
    }
  }

  private func draw(_ count: Int, _ random: inout RandomSource) {
    let kept = Float(1 / (1 - share))
    factors.removeAll(keepingCapacity: true)
    factors.reserveCapacity(count)
    for _ in 0..<count { factors.append(random.uniform() < share ? 0 : kept) }
  }

  private func scale(_ x: UnsafeMutablePointer<Float>, into y: UnsafeMutablePointer<Float>) {
    // Selected, not multiplied: what stands in padding may be anything, also infinite.
    for n in 0..<factors.count { y[n] = factors[n] == 0 ? 0 : x[n] * factors[n] }
  }

  private func scaleDenseRows(of words: EmbeddedWords) {
    guard words.denseGradient.count > 0 else { return }
    for (row, factor) in factors.enumerated() {
      let values = words.denseGradient.pointer + row * words.columns
      for column in 0..<words.columns { values[column] *= factor }
    }
  }

  private func scaleRows(of words: EmbeddedWords, values: Storage<Float>) {
    for (row, factor) in factors.enumerated() {
      for entry in words.entries(ofRow: row) {
        values.pointer[entry] = factor == 0 ? 0 : values.pointer[entry] * factor
      }
    }
  }
}
