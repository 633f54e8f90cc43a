/// What a layer takes or gives, without the batch.
public enum Shape: Sendable, Equatable {
  /// A sequence of word numbers, each below `vocabulary`.
  case words(vocabulary: Int)
  /// A sequence of vectors of `features` numbers.
  case sequence(features: Int)
  /// One vector of `features` numbers.
  case features(Int)

  public var description: String {
    switch self {
    case .words(let vocabulary): "words of \(vocabulary)"
    case .sequence(let features): "sequence of \(features)"
    case .features(let features): "\(features)"
    }
  }
}
