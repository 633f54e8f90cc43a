public import Datasets
public import Layers

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
  func loss(outputs: Int) -> Loss {
    if case .values = targets { return .meanSquare }
    return outputs == 1 ? .binaryCrossEntropy : .crossEntropy
  }

  /// What is wanted of the examples of a batch.
  func targets(of batch: ArraySlice<Int>) -> Loss.Targets {
    let places = places
    switch targets {
    case .classes(let labels, _): return .classes(batch.map { labels[places[$0]] })
    case .values(let values, let outputs):
      return .values(
        batch.flatMap { values[places[$0] * outputs..<(places[$0] + 1) * outputs] })
    }
  }
}

extension Model {
  /// Whether the model takes `data`, gives what its targets need, and `loss` fits both.
  ///
  /// Throws `TrainingError`.
  public func check(_ data: TrainingData, loss: Loss? = nil) throws {
    guard data.count > 0 else {
      throw TrainingError("there is no example to work on", argument: "data")
    }
    guard let outputs = network.outputUnits else {
      throw TrainingError(
        "the model gives a sequence, not a class", help: "end it with:  dense(1)",
        argument: "model")
    }
    try checkInput(data)
    try checkOutput(data, outputs, loss)
  }

  private func checkInput(_ data: TrainingData) throws {
    switch (data, network.input) {
    case (.texts(let examples), .words(let size)):
      if let vocabulary {
        guard vocabulary == examples.vocabulary else {
          throw TrainingError(
            "the model knows another vocabulary than `\(examples.name)` has",
            notes: [
              "it was first trained on other texts, so the same number means another word to it"
            ],
            help: "train a new model, or use the set that this one was trained on",
            argument: "data")
        }
      }
      guard examples.vocabulary.size <= size else {
        throw TrainingError(
          "the vocabulary does not fit",
          notes: [
            "`\(examples.name)` has \(examples.vocabulary.size) words",
            "the embedding has \(size)",
          ],
          help: "give both the same:  vocabulary: \(examples.vocabulary.size)", argument: "data")
      }
    case (.features(let examples), .features(let size)):
      guard examples.features == size else {
        throw TrainingError(
          "the model takes \(size) features, the examples have \(examples.features)",
          help: "make it with  inputs: \(examples.features)", argument: "data")
      }
    case (.texts, .features), (.texts, .sequence):
      throw TrainingError(
        "the model does not take words",
        help: "begin it with:  embedding(vocabulary: 20_000, units: 64), lstm(units: 64)",
        argument: "model")
    case (.features, .words), (.features, .sequence):
      throw TrainingError(
        "the model takes a sequence, the examples are vectors of numbers",
        help: "begin it with:  dense(16, inputs: …)", argument: "model")
    }
  }

  private func checkOutput(_ data: TrainingData, _ outputs: Int, _ loss: Loss?) throws {
    let count = data.classes.count
    if count == 0 {
      guard loss == nil || loss == .meanSquare else {
        throw TrainingError(
          "cross-entropy needs classes, the targets are numbers", notes: [Self.classesAreStrings],
          help: "leave `loss:` out to come near the numbers", argument: "loss")
      }
      guard case .values(_, let width) = data.targets, width == outputs else {
        throw TrainingError(
          "the model gives \(outputs) numbers, the targets have another length",
          notes: [Self.classesAreStrings],
          help: "end it with a dense layer of as many units", argument: "model")
      }
      return
    }
    let fits: Bool
    switch loss ?? data.loss(outputs: outputs) {
    case .binaryCrossEntropy: fits = outputs == 1 && count == 2
    case .crossEntropy: fits = outputs == count
    case .meanSquare: fits = outputs == count || (outputs == 1 && count == 2)
    }
    guard fits else {
      throw TrainingError(
        "\(outputs) \(outputs == 1 ? "output does" : "outputs do") not fit \(count) classes",
        notes: ["two classes take one output or two, more classes one output each"],
        help: "end the model with:  dense(\(count == 2 ? 1 : count))", argument: "model")
    }
  }

  private static let classesAreStrings =
    "classes are strings; of whole numbers they are made by  map(targets, string)"

  /// Learns from the first data what words and classes mean.
  func adopt(_ data: TrainingData) {
    if classes.isEmpty { classes = data.classes }
    guard vocabulary == nil, case .texts(let examples) = data else { return }
    vocabulary = examples.vocabulary
    length = examples.corpus.length
  }
}
