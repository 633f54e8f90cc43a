internal import Evaluation
internal import Layers
internal import Training

extension Model {
  /// Throws S0210 unless there is memory for `what`, which takes so many numbers of four bytes for each
  /// parameter while it works.
  func checkMemory(numbers: Int, for what: String) throws {
    try MemoryBudget.check(
      4 * Double(network.parameterCount) * Double(numbers), for: what, argument: "model")
  }
}
