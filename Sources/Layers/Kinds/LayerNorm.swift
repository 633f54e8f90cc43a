internal import KernelTable
internal import Tensors

/// y = scale · (x − μ) / √(σ² + 1e-5) + bias, with mean and variance over the features of each vector (Ba et
/// al. 2016, arXiv 1607.06450). Of a sequence, each vector by itself.
public final class LayerNorm: Layer {
  private(set) var scale: Parameter?
  private(set) var bias: Parameter?
  /// It is given a sequence.
  private var takesSteps = false

  public init() {}

  public convenience init(_ choices: LayerChoices) throws { self.init() }

  public var choices: LayerChoices { LayerChoices() }

  public static let kinds = ["layer_norm"]
  public var kind: String { "layer_norm" }
  public var details: String { "" }
  public var matrices: [WeightMatrix] { [] }
  public var parameters: [Parameter] { [scale, bias].compactMap { $0 } }
  public var inputFeatures: Int? { scale?.count }
  public var takesEither: Bool { true }
  public var worksByPlace: Bool { true }
  /// What it gives, x without scale and bias, and its gradient.
  public var keptNumbers: Int { takesSteps ? 3 * (scale?.count ?? 0) : 0 }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard bias == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard let features = input.features else {
      throw LayerError.wrongInput(layer: kind, takes: "features or a sequence", given: input)
    }
    scale = try source.bias("scale", start: [Float](repeating: 1, count: features))
    bias = try source.bias("bias", start: [Float](repeating: 0, count: features))
    takesSteps = input == .sequence(features: features)
    return input
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = LayerNorm()
    copy.scale = scale?.copied()
    copy.bias = bias?.copied()
    copy.takesSteps = takesSteps
    return copy
  }

  public func makePass() -> any LayerPass {
    guard let scale, let bias else { preconditionFailure("A pass is made after configure.") }
    return LayerNormPass(scale, bias)
  }
}

/// One shard through it. With x̂ = (x − μ) / s, s = √(σ² + ε), dx̂ = dy · scale and means over features:
///
///     dx = (dx̂ − mean dx̂ − x̂ mean(dx̂ x̂)) / s
final class LayerNormPass: LayerPass {
  private let scale: Parameter
  private let bias: Parameter
  private let words = UnfoldedWords()
  private let output = Storage<Float>()
  /// As the output: x̂.
  private let normal = Storage<Float>()
  /// (steps, width): 1 / s.
  private let inverse = Storage<Float>()
  private let inputGradient = Storage<Float>()
  /// (2, width): sums over the features.
  private let sums = Storage<Float>()
  private var given: Activation?
  let gradients: [GradientPart]

  private static let epsilon: Float = 1e-5

  init(_ scale: Parameter, _ bias: Parameter) {
    self.scale = scale
    self.bias = bias
    gradients = [scale, bias].map { GradientPart(of: $0) }
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    let given = words.forward(input)
    self.given = given
    switch given {
    case .features(var panel):
      reserve(panel.features * panel.width, columns: panel.width)
      normalise(panel.pointer, at: 0, ofColumns: 0, width: panel.width, panel.width)
      panel.pointer = output.pointer
      return .features(panel)
    case .sequence(var panels):
      reserve(panels.steps * panels.stride, columns: panels.steps * panels.width)
      for step in 0..<panels.steps where !mode.shouldStop() {
        normalise(
          panels.panel(step), at: step * panels.stride, ofColumns: step * panels.width,
          width: panels.width, Int(panels.active.pointer[step]))
      }
      panels.pointer = output.pointer
      return .sequence(panels)
    case .words, .embedded: preconditionFailure("A norm is given vectors.")
    }
  }

  private func reserve(_ numbers: Int, columns: Int) {
    output.resize(to: numbers)
    normal.resize(to: numbers)
    inverse.resize(to: columns)
  }

  /// One panel, which begins `at` that place of the storages.
  private func normalise(
    _ x: Floats, at start: Int, ofColumns first: Int, width: Int, _ active: Int
  ) {
    let features = scale.count
    sums.resize(to: 2 * width)
    sums.fill(with: 0)
    let (mean, variance) = (sums.pointer, sums.pointer + width)
    let (y, normal, inverse) = (
      output.pointer + start, normal.pointer + start, inverse.pointer + first
    )
    for row in 0..<features {
      for column in 0..<active { mean[column] += x[row * width + column] }
    }
    for column in 0..<active { mean[column] /= Float(features) }
    for row in 0..<features {
      for column in 0..<active {
        let difference = x[row * width + column] - mean[column]
        normal[row * width + column] = difference
        variance[column] += difference * difference
      }
    }
    for column in 0..<active {
      inverse[column] = 1 / (variance[column] / Float(features) + Self.epsilon).squareRoot()
    }
    for row in 0..<features {
      let (scale, bias) = (scale.values.pointer[row], bias.values.pointer[row])
      for n in row * width..<row * width + active {
        normal[n] *= inverse[n - row * width]
        y[n] = scale * normal[n] + bias
      }
    }
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    for part in gradients { part.clear() }
    switch gradient {
    case .features(var panel):
      inputGradient.resize(to: panel.features * panel.width)
      goBack(
        panel.pointer, at: 0, ofColumns: 0, width: panel.width, panel.width, running: panel.count)
      panel.pointer = inputGradient.pointer
      return .features(panel)
    case .sequence(var panels):
      inputGradient.resize(to: panels.steps * panels.stride)
      let extent = SequenceExtent(of: gradient)
      for step in 0..<panels.steps {
        goBack(
          panels.panel(step), at: step * panels.stride, ofColumns: step * panels.width,
          width: panels.width, Int(panels.active.pointer[step]), running: extent.running(at: step))
      }
      panels.pointer = inputGradient.pointer
      return words.backward(.sequence(panels))
    case .words, .embedded: preconditionFailure("A norm's gradient is that of vectors.")
    }
  }

  private func goBack(
    _ dy: Floats, at start: Int, ofColumns first: Int, width: Int, _ active: Int, running: Int
  ) {
    let features = scale.count
    sums.resize(to: 2 * width)
    sums.fill(with: 0)
    let (sum, product) = (sums.pointer, sums.pointer + width)
    let (dx, normal, inverse) = (
      inputGradient.pointer + start, normal.pointer + start, inverse.pointer + first
    )
    for row in 0..<features {
      let scale = scale.values.pointer[row]
      var (ofScale, ofBias): (Float, Float) = (0, 0)
      for column in 0..<running {
        let n = row * width + column
        ofScale += dy[n] * normal[n]
        ofBias += dy[n]
        sum[column] += dy[n] * scale
        product[column] += dy[n] * scale * normal[n]
      }
      gradients[0].values.pointer[row] += ofScale
      gradients[1].values.pointer[row] += ofBias
    }
    for row in 0..<features {
      let scale = scale.values.pointer[row]
      for column in 0..<running {
        let n = row * width + column
        let rest = (sum[column] + normal[n] * product[column]) / Float(features)
        dx[n] = inverse[column] * (dy[n] * scale - rest)
      }
      (dx + row * width + running).update(repeating: 0, count: active - running)
    }
  }
}
