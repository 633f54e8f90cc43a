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

  /// The same within a sentence: `a sequence of vectors of 8`.
  public var phrase: String {
    switch self {
    case .words: "word numbers"
    case .sequence(let features): "a sequence of vectors of \(features)"
    case .features(let count): "one vector of \(count)"
    }
  }

  /// The length of the vectors; nil of words.
  var features: Int? {
    switch self {
    case .words: nil
    case .sequence(let features), .features(let features): features
    }
  }

  var isSequence: Bool { if case .sequence = self { true } else { false } }

  /// The same with vectors of another length.
  func with(features: Int) -> Shape {
    if case .features = self { .features(features) } else { .sequence(features: features) }
  }
}
