/// Which classes count more, and how sure of them a model should be.
///
/// Of a class with weight c the loss ℓ counts c times, so that the mean over examples is Σ c ℓ / Σ c. Of
/// smoothed labels the class is wanted with probability (1 − ε) + ε / K, each other of the K with ε / K, and each
/// counts as its own weight says.
public struct Emphasis: Sendable, Equatable {
  /// Of each class; empty where all count the same.
  public var classWeights: [Double]
  /// ε, from 0 to 1.
  public var smoothing: Double

  public init(classWeights: [Double] = [], smoothing: Double = 0) {
    self.classWeights = classWeights
    self.smoothing = smoothing
  }

  /// How often an example of class `label` counts.
  func weight(of label: Int) -> Double {
    classWeights.indices.contains(label) ? classWeights[label] : 1
  }

  /// n / (K · nₖ) of each class k that has nₖ of n examples, where K classes have some; 1 of the others.
  public static func balanced(counts: [Int]) -> [Double] {
    let examples = Double(counts.reduce(0, +))
    let present = Double(counts.count { $0 > 0 })
    return counts.map { $0 > 0 ? examples / (present * Double($0)) : 1 }
  }

  /// (n − nₖ) / nₖ of each class k that nₖ of n examples have, and 1 of those that none or all have: the weight
  /// with which having it counts as much as not.
  public static func balanced(counts: [Int], amongEach examples: Int) -> [Double] {
    counts.map { $0 > 0 && $0 < examples ? Double(examples - $0) / Double($0) : 1 }
  }
}
