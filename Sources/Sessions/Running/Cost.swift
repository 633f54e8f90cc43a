internal import Glibc

extension Session {
  /// Runs `body`, and adds how long it took and what the process holds.
  func measured(_ body: () -> Result) -> Result {
    let start = ContinuousClock.now
    var result = body()
    let elapsed = (ContinuousClock.now - start).components
    result.seconds = Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    var usage = rusage()
    if getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 {
      result.peakBytes = usage.ru_maxrss * 1024
    }
    return result
  }
}

extension Session.Result {
  /// What a person is told of a cell that ran for a second or longer: `4.2 s, 310 MiB`.
  public var cost: String? {
    guard seconds >= 1 else { return nil }
    return "\(Self.duration(seconds)), \(peakBytes >> 20) MiB"
  }

  private static func duration(_ seconds: Double) -> String {
    guard seconds >= 60 else {
      let tenths = Int(seconds * 10)
      return "\(tenths / 10).\(tenths % 10) s"
    }
    let whole = Int(seconds)
    guard whole >= 3600 else { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }

  var outcome: History.Outcome {
    switch end {
    case .finished: .finished
    case .failed: .failed
    case .interrupted: .interrupted
    }
  }
}
