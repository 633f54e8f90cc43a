internal import Datasets
internal import Evaluation
internal import Tensors
internal import Training

/// Examples to train or test on, as a value: a sequence of maps to the program.
final class ExamplesObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "examples" }
  let data: any PresentedExamples
  /// Of a batch of a training by hand.
  let place: BatchPlace?

  init(_ data: any PresentedExamples, place: BatchPlace? = nil) {
    self.data = data
    self.place = place
  }

  override func copied(_ copier: Copier) -> NativeObject {
    ExamplesObject(data, place: place)
  }

  override var kind: String { "examples" }
  override var length: Int? { data.count }
  /// Words and places, or numbers; of a piece its own part of what it shares.
  override var heldBytes: Double {
    guard data.count > 0 else { return 0 }
    let whole = data.lengths.reduce(0) { $0 + Double($1) }
    let pointers = 8 * Double(data.count)
    guard data.lengthUnit != .words, !data.isStream else { return 4 * whole + pointers }
    let first = (data.input(at: 0).value.asObject as? NativeObject)?.heldBytes ?? 0
    return first / Double(max(data.lengths[0], 1)) * whole + pointers
  }

  // MARK: Fields

  override var fieldNames: [String] {
    (data.isStream ? [] : ["classes", data.classes.isEmpty ? "targets" : "labels"])
      + data.inputFields
  }

  override func field(_ name: String) throws -> Value? {
    switch name {
    case "classes" where !data.isStream:
      return .list(data.classes.map { .string($0) })
    case "labels" where !data.classes.isEmpty:
      try checkList(data.count, "the labels")
      if data.hasTargetsByStep { return .list((0..<data.count).map { stepTargets(at: $0) }) }
      let names = data.classes.map { Value.string($0) }
      if let labels = data.labels { return .list(labels.map { names[$0] }) }
      return .list((0..<data.count).map { Self.labels(data.labelSet(at: $0) ?? [], names) })
    case "targets" where data.classes.isEmpty:
      if data.hasTargetsByStep { return .list((0..<data.count).map { stepTargets(at: $0) }) }
      guard case .values(_, let outputs) = data.targets else { return nil }
      // Rows that are there to be predicted.
      guard outputs > 0 else { return Value.none }
      return try Self.tensor(outputs == 1 ? [data.count] : [data.count, outputs], data.count) {
        data.values(at: $0)
      }
    default: return data.inputFields.contains(name) ? try data.inputField(name) : nil
    }
  }

  override func glance(at name: String) -> FieldGlance {
    switch name {
    case "labels" where !data.classes.isEmpty: .like(.list([]))
    case "targets", "inputs": .like(.object(TensorObject(Tensor(shape: [0], values: []))))
    default: super.glance(at: name)
    }
  }

  /// The rows of all examples as a tensor.
  static func tensor(
    _ shape: [Int], _ count: Int, _ row: (Int) -> ArraySlice<Float>
  ) throws -> Value {
    try checkSize(shape)
    return .object(
      TensorObject(Tensor(shape: shape, values: Array((0..<count).lazy.map(row).joined()))))
  }

  private func checkList(_ count: Int, _ what: String) throws {
    try MemoryBudget.check(Double(count) * MemoryBudget.bytesAnElement, for: what)
  }

  // MARK: Elements

  /// Example `place` as a map.
  private func example(_ place: Int) -> MapObject {
    let input = data.input(at: place)
    var fields: [(String, Value)] = [(input.name, input.value)]
    guard !data.isStream else { return MapObject(fields: fields) }
    guard !data.hasTargetsByStep else {
      fields.append((data.classes.isEmpty ? "targets" : "labels", stepTargets(at: place)))
      return MapObject(fields: fields)
    }
    if let label = data.label(at: place) {
      fields.append(("label", .string(data.classes[label])))
    } else if let labels = data.labelSet(at: place) {
      fields.append(("labels", Self.labels(labels, data.classes.map { .string($0) })))
    } else if case .values(_, outputs: 1...) = data.targets {
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

  private static func labels(_ numbers: [Int], _ names: [Value]) -> Value {
    .list(numbers.map { names[$0] })
  }

  /// What is wanted of each step of example `place`.
  private func stepTargets(at place: Int) -> Value {
    guard let (targets, range) = data.stepTargets(at: place) else { return .none }
    switch targets {
    case .classes(let labels, let names): return .list(labels[range].map { .string(names[$0]) })
    case .values(let values, let outputs):
      return .list(
        range.map { Self.numbers(values[$0 * outputs..<($0 + 1) * outputs]) })
    case .following, .steps, .sets: return .none
    }
  }

  static func numbers(_ values: ArraySlice<Float>) -> Value {
    .list(values.map { .number($0.nearestShort) })
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard items.count == 1 else {
      throw NativeError(
        "S0204", "examples take one index", help: "index twice:  data[0].text")
    }
    let positions = try items[0].positions(of: data.count, in: "examples")
    if case .index = items[0] { return .object(example(positions[0])) }
    guard !data.isStream || zip(positions, positions.dropFirst()).allSatisfy({ $0 + 1 == $1 })
    else { throw orderCounts("this skips or turns it") }
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

  override var summary: String { data.summary }

  override var display: DisplayBundle { DisplayBundle(DataDisplays.parts(of: self)) }
}
