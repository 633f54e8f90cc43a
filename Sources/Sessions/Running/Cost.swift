internal import Evaluation
internal import Measuring

extension Session {
  /// Runs `body`, and adds how long it took, without the time in which it stood still, and what the process holds.
  func measured(_ body: () -> Result) -> Result {
    let start = ContinuousClock.now
    pausedTime = .zero
    var result = body()
    result.seconds = (ContinuousClock.now - start - pausedTime).inSeconds
    result.peakBytes = PeakMemory.bytes
    return result
  }
}

extension Session.Result {
  /// What a person is told of a cell that ran for a second or longer: `4.2 s, 310 MiB`.
  public var cost: String? {
    guard seconds >= 1 else { return nil }
    return "\(seconds.durationWords), \(peakBytes >> 20) MiB"
  }

  var outcome: History.Outcome {
    switch end {
    case .finished, .left: .finished
    case .failed: .failed
    case .interrupted: .interrupted
    }
  }
}

extension Session.Result.End {
  init(_ failure: RunFailure) {
    if let status = failure.exitStatus {
      self = .left(status)
    } else {
      self = failure.isInterrupt ? .interrupted : .failed(failure.diagnostics)
    }
  }
}
