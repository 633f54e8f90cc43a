internal import Layers
internal import Tensors

/// Adds up what the shards of a batch came to, whoever computes them: afterwards the gradients of the
/// parameters and the answers are those of all shards, added in their order.
protocol Exchange: AnyObject {
  /// A batch of `count` shards begins; gives those that are computed here, ascending. For a survey all are.
  func begin(shards count: Int, forSurvey: Bool) -> [Int]

  /// Takes what some of them came to, the next ones of those here; afterwards their lanes may be used again.
  func add(_ lanes: ArraySlice<Lane>, to answers: inout Answers)

  /// All shards here are done, or dropped where `stop` said so at once. Afterwards the sums are there.
  ///
  /// Throws `CancellationError` where anybody dropped the batch; then no gradient counts.
  func finish(_ answers: inout Answers, isDropped: Bool, _ stop: StopRequests) throws

  /// Whether somebody who trains here asked to end after the batch that is done.
  func endsAfterBatch(_ stop: StopRequests) -> Bool
}

/// One who trains alone.
final class LocalExchange: Exchange {
  private let parameters: [Parameter]
  private let threads: Int
  private var isFirst = true

  init(_ parameters: [Parameter], threads: Int) {
    self.parameters = parameters
    self.threads = threads
  }

  func begin(shards count: Int, forSurvey: Bool) -> [Int] {
    isFirst = true
    return Array(0..<count)
  }

  func add(_ lanes: ArraySlice<Lane>, to answers: inout Answers) {
    for lane in lanes { answers.append(lane.result) }
    Parallel.run(pieces: parameters.count, threads: threads) { index in
      let gradient = parameters[index].gradient
      var parts = lanes.map { $0.pass.gradients[index] }[...]
      if isFirst, let part = parts.first {
        if part.pieces == nil {
          gradient.exchange(with: part.values)
          parts = parts.dropFirst()
        } else {
          gradient.fill(with: 0)
        }
      }
      for part in parts { part.add(to: gradient) }
    }
    isFirst = false
  }

  func finish(_ answers: inout Answers, isDropped: Bool, _ stop: StopRequests) throws {
    if isDropped { throw CancellationError() }
  }

  func endsAfterBatch(_ stop: StopRequests) -> Bool { stop.afterBatch() }
}
