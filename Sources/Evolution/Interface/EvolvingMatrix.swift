public import Tensors

/// One sparse matrix of a model, as a rule sees it.
public struct EvolvingMatrix: Sendable {
  /// The connections with their weights.
  public var matrix: SparseMatrix
  /// The number of equal blocks of rows: the gates of an LSTM.
  public var blocks: Int
  /// Whether rows are words, so that those in no text of a batch have no gradient: an embedding.
  public var looksUpRows: Bool

  // Evidence: nil where the rule did not ask for it, or where there is none yet.

  /// (connections) of the mean loss of the last batch.
  public var gradients: [Float]?
  /// (connections) the direction in which the optimizer moves a weight: Adam's m / (√v + ε), the
  /// velocity of SGD.
  public var momenta: [Float]?
  /// (connections) the optimizer's steps since the connection grew; of those that were there from the
  /// start, since the start.
  public var ages: [Int]?
  /// (connections) what the rule keeps of each connection, 0 for those it has not marked; empty before
  /// its first update.
  public var marks: [Float]
  /// The strongest empty places, as many as `absentPlaces` asked for.
  public var absent: AbsentGradients?

  public init(_ matrix: SparseMatrix, blocks: Int = 1, looksUpRows: Bool = false) {
    self.matrix = matrix
    self.blocks = blocks
    self.looksUpRows = looksUpRows
    marks = []
  }
}
