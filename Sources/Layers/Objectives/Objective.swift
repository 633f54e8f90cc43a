public import Tensors

/// How far what a model gives is from what it should give, and the way down.
///
/// Each gives the sum over a shard's examples, so that the mean over a batch or a whole set counts every
/// example once, the last smaller batch included. A new one is one file and a line in `allObjectives`.
public protocol Objective: Sendable {
  /// Its name in the language and in files.
  var name: String { get }
  /// The outputs and targets that it fits, for a person: `an output for each class`.
  var takes: String { get }
  /// The function that it puts on outputs itself, by its name.
  var ownFunction: String? { get }
  /// Targets may be numbers.
  var takesNumbers: Bool { get }
  /// Targets may be several classes of an example, with an output for each class.
  var takesSets: Bool { get }
  /// It looks at a batch as a whole, and not at shards of it.
  var needsWholeBatch: Bool { get }
  /// Labels can be smoothed.
  var smoothsLabels: Bool { get }
  /// How classes are weighed and smoothed.
  var emphasis: Emphasis { get set }

  /// Whether so many outputs tell so many classes apart.
  func fits(outputs: Int, classes: Int) -> Bool

  /// How many outputs tell so many classes apart best.
  func outputs(for classes: Int) -> Int

  /// How much `count` examples count together: what the sum of their losses is divided by for the mean.
  func weight(of targets: ObjectiveTargets, count: Int) -> Double

  /// The loss of what a model gave, and its gradient times `scale`, which is kept in `gradient`; with 0 nobody looks
  /// at it.
  ///
  /// A form of outputs that it does not take comes to nothing. Computed in double precision: the outputs
  /// are few.
  func evaluate(
    _ given: Activation, _ targets: ObjectiveTargets, scale: Float, gradient: Storage<Float>
  ) -> ObjectiveResult

  /// What the outputs of one example say where this was made small: the likeliest class, and the
  /// probability of each; none where it makes no probabilities of them.
  func answer(_ outputs: [Float]) -> (label: Int, probabilities: [Float])
}

/// Every objective there is.
public let allObjectives: [any Objective] = [
  BinaryCrossEntropy(), CrossEntropy(), Focal(), Huber(), MeanAbsolute(), MeanSquare(),
]

/// What is wanted of a shard's examples; where something is wanted of each step of a sequence, an example's steps
/// side by side.
public enum ObjectiveTargets: Sendable {
  case classes([Int])
  /// (count × classes): 1 of a class that an example has, 0 of others.
  case sets([Float])
  /// (count × outputs), an example's targets side by side.
  case values([Float])
}

/// What a shard came to.
public struct ObjectiveResult {
  /// Sum over the examples.
  public var loss = 0.0
  /// (count): the likeliest class, where there are classes; of several classes 1 where all are right, else 0.
  public var predictions: [Int] = []
  /// In the form of what the model gave; nil where that was not taken.
  public var gradient: Activation?

  public init() {}
}

extension Objective {
  public var ownFunction: String? { nil }
  public var takesNumbers: Bool { false }
  public var takesSets: Bool { false }
  public var needsWholeBatch: Bool { false }
  public var smoothsLabels: Bool { false }
  public func outputs(for classes: Int) -> Int { classes }

  public func weight(of targets: ObjectiveTargets, count: Int) -> Double {
    guard !emphasis.classWeights.isEmpty, case .classes(let labels) = targets else {
      return Double(count)
    }
    return labels.reduce(0) { $0 + emphasis.weight(of: $1) }
  }
}
