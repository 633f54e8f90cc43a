internal import Characters
internal import Datasets
internal import Layers

/// Examples as a model sees them: the classes by the model's numbers, and not by those of the data.
public struct ModelExamples: Sendable {
  public let data: any ExampleSource
  /// The model's classes; empty where targets are numbers.
  public let classes: [String]
  /// The model's number of each class of the data, −1 where it has none; nil where all are the same.
  private let numbers: [Int]?

  /// The classes of `data` by their names among `classes`; by the data's own where those are empty.
  init(_ data: any ExampleSource, classes: [String]) {
    self.data = data
    guard !classes.isEmpty, !data.classes.isEmpty else {
      self.classes = data.classes
      numbers = nil
      return
    }
    self.classes = classes
    numbers = data.classes.isExactly(classes) ? nil : Self.numbers(of: data.classes, in: classes)
  }

  /// The place of each name among `classes`, code point by code point; −1 where it is not there.
  static func numbers(of names: [String], in classes: [String]) -> [Int] {
    let places = Dictionary(
      classes.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
    return names.map { places[ExactText($0)] ?? -1 }
  }

  public var count: Int { data.count }

  /// Of how much something is wanted in a batch: of each example, or of each of its steps.
  func wanted(of batch: [Int], lengths: [Int]) -> Int {
    data.hasTargetsByStep ? batch.reduce(0) { $0 + lengths[$1] } : batch.count
  }

  /// What is wanted of the examples of a batch.
  func targets(of batch: ArraySlice<Int>) -> ObjectiveTargets {
    let targets = data.targets(of: batch)
    guard let numbers, case .classes(let labels) = targets else { return targets }
    return .classes(labels.map { numbers[$0] })
  }
}
