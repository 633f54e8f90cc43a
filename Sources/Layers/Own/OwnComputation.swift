public import Tensors

/// What computes a layer that the core does not know.
public protocol OwnComputation: AnyObject {
  /// What it is written as, by which a training that goes on knows it.
  var text: String { get }
  /// What the layer gives, and the way back; nil where nobody answers any more: then the result of the whole
  /// pass is not looked at.
  func answer(to call: OwnCall) -> OwnAnswer?
}

/// One call of a layer's computation.
public struct OwnCall {
  public var layer: OwnLayer
  public var input: OwnValues
  /// The shape that the answer has to have; nil where it is asked what that is.
  public var output: Shape?
  /// The way back will be asked for.
  public var isTraining: Bool
  /// Where random choices of the call come from.
  public var random: RandomSource

  public init(
    layer: OwnLayer, input: OwnValues, output: Shape?, isTraining: Bool, random: RandomSource
  ) {
    self.layer = layer
    self.input = input
    self.output = output
    self.isTraining = isTraining
    self.random = random
  }
}

/// What a call gave.
public struct OwnAnswer {
  public var output: OwnValues
  /// From the gradient of the output to those of the input, of the same form, and of each parameter, one a
  /// weight.
  public var backward: (OwnValues) -> (input: [[Float]], parameters: [[Float]])

  public init(
    output: OwnValues,
    backward: @escaping (OwnValues) -> (input: [[Float]], parameters: [[Float]])
  ) {
    self.output = output
    self.backward = backward
  }
}

/// The numbers of a batch as rows, an example each: of vectors, or of each step of sequences.
public struct OwnValues: Sendable {
  public var count: Int
  public var features: Int
  /// How many steps each example has, the longest first; nil of vectors.
  public var lengths: [Int]?
  /// (count × features) row by row: once of vectors, for each step of sequences. Where a sequence has ended
  /// there are zeros.
  public var steps: [[Float]]

  public init(count: Int, features: Int, lengths: [Int]?, steps: [[Float]]) {
    self.count = count
    self.features = features
    self.lengths = lengths
    self.steps = steps
  }

  var shape: Shape { lengths == nil ? .features(features) : .sequence(features: features) }

  /// The rows of vectors; of sequences those of all steps that there are, an example's one after the other.
  var rows: [Float] {
    guard let lengths else { return steps.first ?? [] }
    return lengths.enumerated().flatMap { example, length in
      steps[..<length].flatMap { $0[example * features..<(example + 1) * features] }
    }
  }

  /// The same way back: rows as those of each step.
  func steps(of rows: [Float]) -> [[Float]] {
    guard let lengths else { return [rows] }
    var steps = [[Float]](
      repeating: [Float](repeating: 0, count: count * features), count: self.steps.count)
    var start = 0
    for (example, length) in lengths.enumerated() {
      for step in 0..<length {
        let target = example * features
        steps[step].replaceSubrange(
          target..<target + features, with: rows[start..<start + features])
        start += features
      }
    }
    return steps
  }
}
