public import Datasets
public import Layers

/// What a model trains on, asks about and is evaluated with: examples that fill batches.
///
/// All that the loop knows of data stands here; a new kind of examples is one file with a conformance and a
/// line in the tests' list.
public protocol ExampleSource: Examples {
  /// (count): the length of each, by which batches are sorted; 1 where they have none.
  var lengths: [Int] { get }
  /// What lengths count: speed is told in it.
  var lengthUnit: LengthUnit { get }
  /// What the words are; nil where there are none.
  var textMeaning: TextMeaning? { get }
  /// Batches of a few examples run on panels of as few columns.
  var takesNarrowPanels: Bool { get }
  /// The largest magnitude of an input number; nil where inputs are words.
  var largestInput: Double? { get }

  /// Throws `TrainingError` where a model does not take them; `argument` is what they are given as.
  func checkFit(to meaning: ModelMeaning, as argument: String) throws

  /// Adds all inputs, in the order of the examples.
  func addInputs(to checksum: inout Checksum)

  /// What reads batches of them for a model that takes `input`, and fits; one for each who reads.
  func makeReader(for input: Shape) -> any BatchReader
}

/// What the lengths of examples count.
public enum LengthUnit: String, Sendable {
  case words, steps, examples
}

/// Fills batches, in memory of its own: what it gave is there until it reads again.
public protocol BatchReader: AnyObject {
  /// The inputs of the examples `members`, longest first.
  func read(_ members: ArraySlice<Int>) -> Activation
}

/// What words mean, and how many of a text are read.
public struct TextMeaning: Sendable {
  public var vocabulary: Vocabulary
  public var length: Int
}

extension ExampleSource {
  /// The loss that follows from labels and output.
  func loss(outputs: Int) -> any Objective {
    switch targets {
    case .values: return MeanSquare()
    case .sets: return BinaryCrossEntropy()
    case .classes: break
    }
    return outputs == 1 ? BinaryCrossEntropy() : CrossEntropy()
  }

  /// What is wanted of the examples of a batch.
  func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets {
    let places = places
    switch targets {
    case .classes(let labels, _): return .classes(batch.map { labels[places[$0]] })
    case .sets(let rows, let names): return .sets(Self.rows(batch, of: rows, names.count, places))
    case .values(let values, let outputs):
      return .values(Self.rows(batch, of: values, outputs, places))
    }
  }
  private static func rows(
    _ batch: ArraySlice<Int>, of values: [Float], _ width: Int, _ places: [Int]
  ) -> [Float] {
    batch.flatMap { values[places[$0] * width..<(places[$0] + 1) * width] }
  }
}
