internal import Datasets
internal import Evolution
internal import KernelTable
internal import Layers
internal import Tensors

extension TrainingRun {
  /// What was asked for and will not come about, a line each; to be told before the first step.
  public var notes: [String] {
    [evolutionNote, functionNote].compactMap { $0 } + vectorNotes
  }

  /// At the first training of a model whose words do not all have the vectors that were asked for.
  private var vectorNotes: [String] {
    guard isFirst else { return [] }
    return model.network.wordsWithoutVector.filter { $0.count > 0 }.map {
      "\($0.count) of \($0.words) words have no pretrained vector, and begin with one at random"
    }
  }

  private var evolutionNote: String? {
    guard let rule = options.evolution, !(rule is StaticTopology), options.epochs > 0 else {
      return nil
    }
    guard model.network.layers.contains(where: { $0.matrices.contains(where: \.isSparse) }) else {
      return "`evolution:` moves nothing: the model has no sparse layer, such as sparse_lstm(…) or "
        + "sparse_dense(…)"
    }
    let stepsPerEpoch = (lengths.count + options.batch - 1) / max(options.batch, 1)
    guard !rule.schedule.acts(inEpochs: options.epochs, of: stepsPerEpoch) else { return nil }
    let name = "`evolution:` moves nothing: `\(rule.description)` "
    guard !rule.schedule.actsBetweenEpochs || options.epochs > 1 else {
      return name + "acts between epochs, and there is one alone"
    }
    return name + "is not due in the \(options.epochs * stepsPerEpoch) steps of this training"
  }

  /// A function of the last layer that a cross-entropy, which has one of its own, is narrowed by.
  private var functionNote: String? {
    guard loss.ownFunction != nil else { return nil }
    let range: String
    switch model.meaning.lastFunction {
    case .tanh: range = "between -1 and 1"
    case .relu: range = "of 0 and more"
    // Of these one is none, and the other is refused.
    case .none, .sigmoid, .leakyRelu: return nil
    }
    return
      "the last layer has `activation: \"\(model.meaning.lastFunction.rawValue)\"`: the loss, which puts a "
      + "function of its own on the outputs, is given numbers \(range) alone"
  }

  /// Why the loss is no number any more, as far as model and data tell.
  public enum LostLoss: Sendable, Equatable {
    /// The weights were no numbers before the training began.
    case weights
    /// The numbers of the examples are large, up to this.
    case largeInputs(Double)
    case largeTargets(Double)
    /// Nothing but the steps is left.
    case steps
  }

  /// To be asked when the loss is no number.
  public var causeOfLostLoss: LostLoss {
    guard beganWithNumbers else { return .weights }
    let large = 1e4
    if let most = examples.data.largestInput, most > large { return .largeInputs(most) }
    let most = (0..<examples.count).reduce(0) { most, index in
      examples.data.values(at: index).reduce(most) { max($0, Double($1.magnitude)) }
    }
    return most > large ? .largeTargets(most) : .steps
  }
}

extension Parameter {
  /// Whether none is infinite or no number.
  var holdsNumbers: Bool { Kernels.best.sumOfSquares(values.pointer, count).isFinite }
}
