public import Datasets
public import Layers

/// What goes into a model and what its outputs say: all that must be known to ask it, apart from weights.
public struct ModelMeaning: Sendable {
  /// What the network takes.
  public let input: Shape
  /// How many numbers the network gives, of a sequence at each step.
  public let outputs: Int?
  /// It answers at each step of a sequence.
  public let givesSteps: Bool
  /// Its answer at a step follows from later ones too.
  public let readsAhead: Bool
  /// Of each layer that goes by the class of a text: how many it knows.
  let labelCounts: [Int]
  /// Those classes by their numbers, as in the first data that the model trains on; empty before.
  public internal(set) var labels: [String] = []
  /// What the last layer applies to its sums.
  let lastFunction: ActivationFunction
  /// That of the embedding, or taken from the first set of texts that the model trains on.
  public internal(set) var vocabulary: Vocabulary?
  /// The classes by their numbers, as in the first data that the model trains on; empty before, and
  /// where targets are numbers.
  public internal(set) var classes: [String] = []
  /// The most words of a text that the model was trained on.
  public internal(set) var length = 200
  /// What the model was last trained to make small; nil before.
  public internal(set) var loss: (any Objective)?

  init(of network: Sequential) {
    input = network.input
    outputs = network.outputUnits
    givesSteps = network.givesSequence
    readsAhead = network.readsAhead
    labelCounts = network.labelCounts
    lastFunction = network.outputFunction ?? .none
  }

  /// Learns from data that fit what words and classes mean, and that answers follow `loss` from now on.
  mutating func adopt(_ examples: ModelExamples, loss: any Objective) {
    let data = examples.data
    let isFirst = vocabulary == nil || self.loss == nil
    self.loss = loss
    if classes.isEmpty { classes = examples.classes }
    if labels.isEmpty, !labelCounts.isEmpty { labels = data.labelNames }
    guard isFirst, let text = data.textMeaning else { return }
    vocabulary = text.vocabulary
    length = text.length
  }

  /// The classes that answers about `data` are told in: those of the model, or of the data where the model
  /// has not been trained. None where they do not fit the outputs.
  public func classes(for data: any ExampleSource) -> [String] {
    let names = classes.isEmpty && loss == nil ? data.classes : classes
    return fits(names.count) ? names : []
  }

  /// An example can have several of the classes, and there is an output for each.
  public var tellsSets: Bool { loss?.takesSets == true && outputs == classes.count }

  /// The same of answers about `data`.
  func tellsSets(of data: any ExampleSource) -> Bool {
    guard loss == nil, case .sets = data.targets else { return tellsSets }
    return outputs == data.classes.count
  }

  /// Whether the outputs can tell so many classes apart.
  func fits(_ classes: Int) -> Bool { outputs == classes || outputs == 1 && classes == 2 }

  /// How outputs are read as answers where no targets say so.
  func reading(of data: any ExampleSource) -> any Objective {
    if let loss { return loss }
    guard lastFunction != .sigmoid, !classes(for: data).isEmpty else { return MeanSquare() }
    return outputs == 1 ? BinaryCrossEntropy() : CrossEntropy()
  }
}
