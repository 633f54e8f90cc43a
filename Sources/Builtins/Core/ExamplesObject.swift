internal import Datasets
internal import Evaluation
internal import Tensors
internal import Training

/// Examples to train or test on, as a value: a sequence of maps to the program.
final class ExamplesObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "examples" }
  let data: TrainingData
  init(_ data: TrainingData) { self.data = data }

  override func copied(_ copier: Copier) -> NativeObject { ExamplesObject(data) }

  override var kind: String { "examples" }
  override var length: Int? { data.count }

  // MARK: Fields

  override var fieldNames: [String] {
    let targets = data.classes.isEmpty ? "targets" : "labels"
    return switch data {
    case .texts: ["classes", targets, "vocabulary"]
    case .features: ["classes", targets, "inputs", "features"]
    }
  }

  override func field(_ name: String) throws -> Value? {
    switch (name, data) {
    case ("classes", _):
      return .list(data.classes.map { .string($0) })
    case ("labels", _) where !data.classes.isEmpty:
      try checkList(data.count, "the labels")
      let names = data.classes.map { Value.string($0) }
      return .list((data.labels ?? []).map { names[$0] })
    case ("targets", _) where data.classes.isEmpty:
      guard case .values(_, let outputs) = data.targets else { return nil }
      return try tensor(outputs == 1 ? [data.count] : [data.count, outputs]) { data.values(at: $0) }
    case ("vocabulary", .texts(let texts)):
      return .object(VocabularyObject(texts.vocabulary))
    case ("features", .features(let examples)):
      return .number(Double(examples.features))
    case ("inputs", .features(let examples)):
      return try tensor([data.count, examples.features]) { examples.inputs(at: $0) }
    default: return nil
    }
  }

  /// The rows of all examples as a tensor.
  private func tensor(_ shape: [Int], _ row: (Int) -> ArraySlice<Float>) throws -> Value {
    try checkSize(shape)
    return .object(
      TensorObject(Tensor(shape: shape, values: Array((0..<data.count).lazy.map(row).joined()))))
  }

  private func checkList(_ count: Int, _ what: String) throws {
    try MemoryBudget.check(Double(count) * MemoryBudget.bytesAnElement, for: what)
  }

  // MARK: Elements

  /// Example `place` as a map.
  private func example(_ place: Int) -> MapObject {
    var fields: [(String, Value)] = []
    switch data {
    case .texts(let texts): fields.append(("text", .string(texts.text(at: place))))
    case .features(let examples):
      fields.append(("inputs", Self.numbers(examples.inputs(at: place))))
    }
    if let label = data.label(at: place) {
      fields.append(("label", .string(data.classes[label])))
    } else {
      let values = data.values(at: place)
      fields.append(
        (
          "target",
          values.count == 1
            ? values.first.map { .number($0.nearestShort) } ?? .none : Self.numbers(values)
        ))
    }
    return MapObject(fields: fields)
  }

  private static func numbers(_ values: ArraySlice<Float>) -> Value {
    .list(values.map { .number($0.nearestShort) })
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard items.count == 1 else {
      throw NativeError(
        "S0204", "examples take one index", help: "index twice:  data[0].text")
    }
    let positions = try items[0].positions(of: data.count, in: "examples")
    if case .index = items[0] { return .object(example(positions[0])) }
    return .object(ExamplesObject(data.subset(positions)))
  }

  override func makeIterator() -> (any NativeIterator)? { Each(self) }

  private final class Each: NativeIterator {
    private let examples: ExamplesObject
    private var place = 0
    init(_ examples: ExamplesObject) { self.examples = examples }

    func next() -> Value? {
      guard place < examples.data.count else { return nil }
      defer { place += 1 }
      return .object(examples.example(place))
    }
  }

  // MARK: Display

  override var summary: String {
    guard case .texts(let texts) = data else { return "\(data.count.grouped) examples" }
    return "\(data.count.grouped) examples of \(texts.name)"
  }

  override var display: DisplayBundle { DisplayBundle(text: DataDisplays.text(of: self)) }
}
