internal import Datasets
internal import Glibc
internal import Layers

/// How well a model tells what comes next in a running text.
public struct RunningFigures: Sendable, Equatable {
  /// exp of the mean loss: among how many equally likely tokens it would be as unsure. Nil where the loss is another
  /// than the cross-entropy.
  public var perplexity: Double?
  /// At how many places the text was read at once: each begins without anything before it.
  public var columns: Int

  public init(perplexity: Double?, columns: Int) {
    self.perplexity = perplexity
    self.columns = columns
  }
}

extension ModelExamples {
  /// What a mean loss of all tokens comes to; nil where it is none of a running text, or of another loss than
  /// the plain cross-entropy.
  func perplexity(ofLoss loss: Double, by objective: any Objective) -> Double? {
    guard data.isStream, objective is CrossEntropy, objective.emphasis == Emphasis() else {
      return nil
    }
    return exp(loss)
  }
}
