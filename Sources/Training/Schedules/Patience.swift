/// When a run whose evaluations get no better is over.
public struct Patience: Sendable, Equatable {
  /// What evaluations are compared by.
  public enum Monitor: String, Sendable, CaseIterable {
    case accuracy, loss
  }

  /// How many evaluations in a row may be no better than the best.
  public var evaluations: Int
  /// Nil: the accuracy, where targets are numbers the loss.
  public var monitor: Monitor?
  /// By how much one must be better to count as such.
  public var leastGain: Double

  public init(_ evaluations: Int, monitor: Monitor? = nil, leastGain: Double = 0) {
    self.evaluations = evaluations
    self.monitor = monitor
    self.leastGain = leastGain
  }

  /// The best evaluation so far, and whether as many as allowed after it were no better.
  public func verdict(on entries: Evaluations) -> (best: Evaluations.Entry?, isOver: Bool) {
    var best: Evaluations.Entry?
    var waited = 0
    for entry in entries.entries {
      if best.map({ score(entry) - score($0) > leastGain || score($0).isNaN }) ?? true {
        best = entry
        waited = 0
      } else {
        waited += 1
      }
    }
    return (best, waited >= evaluations)
  }

  /// The higher the better.
  private func score(_ entry: Evaluations.Entry) -> Double {
    switch monitor {
    case .loss: -entry.loss
    case .accuracy, nil: entry.accuracy ?? -entry.loss
    }
  }
}
