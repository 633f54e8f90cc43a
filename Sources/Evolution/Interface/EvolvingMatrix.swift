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
  public var gradients: StorageView<Float>?
  /// (connections) the direction in which the optimizer moves a weight: Adam's m / (√v + ε), the
  /// velocity of SGD.
  public var momenta: [Float]?
  /// (connections) the step in which each connection grew, 0 of those that were there from the start; empty
  /// while all were.
  public var births: StorageView<Int32>?
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

  /// What is known of a matrix before the gradients of a step are.
  public struct Size: Sendable {
    public var rows: Int
    public var columns: Int
    public var connections: Int

    public init(rows: Int, columns: Int, connections: Int) {
      self.rows = rows
      self.columns = columns
      self.connections = connections
    }
  }
}
