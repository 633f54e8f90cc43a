internal import Datasets
internal import Evaluation
internal import Tensors
internal import Training

/// Examples of some kind as a program and a person see them.
protocol PresentedExamples: ExampleSource {
  /// `10 examples of toy_reviews`
  var summary: String { get }
  /// What the display says before the targets, and after them.
  var heading: String { get }
  var details: [DataDisplays.Fact] { get }
  /// What the display of a set says of the inputs besides.
  var inputFacts: [DataDisplays.Fact] { get }
  /// The first texts, where there are texts.
  var firsts: [DataDisplays.First] { get }
  /// Fields besides classes and targets.
  var inputFields: [String] { get }
  /// One of `inputFields`.
  func inputField(_ name: String) throws -> Value?
  /// The input of one example, and what it is called.
  func input(at place: Int) -> (name: String, value: Value)
}

extension TextExamples: PresentedExamples {
  var inputFacts: [DataDisplays.Fact] { [] }
  var summary: String { "\(count.grouped) examples of \(name)" }
  var heading: String { summary }
  var details: [DataDisplays.Fact] { [DataDisplays.words(self)] }
  var firsts: [DataDisplays.First] { DataDisplays.firsts(self) }
  var inputFields: [String] { ["vocabulary"] }
  func inputField(_ name: String) -> Value? { .object(VocabularyObject(vocabulary)) }
  func input(at place: Int) -> (name: String, value: Value) { ("text", .string(text(at: place))) }
}

extension FeatureExamples: PresentedExamples {
  var summary: String { "\(count.grouped) examples" }
  var heading: String {
    "\(count.grouped) \(count == 1 ? "example" : "examples") of \(features.grouped) "
      + (features == 1 ? "number" : "numbers")
  }
  var details: [DataDisplays.Fact] { [] }
  var inputFacts: [DataDisplays.Fact] {
    [DataDisplays.Fact("inputs", "\(features.grouped) \(features == 1 ? "number" : "numbers")")]
  }
  var firsts: [DataDisplays.First] { [] }
  var inputFields: [String] { ["inputs", "features"] + (names.isEmpty ? [] : ["names"]) }

  func inputField(_ name: String) throws -> Value? {
    switch name {
    case "features": return .number(Double(features))
    case "names": return names.asValue
    default: return try ExamplesObject.tensor([count, features], count) { inputs(at: $0) }
    }
  }

  func input(at place: Int) -> (name: String, value: Value) {
    ("inputs", ExamplesObject.numbers(inputs(at: place)))
  }
}

extension SequenceExamples: PresentedExamples {
  var summary: String { "\(count.grouped) examples" }
  var heading: String {
    "\(count.grouped) \(count == 1 ? "sequence" : "sequences") of \(numbersOfAStep)"
  }
  private var numbersOfAStep: String {
    "\(features.grouped) \(features == 1 ? "number" : "numbers") a step"
  }
  var details: [DataDisplays.Fact] { [DataDisplays.lengths(lengths, "steps", of: "sequence")] }
  var inputFacts: [DataDisplays.Fact] { [DataDisplays.Fact("inputs", numbersOfAStep)] }
  var firsts: [DataDisplays.First] { [] }
  var inputFields: [String] { ["inputs", "features", "lengths"] }

  func inputField(_ name: String) throws -> Value? {
    switch name {
    case "features": return .number(Double(features))
    case "lengths":
      try MemoryBudget.check(Double(count) * MemoryBudget.bytesAnElement, for: "the lengths")
      return .list(lengths.map { .number(Double($0)) })
    default: return try inputs()
    }
  }

  /// (count, steps, features) where all are equally long, else a list of matrices.
  private func inputs() throws -> Value {
    let lengths = lengths
    if let steps = lengths.first, lengths.allSatisfy({ $0 == steps }) {
      return try ExamplesObject.tensor([count, steps, features], count) { inputs(at: $0) }
    }
    try checkSize([lengths.reduce(0, +), features])
    return .list((0..<count).map { matrix(at: $0) })
  }

  private func matrix(at place: Int) -> Value {
    .object(
      TensorObject(Tensor(shape: [steps(at: place), features], values: Array(inputs(at: place)))))
  }

  func input(at place: Int) -> (name: String, value: Value) { ("inputs", matrix(at: place)) }
}
