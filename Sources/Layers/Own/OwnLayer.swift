internal import Tensors

/// A layer whose way forward is somebody else's: a program says what it computes of its parameters and what
/// it is given.
///
/// It takes a vector an example, or sequences of vectors. What it gives is seen once, when it becomes part of
/// a model, and stays. It knows its parameters as any layer does: they are counted, saved, copied and evolved
/// with all others, and keep their connections in training. Gradients of absent connections it has none, and
/// no packed form.
public final class OwnLayer: Layer {
  /// What it is given of each example.
  public enum Form: String, Sendable { case vector, sequence }

  /// What the program calls it.
  public let name: String
  public let takes: Form
  public let inputs: Int?
  /// What gives the outputs; nil of a layer that was read from a file, until it is told.
  public var computation: (any OwnComputation)?
  public private(set) var contents: [OwnParameter]
  /// What it takes and gives; nil before it is part of a model, or read from a file that says so.
  private var given: Shape?
  public private(set) var output: Shape?
  private var isConfigured = false

  /// A layer with these parameters, which begin with the values that they hold.
  public init(
    name: String, takes: Form, inputs: Int?, parameters: [OwnParameter],
    computation: any OwnComputation
  ) {
    self.name = name
    self.takes = takes
    self.inputs = inputs
    contents = parameters
    self.computation = computation
  }

  private init(copying other: OwnLayer) {
    name = other.name
    takes = other.takes
    inputs = other.inputs
    computation = other.computation
    contents = other.contents.map { $0.copied() }
    given = other.given
    output = other.output
    isConfigured = other.isConfigured
  }

  // MARK: Files

  public init(_ choices: LayerChoices) throws {
    guard case .word(let name) = choices["name"], OwnParameter.isName(name) else {
      throw LayerChoices.Unreadable(name: "name")
    }
    self.name = name
    takes = try choices.word("takes", default: Form.vector)
    inputs = try choices.optionalSize("inputs")
    contents = try OwnParameter.declared(in: choices)
    guard let units = try choices.optionalSize("units") else { return }
    let gives = try choices.word("gives", default: Form.vector)
    guard takes == .sequence || gives == .vector else {
      throw LayerChoices.Unreadable(name: "gives")
    }
    output = gives == .vector ? .features(units) : .sequence(features: units)
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("name", .word(name))
    choices.add("takes", .word(takes.rawValue))
    choices.add("inputs", inputs ?? given?.features)
    if let output {
      choices.add("gives", .word((output.isSequence ? Form.sequence : .vector).rawValue))
      choices.add("units", output.features)
    }
    choices.add("parameters", .layers(contents.map(\.description)))
    return choices
  }

  // MARK: Layer

  public static let kinds = ["own"]
  public var kind: String { "own" }
  public var details: String {
    [name == kind ? nil : name, output?.features.map { "units \($0)" }]
      .compactMap { $0 }.joined(separator: ", ")
  }
  public var statedInput: Shape? {
    inputs.map { takes == .vector ? .features($0) : .sequence(features: $0) }
  }
  public var inputFeatures: Int? { given?.features }
  public var takesSequences: Bool { takes == .sequence }
  public var hasWeights: Bool { !contents.isEmpty }
  /// What a program's operations keep, about: it is not known.
  public var keptNumbers: Int { 8 * (output?.features ?? 0) }
  public var matrices: [WeightMatrix] { isConfigured ? contents.compactMap(\.matrix) : [] }
  public var parameters: [Parameter] { isConfigured ? contents.compactMap(\.parameter) : [] }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    if isConfigured {
      guard let output, !hasWeights, given == input else {
        throw LayerError.alreadyUsed(layer: kind)
      }
      return output
    }
    guard input.isSequence == takesSequences, let features = input.features else {
      throw LayerError.wrongInput(
        layer: name, takes: takes == .vector ? "a vector an example" : "sequences of vectors",
        given: input)
    }
    if let inputs, inputs != features {
      throw LayerError.inputsDiffer(layer: name, stated: inputs, given: features)
    }
    for place in contents.indices { try contents[place].take(from: &source) }
    let output = try output ?? tried(features: features)
    self.output = output
    given = input
    isConfigured = true
    return output
  }

  /// The shape of what it gives of two examples of zeros.
  private func tried(features: Int) throws -> Shape {
    let lengths = takes == .sequence ? [2, 1] : nil
    let input = OwnValues(
      count: 2, features: features, lengths: lengths,
      steps: [[Float]](
        repeating: [Float](repeating: 0, count: 2 * features), count: lengths?[0] ?? 1))
    let call = OwnCall(
      layer: self, input: input, output: nil, isTraining: false, random: RandomSource(seed: 0))
    guard let answer = computation?.answer(to: call) else { throw CancellationError() }
    return answer.output.shape
  }

  public func makePass() -> any LayerPass { OwnPass(of: self) }

  public func copied(parts: [any Layer]) -> any Layer { OwnLayer(copying: self) }
}

extension Layer {
  /// The layers in it whose way forward is somebody else's: itself, or among its parts.
  public var ownLayers: [OwnLayer] {
    (self as? OwnLayer).map { [$0] } ?? parts.flatMap { $0.layer.ownLayers }
  }
}
