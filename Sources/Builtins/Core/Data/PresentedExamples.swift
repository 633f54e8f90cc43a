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
  var firsts: [DataDisplays.First] { [] }
  var inputFields: [String] { ["inputs", "features"] }

  func inputField(_ name: String) throws -> Value? {
    name == "features"
      ? .number(Double(features))
      : try ExamplesObject.tensor([count, features], count) { inputs(at: $0) }
  }

  func input(at place: Int) -> (name: String, value: Value) {
    ("inputs", ExamplesObject.numbers(inputs(at: place)))
  }
}
