internal import Tensors

/// A recurrent highway network (Zilly et al. 2017, arXiv 1607.03474) with coupled gates, its matrices dense or
/// truly sparse.
///
/// With x the input and s the state, at each step for the levels l = 1 … depth, [ ] at the first alone:
///
///     h = tanh([Wh x] + Rh s + bh)      t = σ([Wt x] + Rt s + bt)      s = h · t + s · (1 − t)
///
/// The two gates are blocks of the input matrix `(2 units, inputs)` and of a recurrent one `(2 units, units)` a
/// level; density holds for each block by itself. Biases of t start at −2, so that states go through at first;
/// the others at 0, weights by LeCun's rule.
///
/// Cost a step and example: a multiply-add a recurrent connection of all levels (three with gradients); the input
/// part is computed once for each different word of a batch.
public final class RHN: RecurrentLayer {
  public let settings: RecurrentSettings
  /// How many levels a step has: the depth.
  public let levels: Int
  private(set) var inputWeights: WeightMatrix?
  private(set) var recurrentWeights: [WeightMatrix] = []
  /// One a level.
  private(set) var biases: [Parameter] = []
  private var givesSequence = false

  /// The most levels of a step.
  public static let mostLevels = 1000

  public convenience init(
    units: Int, depth: Int, inputs: Int? = nil, dropout: Double = 0, connectivity: Connectivity,
    givesSequence: Bool = false
  ) {
    self.init(
      RecurrentSettings(
        units: units, inputs: inputs, dropout: dropout, connectivity: connectivity,
        givesSequence: givesSequence), depth)
  }

  public convenience init(_ choices: LayerChoices) throws {
    let depth = try choices.size("depth")
    guard depth <= Self.mostLevels else { throw LayerChoices.Unreadable(name: "depth") }
    self.init(try RecurrentSettings(choices), depth)
  }

  private init(_ settings: RecurrentSettings, _ depth: Int) {
    self.settings = settings
    levels = depth
  }

  public var choices: LayerChoices {
    var choices = settings.choices
    choices.add("depth", levels)
    return choices
  }

  public static let kinds = ["rhn", "sparse_rhn"]
  public var kind: String { settings.connectivity == .dense ? "rhn" : "sparse_rhn" }
  public var details: String { "\(settings.details), depth \(levels)" }
  /// h and t of the equations.
  public var gateNames: [String] { ["candidate", "transform"] }
  /// Of each level its gates and its state.
  public var keptNumbers: Int { 3 * units * levels }
  public var matrices: [WeightMatrix] { (inputWeights.map { [$0] } ?? []) + recurrentWeights }
  public var parameters: [Parameter] {
    // In the order of `RecurrentPass`.
    matrices.map(\.parameter) + biases
  }

  public func configure(
    input: Shape, givesSequence: Bool, weights source: inout some WeightSource
  ) throws -> Shape {
    guard biases.isEmpty else { throw LayerError.alreadyUsed(layer: kind) }
    let given = try settings.features(of: input, rows: 2, layer: kind)
    inputWeights = try source.matrix(
      "input_weights", rows: 2 * units, columns: given, blocks: 2,
      connectivity: settings.connectivity)
    let names = (1...levels).map { levels == 1 ? "" : "_\($0)" }
    for name in names {
      let matrix = try source.matrix(
        "recurrent_weights" + name, rows: 2 * units, columns: units, blocks: 2,
        connectivity: settings.connectivity)
      matrix.role = .recurrent
      recurrentWeights.append(matrix)
    }
    let start =
      [Float](repeating: 0, count: units) + [Float](repeating: -2, count: units)
    for name in names { biases.append(try source.bias("bias" + name, start: start)) }
    self.givesSequence = givesSequence || settings.givesSequence
    return self.givesSequence ? .sequence(features: units) : .features(units)
  }

  public func copied(parts: [any Layer]) -> any Layer {
    let copy = RHN(settings, levels)
    copy.inputWeights = inputWeights?.copied()
    copy.recurrentWeights = recurrentWeights.map { $0.copied() }
    copy.biases = biases.map { $0.copied() }
    copy.givesSequence = givesSequence
    return copy
  }

  public func makePass(dropout: Double, readsBackwards: Bool) -> any LayerPass {
    guard let inputWeights, let bias = biases.first else {
      preconditionFailure("A pass is made after configure.")
    }
    return RecurrentPass(
      HighwayCell(
        units: units, recurrent: recurrentWeights, biases: Array(biases.dropFirst())),
      input: inputWeights, bias: bias, dropout: dropout, givesSequence: givesSequence,
      readsBackwards: readsBackwards)
  }
}
