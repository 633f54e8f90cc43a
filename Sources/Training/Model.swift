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
  public internal(set) var meaning: ModelMeaning

  /// Makes the model; weights and later choices follow from `seed`. `vocabulary` is that of the words which an
  /// embedding was made for, where it is known already. Throws `LayerError`.
  public convenience init(
    _ layers: [any Layer], seed: UInt64, vocabulary: Vocabulary? = nil
  ) throws {
    var random = RandomSource(seed: seed)
    let network = try Sequential(layers, weights: &random)
    var meaning = ModelMeaning(of: network)
    meaning.vocabulary = vocabulary
    self.init(network: network, meaning: meaning, random: random)
  }

  init(network: Sequential, meaning: ModelMeaning, random: RandomSource) {
    self.network = network
    self.meaning = meaning
    self.random = random
  }

  /// The function of a loss that a program wrote goes; that it was one stays.
  public func forgetOwnLoss() {
    guard meaning.loss is OwnObjective else { return }
    meaning.loss = OwnObjective(nil, after: meaning.lastFunction)
  }

  public var vocabulary: Vocabulary? { meaning.vocabulary }
  public var classes: [String] { meaning.classes }
  public var length: Int { meaning.length }

  /// A model that shares nothing with this one.
  public func copy() -> Model { copy(network: network.copy()) }

  /// The same with a copy of its network that is there already.
  public func copy(network: Sequential) -> Model {
    Model(network: network, meaning: meaning, random: random)
  }

  /// Takes over the weights and connections of `other`, a model of the same layers.
  public func restore(from other: Model) { network.restore(from: other.network) }

  /// What a change of connections moved.
  public struct Moves: Sendable, Equatable {
    public var removed = 0
    public var grown = 0

    public init() {}

    static func += (moves: inout Moves, more: Moves) {
      moves.removed += more.removed
      moves.grown += more.grown
    }

    public mutating func apply(
      _ change: TopologyChange, to matrix: WeightMatrix, threads: Int = 1
    ) {
      matrix.replace(with: change.matrix, origins: change.origins, threads: threads)
      removed += change.removed
      grown += change.grown
    }
  }

  /// Changes the connections of every sparse matrix by `rule`, outside of any training; optimizer
  /// state moves along. A rule that needs a training changes nothing.
  @discardableResult
  public func evolve(by rule: any EvolutionRule, threads: Int = 1) -> Moves {
    var moves = Moves()
    guard rule.actsByHand else { return moves }
    let matrices = network.sparsePlaces.map(\.matrix)
    let evolving = matrices.compactMap { EvolvingMatrix($0, threads: threads) }
    for (matrix, change) in zip(
      matrices, rule.changesByHand(of: evolving, threads: threads, using: &random))
    {
      if let change { moves.apply(change, to: matrix, threads: threads) }
    }
    return moves
  }
}

extension Layer {
  /// Removes the fraction of the weights nearest zero of each sparse matrix, block by block.
  @discardableResult
  public func prune(fraction: Double) -> Model.Moves {
    var moves = Model.Moves()
    for matrix in matrices {
      guard let sparse = matrix.sparseMatrix else { continue }
      moves.apply(sparse.pruned(fraction: fraction, blocks: matrix.blocks), to: matrix)
    }
    return moves
  }

  /// Grows `count` connections of weight 0 at random empty places of the sparse matrices, shared out by
  /// how many places each has left.
  @discardableResult
  public func grow(count: Int, using random: inout RandomSource) -> Model.Moves {
    var moves = Model.Moves()
    let sparse = matrices.filter(\.isSparse)
    var empty = sparse.reduce(0) { $0 + $1.rows * $1.columns - $1.count }
    var left = min(max(count, 0), empty)
    for matrix in sparse {
      let places = matrix.rows * matrix.columns - matrix.count
      guard empty > 0, let old = matrix.sparseMatrix else { continue }
      let share = min(places, Int((Double(left) * Double(places) / Double(empty)).rounded()))
      moves.apply(old.grown(by: share, using: &random), to: matrix)
      left -= share
      empty -= places
    }
    return moves
  }
}
