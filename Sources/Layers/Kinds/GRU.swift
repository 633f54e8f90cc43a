internal import Tensors

/// A gated recurrent unit (Cho et al. 2014, arXiv 1406.1078), in the form that takes one product with the states,
/// as cuDNN and PyTorch have it; its matrices dense or truly sparse.
///
/// With x the input, h the state, and σ(a) = 1 / (1 + exp(−a)):
///
///     r = σ(Wr x + Ur h + br)      n = tanh(Wn x + bn + r · (Un h + b′))
///     z = σ(Wz x + Uz h + bz)      h = (1 − z) · n + z · h
///
/// The gates are three blocks of the input matrix `(3 units, inputs)` and of the recurrent one `(3 units, units)`,
/// in the order r, z, n; density holds for each block by itself. One bias a gate unit, and b′, `(units)`: what
/// PyTorch has as second biases of r and z would be added to the first, and is not here. Biases start at 0,
/// weights by LeCun's rule.
///
/// Cost a step and example: a multiply-add a recurrent connection (three with gradients); the input part is
/// computed once for each different word of a batch.
public final class GRU: RecurrentLayer {
  public let settings: RecurrentSettings
  private(set) var inputWeights: WeightMatrix?
  private(set) var recurrentWeights: WeightMatrix?
  private(set) var bias: Parameter?
  private(set) var recurrentBias: Parameter?
  private var givesSequence = false

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

  public static let kinds = ["gru", "sparse_gru"]
  public var kind: String { settings.connectivity == .dense ? "gru" : "sparse_gru" }
  /// r, z and n of the equations.
  public var gateNames: [String] { ["reset", "update", "new"] }
  public var ungated: [Parameter] { [recurrentBias].compactMap { $0 } }
  /// The gates, what they take of the states, and the state.
  public var keptNumbers: Int { 7 * units }
  public var matrices: [WeightMatrix] { [inputWeights, recurrentWeights].compactMap { $0 } }
  public var parameters: [Parameter] {
    matrices.map(\.parameter) + [bias, recurrentBias].compactMap { $0 }
  }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard bias == nil else { throw LayerError.alreadyUsed(layer: kind) }
    let given = try settings.features(of: input, rows: 3, layer: kind)
    inputWeights = try source.matrix(
      "input_weights", rows: 3 * units, columns: given, blocks: 3,
      connectivity: settings.connectivity)
    recurrentWeights = try source.matrix(
      "recurrent_weights", rows: 3 * units, columns: units, blocks: 3,
      connectivity: settings.connectivity)
    recurrentWeights?.role = .recurrent
    bias = try source.bias("bias", start: [Float](repeating: 0, count: 3 * units))
    recurrentBias = try source.bias(
      "recurrent_bias", start: [Float](repeating: 0, count: units))
    self.givesSequence = givesSequence || settings.givesSequence
    return self.givesSequence ? .sequence(features: units) : .features(units)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = GRU(settings)
    copy.inputWeights = inputWeights?.copied()
    copy.recurrentWeights = recurrentWeights?.copied()
    copy.bias = bias?.copied()
    copy.recurrentBias = recurrentBias?.copied()
    copy.givesSequence = givesSequence
    return copy
  }

  public func makePass(dropout: Double, readsBackwards: Bool) -> any LayerPass {
    guard let inputWeights, let recurrentWeights, let bias, let recurrentBias else {
      preconditionFailure("A pass is made after configure.")
    }
    return RecurrentPass(
      GRUCell(units: units, recurrent: recurrentWeights, bias: recurrentBias),
      input: inputWeights, bias: bias, dropout: dropout, givesSequence: givesSequence,
      readsBackwards: readsBackwards)
  }
}
