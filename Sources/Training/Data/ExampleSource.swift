public import Datasets
public import Layers
public import Tensors

/// What a model trains on, asks about and is evaluated with: examples that fill batches.
///
/// All that the loop knows of data stands here; a new kind of examples is one file with a conformance and a
/// line in the tests' list.
public protocol ExampleSource: Examples {
  /// (count): the length of each, by which batches are sorted; 1 where they have none.
  var lengths: [Int] { get }
  /// What lengths count: speed is told in it.
  var lengthUnit: LengthUnit { get }
  /// The classes that inputs are of at each step, for layers that go by them; most have none.
  var labelNames: [String] { get }
  /// What the words are; nil where there are none.
  var textMeaning: TextMeaning? { get }
  /// Batches of a few examples run on panels of as few columns.
  var takesNarrowPanels: Bool { get }
  /// The largest magnitude of an input number; nil where inputs are words.
  var largestInput: Double? { get }

  /// Something is wanted at each step of an example, and not of the whole.
  var hasTargetsByStep: Bool { get }

  /// The examples as they are read `batch` at a time; in training by that many and no fewer. Throws
  /// `TrainingError` where there is too little of them.
  func arranged(batch: Int, isTraining: Bool) throws -> any ExampleSource

  /// Every example once in batches of `size`, each longest first: in the order of an epoch of training, and for
  /// an evaluation.
  func batches(of size: Int, using random: inout RandomSource) -> [[Int]]
  func batches(of size: Int) -> [[Int]]

  /// What is wanted of the examples of a batch.
  func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets

  /// Throws `TrainingError` where a model does not take them; `argument` is what they are given as.
  func checkFit(to meaning: ModelMeaning, as argument: String) throws

  /// Adds all inputs, in the order of the examples.
  func addInputs(to checksum: inout Checksum)

  /// What reads batches of them for a model that takes `input`, and fits; one for each who reads.
  func makeReader(for input: Shape) -> any BatchReader
}

/// What the lengths of examples count.
public enum LengthUnit: String, Sendable {
  case words, characters, steps, examples
}

/// Fills batches, in memory of its own: what it gave is there until it reads again.
public protocol BatchReader: AnyObject {
  /// The inputs of the examples `members`, longest first.
  func read(_ members: ArraySlice<Int>) -> Activation
  /// (steps, width) of what was read last: the class at each step; nil where there are none.
  var labels: Storage<Int32>? { get }
}

extension BatchReader {
  public var labels: Storage<Int32>? { nil }
}

/// What words mean, and how many of a text are read.
public struct TextMeaning: Sendable {
  public var vocabulary: Vocabulary
  public var length: Int
}

extension ExampleSource {
  /// The loss that follows from labels and output.
  func loss(outputs: Int) -> any Objective {
    if targets.outputs > 0 { return MeanSquare() }
    if case .sets = targets { return BinaryCrossEntropy() }
    return outputs == 1 && !isStream ? BinaryCrossEntropy() : CrossEntropy()
  }

  public var hasTargetsByStep: Bool { false }
  public var labelNames: [String] { [] }
  public func arranged(batch: Int, isTraining: Bool) -> any ExampleSource { self }

  public func batches(of size: Int, using random: inout RandomSource) -> [[Int]] {
    Batching.shuffled(lengths: lengths, size: size, using: &random)
  }

  public func batches(of size: Int) -> [[Int]] { Batching.sorted(lengths: lengths, size: size) }

  public func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets {
    let places = places
    switch targets {
    case .classes(let labels, _): return .classes(batch.map { labels[places[$0]] })
    case .sets(let rows, let names): return .sets(Self.rows(batch, of: rows, names.count, places))
    case .values(let values, let outputs):
      return .values(Self.rows(batch, of: values, outputs, places))
    // Those that have such targets tell them themselves.
    case .following: return .classes([])
    case .steps(.classes(let labels, _), let starts):
      return .classes(batch.flatMap { labels[starts[places[$0]]..<starts[places[$0] + 1]] })
    case .steps(let inner, let starts):
      guard case .values(let values, let outputs) = inner else { return .classes([]) }
      return .values(
        batch.flatMap {
          values[starts[places[$0]] * outputs..<starts[places[$0] + 1] * outputs]
        })
    }
  }

  private static func rows(
    _ batch: ArraySlice<Int>, of values: [Float], _ width: Int, _ places: [Int]
  ) -> [Float] {
    batch.flatMap { values[places[$0] * width..<(places[$0] + 1) * width] }
  }
}
