/// A layer that reads a sequence step by step, with states that it keeps from one to the next.
public protocol RecurrentLayer: GatedLayer {
  var settings: RecurrentSettings { get }

  /// A pass with another share of the inputs dropped than the settings say, or which reads each text from its
  /// end.
  func makePass(dropout: Double, readsBackwards: Bool) -> any LayerPass
}

extension RecurrentLayer {
  public var units: Int { settings.units }
  public var choices: LayerChoices { settings.choices }
  public var statedInput: Shape? { settings.inputs.map { .sequence(features: $0) } }
  public var details: String { settings.details }
  public var takesSequences: Bool { true }
  public func makePass() -> any LayerPass {
    makePass(dropout: settings.dropout, readsBackwards: false)
  }

  public func prepare(width: Int, isTraining: Bool) {
    for matrix in matrices { matrix.prepareTransposed() }
  }
}

/// What recurrent layers of every kind are made with.
public struct RecurrentSettings: Sendable {
  public var units: Int
  /// How many features it is given, where that is said.
  public var inputs: Int?
  /// The share of the inputs that is dropped in training; see `Dropout`.
  public var dropout: Double
  public var connectivity: Connectivity
  /// It gives the states of all steps, also where the layers after it would do with the last.
  public var givesSequence: Bool

  init(
    units: Int, inputs: Int?, dropout: Double, connectivity: Connectivity, givesSequence: Bool
  ) {
    self.units = units
    self.inputs = inputs
    self.dropout = dropout
    self.connectivity = connectivity
    self.givesSequence = givesSequence
  }

  /// Throws `LayerChoices.Unreadable`.
  init(_ choices: LayerChoices) throws {
    units = try choices.size("units")
    inputs = try choices.optionalSize("inputs")
    dropout = try choices.number("dropout", in: 0..<1) ?? 0
    connectivity = try choices.connectivity()
    givesSequence = try choices.number("sequence", in: 0...1) == 1
  }

  var choices: LayerChoices {
    var choices = LayerChoices()
    choices.add("units", units)
    choices.add("inputs", inputs)
    choices.add("dropout", dropout)
    choices.add(connectivity)
    if givesSequence { choices.add("sequence", 1) }
    return choices
  }

  var details: String {
    "units \(units)" + (dropout == 0 ? "" : ", dropout \(dropout)")
      + (givesSequence ? ", sequence" : "")
  }

  /// How many features `input` has. Throws `LayerError` where it is no sequence, another one than was said, or
  /// where matrices of `rows` rows a unit would be too large.
  func features(of input: Shape, rows: Int, layer kind: String) throws -> Int {
    guard case .sequence(let given) = input else {
      throw LayerError.wrongInput(layer: kind, takes: "a sequence", given: input)
    }
    if let inputs, inputs != given {
      throw LayerError.inputsDiffer(layer: kind, stated: inputs, given: given)
    }
    try connectivity.check(
      rows: rows * units, columns: max(given, units), blocks: rows, layer: kind)
    return given
  }
}
