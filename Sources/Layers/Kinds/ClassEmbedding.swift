internal import Tensors

/// Adds to each vector of a sequence a learnt one of the class that the text is of at that step, `(classes, features)`:
/// what conditions a language model on an attribute, such as the stars of a review (as Dong et al. 2017, E17-1059, at
/// each step in place of the beginning alone). The vectors begin as 0.
///
/// Which class that is comes with the batch (`PassMode.labels`). Cost: an addition a feature and step.
public final class ClassEmbedding: Layer {
  public let classes: Int
  /// (classes × features), one class after the other.
  private(set) var vectors: Parameter?
  private var features: Int?

  public init(classes: Int) { self.classes = classes }

  public convenience init(_ choices: LayerChoices) throws {
    self.init(classes: try choices.size("classes"))
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("classes", classes)
    return choices
  }

  public static let kinds = ["class_embedding"]
  public var kind: String { "class_embedding" }
  public var details: String { "classes \(classes)" }
  public var matrices: [WeightMatrix] { [] }
  public var parameters: [Parameter] { [vectors].compactMap { $0 } }
  public var inputFeatures: Int? { features }
  public var takesSequences: Bool { true }
  public var keptNumbers: Int { features ?? 0 }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard vectors == nil else { throw LayerError.alreadyUsed(layer: kind) }
    guard case .sequence(let features) = input else {
      throw LayerError.wrongInput(layer: kind, takes: "a sequence", given: input)
    }
    try Connectivity.dense.check(rows: classes, columns: features, layer: kind)
    vectors = try source.bias("vectors", start: [Float](repeating: 0, count: classes * features))
    self.features = features
    return input
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = ClassEmbedding(classes: classes)
    copy.vectors = vectors?.copied()
    copy.features = features
    return copy
  }

  public func makePass() -> any LayerPass {
    guard let vectors else { preconditionFailure("A pass is made after configure.") }
    return ClassEmbeddingPass(vectors, classes: classes)
  }
}

/// One shard through it. Without labels, and for one that is no class, nothing is added.
private final class ClassEmbeddingPass: LayerPass {
  private let vectors: Parameter
  private let classes: Int
  private let words = UnfoldedWords()
  private let output = Storage<Float>()
  private var labels: Storage<Int32>?
  let gradients: [GradientPart]

  init(_ vectors: Parameter, classes: Int) {
    self.vectors = vectors
    self.classes = classes
    gradients = [GradientPart(of: vectors)]
  }

  func forward(_ input: Activation, mode: PassMode) -> Activation {
    guard case .sequence(let x) = words.forward(input) else {
      preconditionFailure("A class is added to a sequence.")
    }
    labels = mode.labels
    var y = x
    output.resize(to: x.steps * x.stride)
    y.pointer = output.pointer
    for step in 0..<x.steps {
      let active = Int(x.active.pointer[step])
      let (source, target) = (x.panel(step), y.panel(step))
      for row in Swift.stride(from: 0, to: x.features * x.width, by: x.width) {
        (target + row).update(from: source + row, count: active)
      }
      forEachColumn(x, step) { column, vector in
        let vector = vectors.values.pointer + vector
        for feature in 0..<x.features { target[feature * x.width + column] += vector[feature] }
      }
    }
    return .sequence(y)
  }

  func backward(_ gradient: Activation, needsInput: Bool) -> Activation? {
    gradients[0].clear()
    guard case .sequence(let dy) = gradient else {
      preconditionFailure("A gradient is of the form of what it is of.")
    }
    for step in 0..<dy.steps {
      let source = dy.panel(step)
      forEachColumn(dy, step) { column, vector in
        let sums = gradients[0].values.pointer + vector
        for feature in 0..<dy.features { sums[feature] += source[feature * dy.width + column] }
      }
    }
    return words.backward(gradient)
  }

  /// Calls `body` with each text that runs at a step, and where the vector of its class begins.
  private func forEachColumn(
    _ panels: SequencePanels, _ step: Int, _ body: (_ column: Int, _ vector: Int) -> Void
  ) {
    guard let labels, labels.count >= panels.steps * panels.width else { return }
    for column in 0..<SequenceExtent(of: .sequence(panels)).running(at: step) {
      let label = Int(labels.pointer[step * panels.width + column])
      if (0..<classes).contains(label) { body(column, label * panels.features) }
    }
  }
}
