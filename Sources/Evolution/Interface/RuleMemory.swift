/// A rule's own numbers, saved with the training: the threshold of DSR, the density at the start.
public struct RuleMemory: Sendable, Equatable {
  public var numbers: [String: Double]

  public init(numbers: [String: Double] = [:]) { self.numbers = numbers }
}
