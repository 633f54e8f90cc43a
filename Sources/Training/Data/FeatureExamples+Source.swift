public import Datasets
public import Layers
internal import Tensors

extension FeatureExamples: ExampleSource {
  public var lengths: [Int] { [Int](repeating: 1, count: count) }
  public var lengthUnit: LengthUnit { .examples }
  public var textMeaning: TextMeaning? { nil }
  public var takesNarrowPanels: Bool { true }

  public var largestInput: Double? {
    (0..<count).reduce(0) { most, index in
      inputs(at: index).reduce(most) { max($0, Double($1.magnitude)) }
    }
  }

  public func checkFit(to meaning: ModelMeaning, as argument: String) throws {
    let isData = argument == "data"
    guard case .features(let size) = meaning.input else {
      throw TrainingError(
        "the model takes a sequence, "
          + (isData
            ? "the examples are vectors of numbers" : "`\(argument):` is vectors of numbers"),
        help: isData
          ? "begin it with:  dense(16, inputs: …)"
          : "give examples of the kind that it is trained on",
        argument: isData ? "model" : argument)
    }
    guard features == size else {
      throw TrainingError(
        "the model takes \(size) features, "
          + "\(isData ? "the examples" : "those of `\(argument):`") have \(features)",
        help: isData ? "make it with  inputs: \(features)" : "give examples of \(size) numbers",
        argument: argument)
    }
  }

  public func addInputs(to checksum: inout Checksum) {
    for place in 0..<count { inputs(at: place).withUnsafeBytes { checksum.add($0) } }
  }

  public func makeReader(for input: Shape) -> any BatchReader { FeatureReader(of: self) }
}

private final class FeatureReader: BatchReader {
  private let examples: FeatureExamples
  private let panel = Storage<Float>()

  init(of examples: FeatureExamples) { self.examples = examples }

  func read(_ members: ArraySlice<Int>) -> Activation {
    let width = Panel.leastWidth(for: members.count)
    panel.resize(to: examples.features * width)
    panel.fill(with: 0)
    for (column, member) in members.enumerated() {
      for (feature, input) in examples.inputs(at: member).enumerated() {
        panel.pointer[feature * width + column] = input
      }
    }
    return .features(
      Panel(panel.pointer, features: examples.features, width: width, count: members.count))
  }
}
