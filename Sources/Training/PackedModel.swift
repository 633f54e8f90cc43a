internal import Datasets
public import Layers
internal import Tensors

/// A model made ready to answer for single texts: faster there, and smaller, than what it was made of. It
/// does not train, and does not follow when the model does.
public final class PackedModel: Predictor, Sendable {
  /// As it was when the model was packed.
  public let meaning: ModelMeaning
  public let weights: PackedWeights
  public let network: PackedNetwork

  /// Throws `LayerError.notPacked` where a layer has no packed form.
  public init(_ model: Model, weights: PackedWeights = .floats) throws {
    meaning = model.meaning
    guard !meaning.givesSteps else {
      throw TrainingError(
        "a model that answers at each step has no packed form",
        help: "ask the model itself", argument: "model")
    }
    self.weights = weights
    network = try PackedNetwork(model.network, weights: weights)
  }

  /// The memory of the weights, in bytes.
  public var bytes: Int { network.bytes }

  /// Each text by itself, dealt out to the threads.
  public func answers(
    to examples: ModelExamples, loss: (any Objective)?, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers {
    let workspaces = (0..<max(threads, 1)).map { _ in network.makeWorkspace() }
    let units = meaning.outputs ?? 1
    let outputs = Storage<Float>()
    let gradient = Storage<Float>()
    let shouldStop = stop.atOnce
    return { [network] batch in
      var answers = Answers()
      guard let texts = examples.data as? TextExamples else { return answers }
      let width = Panel.width(for: batch.count)
      outputs.resize(to: units * width)
      Parallel.run(pieces: workspaces.count, threads: threads) { piece in
        for column in stride(from: piece, to: batch.count, by: workspaces.count)
        where !shouldStop() {
          let text = network.run(texts.words(at: batch[column]), in: workspaces[piece])
          for unit in 0..<units { outputs.pointer[unit * width + column] = text[unit] }
        }
      }
      if shouldStop() { throw CancellationError() }
      let panel = Panel(outputs.pointer, features: units, width: width, count: batch.count)
      answers.outputs = panel.columns
      if let loss {
        answers.append(
          loss.evaluate(
            .features(panel), examples.targets(of: batch[...]), scale: 1, gradient: gradient))
      }
      answers.finish(batch, of: examples, lengths: [])
      return answers
    }
  }
}
