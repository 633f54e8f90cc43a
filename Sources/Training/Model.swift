public import Datasets
public import Evolution
public import Layers
public import Tensors

/// A network together with what its inputs and outputs mean.
///
/// A class, because training changes it in place and every name for it sees that.
public final class Model {
  public let network: Sequential
  /// Where random choices about the model come from, such as where connections grow.
  public var random: RandomSource
  /// Taken from the first set of texts that it trains on.
  public internal(set) var vocabulary: Vocabulary?
  /// The classes of its labels; empty before training, or where targets are numbers.
  public internal(set) var classes: [String] = []
  /// The most words of a text that it was trained on.
  public internal(set) var length = 200

  /// Makes the model; weights and later choices follow from `seed`. Throws `LayerError`.
  public init(_ layers: [any Layer], seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    network = try Sequential(layers, random: &random)
    self.random = random
  }

  private init(network: Sequential, random: RandomSource) {
    self.network = network
    self.random = random
  }

  /// A model that shares nothing with this one.
  public func copy() throws -> Model {
    let copy = Model(network: try network.copy(), random: random)
    copy.adoptMeaning(of: self)
    return copy
  }

  /// Takes over the weights and connections of `other`, a model of the same layers.
  public func restore(from other: Model) { network.restore(from: other.network) }

  func adoptMeaning(of other: Model) {
    vocabulary = other.vocabulary
    classes = other.classes
    length = other.length
  }

  /// What `evolve` moved.
  public struct Moves: Sendable, Equatable {
    public var removed = 0
    public var grown = 0
  }

  /// Changes the connections of every sparse matrix by `rule`; optimizer state moves along.
  @discardableResult
  public func evolve(by rule: any EvolutionRule) -> Moves {
    var moves = Moves()
    for matrix in network.layers.flatMap(\.matrices) {
      guard let sparse = matrix.sparseMatrix,
        let change = rule.change(of: sparse, blocks: matrix.blocks, using: &random)
      else { continue }
      apply(change, to: matrix, &moves)
    }
    return moves
  }

  /// Removes the fraction of each of the layer's sparse matrices' weights nearest zero.
  @discardableResult
  public func prune(_ layer: any Layer, fraction: Double) -> Moves {
    var moves = Moves()
    for matrix in layer.matrices {
      guard let sparse = matrix.sparseMatrix else { continue }
      apply(sparse.pruned(fraction: fraction, blocks: matrix.blocks), to: matrix, &moves)
    }
    return moves
  }

  /// Grows `count` connections of weight 0 at random empty places of the layer's sparse matrices,
  /// shared out by their numbers of empty places.
  @discardableResult
  public func grow(_ layer: any Layer, count: Int) -> Moves {
    var moves = Moves()
    let sparse = layer.matrices.filter(\.isSparse)
    var empty = sparse.map { $0.rows * $0.columns - $0.count }
    var left = min(max(count, 0), empty.reduce(0, +))
    for (index, matrix) in sparse.enumerated() {
      let total = empty[index...].reduce(0, +)
      guard total > 0, let old = matrix.sparseMatrix else { continue }
      let share = Int((Double(left) * Double(empty[index]) / Double(total)).rounded())
      apply(old.grown(by: min(share, empty[index]), using: &random), to: matrix, &moves)
      left -= min(share, empty[index])
      empty[index] = 0
    }
    return moves
  }

  private func apply(_ change: TopologyChange, to matrix: WeightMatrix, _ moves: inout Moves) {
    matrix.replace(with: change.matrix) { change.move($0) }
    moves.removed += change.removed
    moves.grown += change.grown
  }
}
