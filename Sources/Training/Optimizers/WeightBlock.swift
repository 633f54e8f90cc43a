public import Tensors

/// Some weights of one parameter that exist, side by side, with what is kept of each.
public struct WeightBlock {
  /// (count)
  public var values: UnsafeMutablePointer<Float>
  /// (count): the gradient of the batch's mean loss.
  public var gradient: UnsafeMutablePointer<Float>
  /// How many weights.
  public var count: Int
  /// The place of the first one in the parameter.
  public var start: Int
  /// Weights of a matrix; otherwise a bias.
  public var isMatrix: Bool
  /// Vectors of words, of which a step sees few.
  public var isEmbedding: Bool
  /// (count): after which step each connection grew, 0 for those from the start; nil where all are.
  public var births: UnsafePointer<Int32>?
  /// Of the whole parameter, in the order of the optimizer's `stateNames`.
  private let states: [Storage<Float>]

  public init(
    values: Storage<Float>, gradient: Storage<Float>, states: [Storage<Float>], start: Int,
    count: Int, isMatrix: Bool, isEmbedding: Bool, births: Storage<Int32>? = nil
  ) {
    self.values = values.pointer + start
    self.gradient = gradient.pointer + start
    self.states = states
    self.start = start
    self.count = count
    self.isMatrix = isMatrix
    self.isEmbedding = isEmbedding
    self.births = births.map { UnsafePointer($0.pointer + start) }
  }

  /// (count): what is kept under the optimizer's name number `index`.
  public func state(_ index: Int) -> UnsafeMutablePointer<Float> { states[index].pointer + start }

  /// What decays is what exists of the matrices, and no words: those that are rare would fade, and go.
  func decay(_ decay: Double) -> Double { isMatrix && !isEmbedding ? decay : 0 }
}
