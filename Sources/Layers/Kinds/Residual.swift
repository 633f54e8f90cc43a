internal import KernelTable
internal import Tensors

/// y = x + f(x), f being layers one after the other that give as many features as they take (He et al. 2016,
/// arXiv 1512.03385). Of layers that give the end of a sequence, the end of x is added.
public final class Residual: Layer {
  private let inner: Sequential
  private(set) var givesEnd = false
  /// How many features a sequence has that it is given; 0 of vectors.
  private var features = 0

  /// Throws `LayerError` where layers cannot stand together.
  public convenience init(_ layers: [any Layer]) throws { self.init(try Sequential(layers)) }

  private init(_ inner: Sequential) { self.inner = inner }

  public convenience init(_ choices: LayerChoices) throws {
    try self.init(try choices.layers("layers"))
  }

  public var choices: LayerChoices { inner.choices }

  public static let kinds = ["residual"]
  public var kind: String { "residual" }
  public var details: String { inner.details }
  public var matrices: [WeightMatrix] { inner.matrices }
  public var parameters: [Parameter] { inner.parameters }
  public var statedInput: Shape? {
    if case .words = inner.statedInput { nil } else { inner.statedInput }
  }
  public var inputFeatures: Int? { inner.inputFeatures }
  public var takesSequences: Bool { inner.takesSequences }
  public var takesEither: Bool { inner.takesEither }
  public var hasWeights: Bool { inner.hasWeights }
  public var keptNumbers: Int { inner.keptNumbers + 2 * features }
  public var parts: [LayerPart] { inner.parts }
  public var depth: Int { inner.depth }
  public var size: Int { inner.size }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    if case .words = input {
      throw LayerError.wrongInput(layer: kind, takes: "features or a sequence", given: input)
    }
    let output = try inner.configure(
      input: input, givesSequence: givesSequence, weights: &source)
    guard output.features == input.features, output == input || !output.isSequence else {
      throw LayerError.shapesDiffer(layer: kind, given: input, gives: output)
    }
    givesEnd = output != input
    features = input.isSequence ? input.features ?? 0 : 0
    return output
  }

  public func prepare(width: Int, isTraining: Bool) {
    inner.prepare(width: width, isTraining: isTraining)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = Residual(inner.copy(layers: parts))
    copy.givesEnd = givesEnd
    copy.features = features
    return copy
  }

  public func makePass() -> any LayerPass {
    ResidualPass(inner.makeNetworkPass(), givesEnd: givesEnd)
  }
}

/// One shard through it: what the layers give and x are added, and so are both gradients on the way back.
final class ResidualPass: LayerPass {
  private let inner: SequentialPass
  /// x itself where both are of one form, else its end.
  private let end: PoolingPass?
  private let words = UnfoldedWords()
  private let output = Storage<Float>()
  private let inputGradient = Storage<Float>()
  var gradients: [GradientPart] { inner.gradients }

  init(_ inner: SequentialPass, givesEnd: Bool) {
    self.inner = inner
    end = givesEnd ? PoolingPass(.last) : nil
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    // Written out: layers that drop words do so in place, and x is needed as it was.
    let x = words.forward(input)
    let result = inner.forward(x, mode: mode)
    guard !mode.shouldStop() else { return result }
    return sum(of: end?.forward(x, mode: mode) ?? x, and: result, in: output)
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    let below = inner.backward(gradient, needsInput: needsInput)
    guard needsInput, let below else { return nil }
    let direct = end?.backward(gradient, needsInput: true) ?? gradient
    return words.backward(sum(of: direct, and: below, in: inputGradient))
  }

  /// Of two activations of one form; the columns that are looked at.
  private func sum(
    of one: Activation, and other: Activation, in storage: Storage<Float>
  ) -> Activation {
    switch (one, other) {
    case (.features(let a), .features(var b)):
      storage.resize(to: b.features * b.width)
      add(a.pointer, b.pointer, to: storage.pointer, count: storage.count)
      b.pointer = storage.pointer
      return .features(b)
    case (.sequence(let a), .sequence(var b)):
      storage.resize(to: b.steps * b.stride)
      for step in 0..<b.steps {
        let active = Int(b.active.pointer[step])
        let target = storage.pointer + step * b.stride
        for row in stride(from: 0, to: b.features * b.width, by: b.width) {
          add(a.panel(step) + row, b.panel(step) + row, to: target + row, count: active)
        }
      }
      b.pointer = storage.pointer
      return .sequence(b)
    default: preconditionFailure("Both are of the form of what is given.")
    }
  }

  private func add(_ a: Floats, _ b: Floats, to sum: Floats, count: Int) {
    for n in 0..<count { sum[n] = a[n] + b[n] }
  }

  // MARK: Absent connections

  func rowsWithGradient(ofMatrix number: Int, in rows: Range<Int>) -> [Int] {
    inner.rowsWithGradient(ofMatrix: number, in: rows)
  }

  func addDenseGradient(ofMatrix number: Int, rows: Range<Int>, to block: Floats) {
    inner.addDenseGradient(ofMatrix: number, rows: rows, to: block)
  }

  func forgetAbsentGradients() { inner.forgetAbsentGradients() }
}
