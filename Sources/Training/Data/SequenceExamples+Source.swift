public import Datasets
public import Layers
internal import Tensors

extension SequenceExamples: ExampleSource {
  public var lengths: [Int] { (0..<count).map { steps(at: $0) } }
  public var lengthUnit: LengthUnit { .steps }
  public var textMeaning: TextMeaning? { nil }
  public var takesNarrowPanels: Bool { false }

  public var hasTargetsByStep: Bool { if case .steps = targets { true } else { false } }

  public var largestInput: Double? {
    (0..<count).reduce(0) { most, index in
      inputs(at: index).reduce(most) { max($0, Double($1.magnitude)) }
    }
  }

  public func checkFit(to meaning: ModelMeaning, as argument: String) throws {
    let isData = argument == "data"
    guard case .sequence(let size) = meaning.input else {
      let taken = if case .words = meaning.input { "words" } else { "vectors of numbers" }
      throw TrainingError(
        "the model takes \(taken), "
          + (isData
            ? "the examples are sequences of numbers" : "`\(argument):` is sequences of numbers"),
        help: isData
          ? "begin it with:  lstm(units: 32, inputs: \(features))"
          : "give examples of the kind that it is trained on",
        argument: isData ? "model" : argument)
    }
    guard features == size else {
      throw TrainingError(
        "the model takes \(size) features a step, "
          + "\(isData ? "the examples" : "those of `\(argument):`") have \(features)",
        help: isData
          ? "make it with  inputs: \(features)" : "give examples of \(size) numbers a step",
        argument: argument)
    }
  }

  public func addInputs(to checksum: inout Checksum) {
    for place in 0..<count { inputs(at: place).withUnsafeBytes { checksum.add($0) } }
  }

  public func makeReader(for input: Shape) -> any BatchReader { SequenceReader(of: self) }
}

/// Lays sequences side by side: a panel a step, in which the ones that still run are the first columns.
private final class SequenceReader: BatchReader {
  private let examples: SequenceExamples
  private let panels = Storage<Float>()
  private let active = Storage<Int32>()

  init(of examples: SequenceExamples) { self.examples = examples }

  func read(_ members: ArraySlice<Int>) -> Activation {
    let features = examples.features
    let batch = SequencePanels(
      features: features, lengths: members.map { examples.steps(at: $0) }, in: panels,
      active: active)
    for (column, member) in members.enumerated() {
      for (place, input) in examples.inputs(at: member).enumerated() {
        let (step, feature) = place.quotientAndRemainder(dividingBy: features)
        batch.panel(step)[feature * batch.width + column] = input
      }
    }
    return .sequence(batch)
  }
}
