/// When a run whose evaluations get no better is over.
public struct Patience: Sendable, Equatable {
  /// How many evaluations in a row may be no better than the best.
  public var evaluations: Int
  /// By how much one must be better to count as such.
  public var leastGain: Double

  public init(_ evaluations: Int, leastGain: Double = 0) {
    self.evaluations = evaluations
    self.leastGain = leastGain
  }

  /// The best evaluation so far, and whether as many as allowed after it were no better.
  public func verdict(
    on entries: Evaluations, by monitor: Monitor?
  ) -> (best: Evaluations.Entry?, isOver: Bool) {
    var best: Evaluations.Entry?
    var waited = 0
    for entry in entries.entries {
      let score = entry.score(by: monitor)
      let most = best?.score(by: monitor) ?? .nan
      if most.isNaN || score - most > leastGain {
        best = entry
        waited = 0
      } else {
        waited += 1
      }
    }
    return (best, waited >= evaluations)
  }
}

/// What evaluations are compared by.
public enum Monitor: String, Sendable, CaseIterable {
  case accuracy, loss
}

extension Evaluations.Entry {
  /// The higher the better: the accuracy, or minus the loss, which also stands in where there is no accuracy.
  public func score(by monitor: Monitor?) -> Double {
    switch monitor {
    case .loss: -loss
    case .accuracy, nil: accuracy ?? -loss
    }
  }
}
