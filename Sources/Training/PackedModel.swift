internal import Datasets
public import Layers
internal import Tensors

/// A model made ready to answer for single texts: faster there, and smaller, than what it was made of. It
/// does not train, and does not follow when the model does.
public final class PackedModel: Predictor {
  /// What it was made of, for what inputs and outputs mean.
  public let meaning: Model
  public let weights: PackedWeights
  public let network: PackedNetwork

  /// Throws `LayerError.notPacked` where a layer has no packed form.
  public init(_ model: Model, weights: PackedWeights = .floats) throws {
    meaning = model
    self.weights = weights
    network = try PackedNetwork(model.network, weights: weights)
  }

  /// The same weights, which never change, with another model for what they mean.
  public init(_ other: PackedModel, meaning: Model) {
    self.meaning = meaning
    weights = other.weights
    network = other.network
  }

  /// The memory of the weights, in bytes.
  public var bytes: Int { network.bytes }

  /// Each text by itself, dealt out to the threads.
  public func answers(
    to data: TrainingData, loss: Loss, threads: Int, stop: StopRequests
  ) -> ([Int]) throws -> Answers {
    let workspaces = (0..<max(threads, 1)).map { _ in network.makeWorkspace() }
    let units = meaning.network.outputUnits ?? 1
    let outputs = Storage<Float>()
    let gradient = Storage<Float>()
    let shouldStop = stop.atOnce
    return { [network] batch in
      var answers = Answers()
      guard case .texts(let examples) = data else { return answers }
      let width = Panel.width(for: batch.count)
      outputs.resize(to: units * width)
      Parallel.run(pieces: workspaces.count, threads: threads) { piece in
        for column in stride(from: piece, to: batch.count, by: workspaces.count)
        where !shouldStop() {
          let text = network.run(examples.words(at: batch[column]), in: workspaces[piece])
          for unit in 0..<units { outputs.pointer[unit * width + column] = text[unit] }
        }
      }
      if shouldStop() { throw CancellationError() }
      answers.append(
        loss.evaluate(
          Panel(outputs.pointer, features: units, width: width, count: batch.count),
          data.targets(of: batch[...]), scale: 1, gradient: gradient))
      answers.finish(batch, of: data)
      return answers
    }
  }
}
