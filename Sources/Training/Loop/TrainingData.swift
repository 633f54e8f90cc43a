public import Datasets
internal import Layers

/// What a model trains on: texts, or vectors of numbers.
public enum TrainingData: Examples {
  case texts(TextExamples)
  case features(FeatureExamples)

  public var targets: Targets {
    switch self {
    case .texts(let examples): examples.targets
    case .features(let examples): examples.targets
    }
  }

  public var places: [Int] {
    switch self {
    case .texts(let examples): examples.places
    case .features(let examples): examples.places
    }
  }

  public func piece(_ places: [Int]) -> TrainingData {
    switch self {
    case .texts(let examples): .texts(examples.piece(places))
    case .features(let examples): .features(examples.piece(places))
    }
  }

  /// What batches are sorted by.
  var lengths: [Int] {
    switch self {
    case .texts(let examples): (0..<examples.count).map { examples.words(at: $0).count }
    case .features(let examples): [Int](repeating: 1, count: examples.count)
    }
  }

  /// The loss that follows from labels and output.
  func loss(outputs: Int) -> any Objective {
    if case .values = targets { return MeanSquare() }
    return outputs == 1 ? BinaryCrossEntropy() : CrossEntropy()
  }

  /// What is wanted of the examples of a batch.
  func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets {
    let places = places
    switch targets {
    case .classes(let labels, _): return .classes(batch.map { labels[places[$0]] })
    case .values(let values, let outputs):
      return .values(
        batch.flatMap { values[places[$0] * outputs..<(places[$0] + 1) * outputs] })
    }
  }
}
