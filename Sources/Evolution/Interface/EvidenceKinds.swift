/// What a rule looks at beside the weights.
public struct EvidenceKinds: OptionSet, Sendable {
  public let rawValue: Int

  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Of the connections.
  public static let gradients = EvidenceKinds(rawValue: 1)
  public static let momenta = EvidenceKinds(rawValue: 2)
  public static let births = EvidenceKinds(rawValue: 4)
  /// Of the strongest places without a connection.
  public static let absentGradients = EvidenceKinds(rawValue: 8)
}
