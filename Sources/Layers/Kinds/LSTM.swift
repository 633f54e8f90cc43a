internal import Tensors

/// A long short-term memory layer (Hochreiter and Schmidhuber 1997; forget gate of Gers et al. 2000),
/// its matrices dense or truly sparse.
///
/// With x the input, h the state, and σ(a) = 1 / (1 + exp(−a)):
///
///     i = σ(Wi x + Ui h + bi)      f = σ(Wf x + Uf h + bf)
///     g = tanh(Wg x + Ug h + bg)   o = σ(Wo x + Uo h + bo)
///     c = f · c + i · g            h = o · tanh c
///
/// The four gates are four blocks of one input matrix `(4 units, inputs)` and one recurrent matrix
/// `(4 units, units)`, in the order i, f, g, o; density holds for each block by itself. One bias a
/// gate unit: 0, forget gate 1. Weights start by LeCun's rule.
///
/// Cost a step and example: a multiply-add a recurrent connection (three with gradients); the input
/// part is computed once for each different word of a batch.
public final class LSTM: RecurrentLayer {
  public let settings: RecurrentSettings
  private(set) var inputWeights: WeightMatrix?
  private(set) var recurrentWeights: WeightMatrix?
  private(set) var bias: Parameter?
  private(set) var givesSequence = false

  public init(
    units: Int, inputs: Int? = nil, dropout: Double = 0, connectivity: Connectivity,
    givesSequence: Bool = false
  ) {
    settings = RecurrentSettings(
      units: units, inputs: inputs, dropout: dropout, connectivity: connectivity,
      givesSequence: givesSequence)
  }

  public init(_ choices: LayerChoices) throws { settings = try RecurrentSettings(choices) }

  private init(_ settings: RecurrentSettings) { self.settings = settings }

  public static let kinds = ["lstm", "sparse_lstm"]
  public var kind: String { settings.connectivity == .dense ? "lstm" : "sparse_lstm" }
  /// i, f, g and o of the equations.
  public var gateNames: [String] { ["input", "forget", "cell", "output"] }
  /// The four gates, the cell and the state.
  public var keptNumbers: Int { 6 * units }
  public var matrices: [WeightMatrix] { [inputWeights, recurrentWeights].compactMap { $0 } }
  public var parameters: [Parameter] {
    [inputWeights?.parameter, recurrentWeights?.parameter, bias].compactMap { $0 }
  }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard bias == nil else { throw LayerError.alreadyUsed(layer: kind) }
    let given = try settings.features(of: input, rows: 4, layer: kind)
    inputWeights = try source.matrix(
      "input_weights", rows: 4 * units, columns: given, blocks: 4,
      connectivity: settings.connectivity)
    recurrentWeights = try source.matrix(
      "recurrent_weights", rows: 4 * units, columns: units, blocks: 4,
      connectivity: settings.connectivity)
    recurrentWeights?.role = .recurrent
    var start = [Float](repeating: 0, count: 4 * units)
    for unit in units..<(2 * units) { start[unit] = 1 }
    bias = try source.bias("bias", start: start)
    self.givesSequence = givesSequence || settings.givesSequence
    return self.givesSequence ? .sequence(features: units) : .features(units)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = LSTM(settings)
    copy.inputWeights = inputWeights?.copied()
    copy.recurrentWeights = recurrentWeights?.copied()
    copy.bias = bias?.copied()
    copy.givesSequence = givesSequence
    return copy
  }

  public func pack(into packing: inout Packing) throws { try packing.add(self) }

  public func makePass(dropout: Double, readsBackwards: Bool) -> any LayerPass {
    guard let inputWeights, let recurrentWeights, let bias else {
      preconditionFailure("A pass is made after configure.")
    }
    return RecurrentPass(
      LSTMCell(units: units, recurrent: recurrentWeights), input: inputWeights, bias: bias,
      dropout: dropout, givesSequence: givesSequence, readsBackwards: readsBackwards)
  }
}
