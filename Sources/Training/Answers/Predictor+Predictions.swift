internal import Datasets
internal import Layers
public import Processes

/// What a model says of an example.
public struct Prediction: Sendable {
  /// The number of the likeliest class; nil where the model gives numbers.
  public var label: Int?
  /// Of each class; empty where the loss of the training makes none of the outputs.
  public var probabilities: [Float]
  /// What the model gives.
  public var outputs: [Float]
  /// Of a text.
  public var words: KnownWords?
  /// Of each step, where the model answers at each; then there is no other answer.
  public var steps: [Prediction] = []
}

/// How many of the words that a model reads of a text are in its vocabulary.
public struct KnownWords: Sendable, Equatable {
  public var known: Int
  public var count: Int

  public init(known: Int, count: Int) {
    self.known = known
    self.count = count
  }
}

extension Predictor {
  /// What the model says of some texts. Throws `TrainingError` before the model has seen texts, and
  /// `CancellationError` where it is to stop.
  public func predict(
    _ texts: [String], threads: Int, group: (any ProcessGroup)? = nil,
    stop: StopRequests = .never
  ) throws -> [Prediction] {
    let meaning = meaning
    guard let vocabulary = meaning.vocabulary, case .words = meaning.input else {
      throw TrainingError(
        "the model has not been trained on texts yet",
        help: "train it first:  fit(model, toy_reviews(2000).train)", argument: "model")
    }
    guard !texts.isEmpty else { return [] }
    let encoded = texts.map { vocabulary.encode($0, length: meaning.length) }
    let examples = TextExamples(
      name: "texts", vocabulary: vocabulary, length: meaning.length, texts: encoded,
      targets: .classes([Int](repeating: 0, count: encoded.count), names: meaning.classes))
    var predictions = try predictions(
      examples, threads: threads, group: group, stop: stop)
    // A text without a word is read as one that is not known.
    for place in texts.indices
    where encoded[place] == [1] && Tokenizer.words(of: texts[place], vocabulary.tokens).isEmpty {
      predictions[place].words = KnownWords(known: 0, count: 0)
    }
    return predictions
  }

  /// What the model says of each of `data`, in their order, whatever their targets are. Throws
  /// `TrainingError` where the model does not take them, and `CancellationError` where it is to stop.
  public func predictions(
    _ data: any ExampleSource, threads: Int, group: (any ProcessGroup)? = nil,
    stop: StopRequests = .never
  ) throws -> [Prediction] {
    let meaning = meaning
    guard data.count > 0 else { return [] }
    guard !meaning.givesSteps || !data.isStream else {
      throw TrainingError(
        "the model answers at each step, and not of a whole",
        help: "let it go on with a text:  generate(model, \"Once\")", argument: "model")
    }
    let width = try meaning.checkAnswers(about: data)
    let reading = meaning.reading(of: data)
    let lengths = data.lengths
    let tellsClasses = !meaning.classes(for: data).isEmpty
    let examples = ModelExamples(data, classes: [])
    let batches = SharedBatches(
      data.batches(of: evaluationBatch), examples, group, stop)
    var predictions = [Prediction](
      repeating: Prediction(probabilities: [], outputs: []), count: data.count)
    let isDone = try batches.run(answers(to: examples, loss: nil, threads: threads, stop: stop)) {
      batch, found in
      var start = 0
      func next() -> Prediction {
        var prediction = Prediction(
          probabilities: [], outputs: Array(found.outputs[start..<start + width]))
        start += width
        guard tellsClasses else { return prediction }
        (prediction.label, prediction.probabilities) = reading.answer(prediction.outputs)
        return prediction
      }
      for index in batch {
        if meaning.givesSteps {
          predictions[index].steps = (0..<lengths[index]).map { _ in next() }
        } else {
          predictions[index] = next()
        }
      }
    }
    guard isDone else { throw CancellationError() }
    if let examples = data as? TextExamples {
      for index in predictions.indices { predictions[index].words = examples.knownWords(at: index) }
    }
    return predictions
  }
}

extension TextExamples {
  /// Of the words of example `index`.
  fileprivate func knownWords(at index: Int) -> KnownWords {
    let words = words(at: index)
    return KnownWords(known: words.count { $0 > 1 }, count: words.count)
  }
}
