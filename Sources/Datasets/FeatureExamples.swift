/// Examples that are vectors of numbers, with a class or numbers as target.
public struct FeatureExamples: Sendable {
  public enum Targets: Sendable {
    case classes([Int], names: [String])
    /// (count × outputs), an example's targets side by side.
    case values([Float], outputs: Int)
  }

  /// The numbers of an example.
  public let features: Int
  /// (count × features), row by row.
  public let inputs: [Float]
  public let targets: Targets

  public init(features: Int, inputs: [Float], targets: Targets) {
    self.features = features
    self.inputs = inputs
    self.targets = targets
  }

  public var count: Int { features == 0 ? 0 : inputs.count / features }
}
