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
  /// Targets are several classes of an example.
  let haveSets: Bool

  /// The classes of `data` by their names among `classes`; by the data's own where those are empty. With
  /// `readsSets`, rows of 0 and 1 are classes that an example has or has not, which go by their numbers.
  init(_ data: any ExampleSource, classes: [String], readsSets: Bool = false) {
    self.data = data
    if case .sets = data.targets { haveSets = true } else { haveSets = readsSets }
    if readsSets, case .values(_, let outputs) = data.targets {
      self.classes = classes.isEmpty ? (0..<outputs).map { "\($0)" } : classes
      numbers = nil
      return
    }
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
    switch data.targets(of: batch) {
    case .classes(let labels):
      return .classes(numbers.map { numbers in labels.map { numbers[$0] } } ?? labels)
    case .sets(let rows): return .sets(numbers.map { reordered(rows, by: $0) } ?? rows)
    case .values(let values): return haveSets ? .sets(values) : .values(values)
    }
  }

  /// Rows of the data's classes as those of the model's; a class that it does not have is none's.
  private func reordered(_ rows: [Float], by numbers: [Int]) -> [Float] {
    let width = numbers.count
    guard width > 0 else { return [] }
    let examples = rows.count / width
    var result = [Float](repeating: 0, count: examples * classes.count)
    for example in 0..<examples {
      for (place, number) in numbers.enumerated() where number >= 0 {
        result[example * classes.count + number] = rows[example * width + place]
      }
    }
    return result
  }
}
