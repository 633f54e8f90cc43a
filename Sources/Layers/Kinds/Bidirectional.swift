internal import Tensors

/// Two recurrent layers of one kind, of which the second reads each text from its own last word to its first
/// (Schuster and Paliwal 1997); what both give of a word stands side by side, `2 units` numbers.
///
/// Of a text as a whole it gives the state of the first after the last word and that of the second after the
/// first. What is dropped of the inputs is dropped for both. Cost: that of two layers.
public final class Bidirectional: Layer {
  private let forward: any RecurrentLayer
  private let backward: any RecurrentLayer
  private var givesSequence = false

  /// Throws where a second layer like `layer` cannot be made.
  public convenience init(_ layer: any RecurrentLayer) throws {
    guard let other = try LayerDescription(of: layer).makeLayer() as? any RecurrentLayer else {
      throw LayerDescription.UnknownKind(kind: layer.kind)
    }
    self.init(layer, other)
  }

  private init(_ forward: any RecurrentLayer, _ backward: any RecurrentLayer) {
    self.forward = forward
    self.backward = backward
  }

  public convenience init(_ choices: LayerChoices) throws {
    let layers = try choices.layers("layers")
    guard layers.count == 1, let layer = layers[0] as? any RecurrentLayer else {
      throw LayerChoices.Unreadable(name: "layers")
    }
    try self.init(layer)
  }

  public var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("layers", [forward])
    return choices
  }

  public static let kinds = ["bidirectional"]
  public var kind: String { "bidirectional" }
  public var details: String { [forward as any Layer].described }
  public var matrices: [WeightMatrix] { forward.matrices + backward.matrices }
  public var parameters: [Parameter] { forward.parameters + backward.parameters }
  public var statedInput: Shape? { forward.statedInput }
  public var inputFeatures: Int? { forward.inputFeatures }
  public var takesSequences: Bool { true }
  /// What both give stands once more side by side.
  public var keptNumbers: Int { 2 * (forward.keptNumbers + forward.units) }
  public var depth: Int { 2 }
  public var size: Int { 3 }
  public var parts: [LayerPart] {
    let output: Shape? = inputFeatures.map { _ in
      givesSequence ? .sequence(features: forward.units) : .features(forward.units)
    }
    return [
      LayerPart(name: "forward", layer: forward, output: output, firstUnit: 0),
      LayerPart(name: "backward", layer: backward, output: output, firstUnit: forward.units),
    ]
  }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    let givesSequence = givesSequence || forward.settings.givesSequence
    for part in parts {
      source.enter(part.name)
      _ = try part.layer.configure(
        input: input, givesSequence: givesSequence, weights: &source)
      source.leave()
    }
    self.givesSequence = givesSequence
    return givesSequence ? .sequence(features: 2 * forward.units) : .features(2 * forward.units)
  }

  public func prepare(width: Int, isTraining: Bool) {
    for part in parts { part.layer.prepare(width: width, isTraining: isTraining) }
  }

  public func copied(parts: [any Layer]) -> any Layer {
    guard let first = parts.first as? any RecurrentLayer,
      let last = parts.last as? any RecurrentLayer
    else { preconditionFailure("Copies are of the kind of what they are of.") }
    let copy = Bidirectional(first, last)
    copy.givesSequence = givesSequence
    return copy
  }

  public func makePass() -> any LayerPass {
    BidirectionalPass(
      forward: forward.makePass(dropout: 0, readsBackwards: false),
      backward: backward.makePass(dropout: 0, readsBackwards: true),
      dropout: forward.settings.dropout, matrices: forward.matrices.count)
  }
}
