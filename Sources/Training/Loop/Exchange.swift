internal import Layers

/// Adds up what all who train together came to: afterwards each has the sums, as if it had run the whole
/// batch.
protocol Exchange: Sendable {
  /// Adds the gradients of `parameters`, and what the batch came to.
  func add(_ parameters: [Parameter], _ outcome: inout Answers) throws
}

/// One who trains alone.
struct LocalExchange: Exchange {
  func add(_ parameters: [Parameter], _ outcome: inout Answers) {}
}
