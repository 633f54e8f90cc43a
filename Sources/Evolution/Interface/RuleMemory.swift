/// A rule's own numbers, saved with the training: the threshold of DSR, the density at the start.
public struct RuleMemory: Sendable, Equatable {
  public var numbers: [String: Double]

  /// The number of this name, unless it is none that the rule can have written: a file may say anything.
  func number(_ name: String, in range: ClosedRange<Double>) -> Double? {
    numbers[name].flatMap { range.contains($0) ? $0 : nil }
  }

  public init(numbers: [String: Double] = [:]) { self.numbers = numbers }
}
