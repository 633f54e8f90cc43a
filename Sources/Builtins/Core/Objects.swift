internal import Datasets
internal import Evaluation
internal import Evolution
internal import Layers
internal import Training

/// The values of the core as values of the language.

final class LayerObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "layer" }
  let layer: any Layer
  init(_ layer: any Layer) { self.layer = layer }

  override func copied(_ copier: Copier) throws -> NativeObject {
    LayerObject(copier.copy(layer))
  }

  override var kind: String { "layer" }
  override func isKind(_ kind: String) -> Bool { kind == "layer" || kind == layer.kind }
  override var fieldNames: [String] { ["kind", "parameters", "density"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "kind": .string(layer.kind)
    case "parameters": .number(Double(layer.parameterCount))
    case "density": .number(layer.density)
    default: nil
    }
  }

  override var isCallable: Bool { true }
  override func called(_ context: CallContext, _ arguments: [Value]) throws -> Value {
    try output(arguments, context)
  }

  override var summary: String {
    let details = layer.details.isEmpty ? "" : "(\(layer.details))"
    guard layer.parameterCount > 0 else { return layer.kind + details }
    let share = layer.density < 1 ? ", " + percent(layer.density) + " of its connections" : ""
    return "\(layer.kind)\(details): \(layer.parameterCount.grouped) parameters\(share)"
  }
}

/// A model, or a packed one, where either will do.
struct PredictorValue: ValueConvertible {
  static var kindName: String { "model" }
  let predictor: any Predictor

  static func convert(_ value: Value) -> PredictorValue? {
    switch value.asObject {
    case let model as ModelObject: PredictorValue(predictor: model.model)
    case let packed as PackedModelObject: PredictorValue(predictor: packed.packed)
    default: nil
    }
  }
}

final class PackedModelObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "packed_model" }
  let packed: PackedModel

  init(_ packed: PackedModel) { self.packed = packed }

  override func copied(_ copier: Copier) throws -> NativeObject {
    PackedModelObject(PackedModel(packed, meaning: copier.copy(packed.meaning)))
  }

  override var kind: String { "packed_model" }
  override var fieldNames: [String] { ["bits", "bytes", "classes"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "bits": .number(Double(packed.weights.rawValue))
    case "bytes": .number(Double(packed.bytes))
    case "classes": .list(packed.meaning.classes.map { .string($0) })
    default: nil
    }
  }
  override var summary: String {
    "packed model: weights of \(packed.weights.rawValue) bits, \(packed.bytes.grouped) bytes"
  }
}

final class ModelObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "model" }
  let model: Model
  let layers: [LayerObject]

  init(_ model: Model, layers: [LayerObject]? = nil) {
    self.model = model
    self.layers = layers ?? model.network.layers.map { LayerObject($0) }
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    ModelObject(
      copier.copy(model), layers: try layers.map { try copier.copy($0) })
  }

  override var kind: String { "model" }
  override var length: Int? { layers.count }
  override var fieldNames: [String] {
    ["layers", "classes", "vocabulary", "parameters", "density"]
  }
  override func field(_ name: String) -> Value? {
    switch name {
    case "layers": .list(layers.map { .object($0) })
    case "classes": .list(model.classes.map { .string($0) })
    case "vocabulary": model.vocabulary.map { .object(VocabularyObject($0)) } ?? Value.none
    case "parameters": .number(Double(model.network.parameterCount))
    case "density": .number(density)
    default: nil
    }
  }

  /// The share of the connections of all matrices that exists.
  var density: Double {
    let matrices = model.network.layers.flatMap(\.matrices)
    let places = matrices.reduce(0.0) { $0 + Double($1.rows) * Double($1.columns) }
    return places == 0 ? 1 : Double(matrices.reduce(0) { $0 + $1.count }) / places
  }

  override var isCallable: Bool { true }
  /// What the last layer gives, each layer being called with what the one before gave.
  override func called(_ context: CallContext, _ arguments: [Value]) throws -> Value {
    try layers.reduce(arguments) { [try $1.output($0, context)] }.first ?? .none
  }

  override var summary: String {
    "model of \(layers.count) layers, \(model.network.parameterCount.grouped) parameters"
  }
  override var display: DisplayBundle { DisplayBundle(text: ModelTable.text(of: model)) }
}

final class VocabularyObject: NativeObject {
  let vocabulary: Vocabulary
  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  override func copied(_ copier: Copier) -> NativeObject { VocabularyObject(vocabulary) }

  override var kind: String { "vocabulary" }
  override var length: Int? { vocabulary.size }
  override var summary: String { "vocabulary of \(vocabulary.size.grouped) words" }
  override func equals(_ other: NativeObject) -> Bool {
    (other as? VocabularyObject)?.vocabulary == vocabulary
  }
  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard case .index(let number) = items.first, items.count == 1,
      (0..<vocabulary.size).contains(number)
    else {
      throw NativeError(
        "S0204", "a vocabulary is indexed by word numbers", label: "it has \(vocabulary.size)")
    }
    return .string(vocabulary.word(Int32(number)))
  }
}

/// Examples to train or test on.
final class ExamplesObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "examples" }
  let data: TrainingData
  init(_ data: TrainingData) { self.data = data }

  override func copied(_ copier: Copier) -> NativeObject { ExamplesObject(data) }

  override var kind: String { "examples" }
  override var length: Int? { data.count }
  override var fieldNames: [String] { ["classes", "vocabulary", "labels"] }

  override func field(_ name: String) -> Value? {
    guard case .texts(let examples) = data else { return nil }
    return switch name {
    case "classes": .list(examples.classes.map { .string($0) })
    case "vocabulary": .object(VocabularyObject(examples.vocabulary))
    case "labels":
      .list((0..<examples.count).map { .string(examples.classes[examples.label(at: $0)]) })
    default: nil
    }
  }

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard case .texts(let examples) = data, items.count == 1 else {
      throw NativeError("S0204", "these examples are taken by  take(data, count)")
    }
    switch items[0] {
    case .index(let index):
      let place = index < 0 ? index + examples.count : index
      guard (0..<examples.count).contains(place) else {
        throw NativeError(
          "S0204", "index \(index) is outside the examples", label: "there are \(examples.count)")
      }
      return .object(
        MapObject(fields: [
          ("text", .string(examples.text(at: place))),
          ("label", .string(examples.classes[examples.label(at: place)])),
        ]))
    case .indices(let indices): return .object(ExamplesObject(.texts(examples.subset(indices))))
    case .slice(let from, let to, let by):
      func clamp(_ index: Int) -> Int {
        min(max(index < 0 ? index + examples.count : index, 0), examples.count)
      }
      guard by > 0 else { throw NativeError("S0206", "a slice of examples goes forwards") }
      let positions = stride(
        from: from.map(clamp) ?? 0, to: to.map(clamp) ?? examples.count, by: by)
      return .object(ExamplesObject(.texts(examples.subset(Array(positions)))))
    }
  }

  override var summary: String {
    guard case .texts(let examples) = data else { return "\(data.count) examples" }
    return "\(data.count.grouped) examples of \(examples.name)"
  }

  override var display: DisplayBundle {
    guard case .texts(let examples) = data else { return DisplayBundle(text: summary) }
    let counts = zip(examples.classes, examples.classCounts).map { "\($0) \($1.grouped)" }
    let lengths = examples.lengths
    let mean = Int(lengths.mean.rounded())
    return DisplayBundle(
      text: summary + "\n  classes  \(counts.joined(separator: ", "))\n  words    "
        + "\(lengths.shortest) to \(lengths.longest), mean \(mean)")
  }
}

final class DatasetObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "dataset" }
  let dataset: Dataset
  private let train: ExamplesObject
  private let test: ExamplesObject

  init(_ dataset: Dataset) {
    self.dataset = dataset
    train = ExamplesObject(.texts(dataset.train))
    test = ExamplesObject(.texts(dataset.test))
  }

  private init(_ dataset: Dataset, train: ExamplesObject, test: ExamplesObject) {
    self.dataset = dataset
    self.train = train
    self.test = test
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    DatasetObject(dataset, train: try copier.copy(train), test: try copier.copy(test))
  }

  override var kind: String { "dataset" }
  override var fieldNames: [String] { ["train", "test", "classes", "vocabulary", "name"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "train": .object(train)
    case "test": .object(test)
    case "classes": .list(dataset.classes.map { .string($0) })
    case "vocabulary": .object(VocabularyObject(dataset.vocabulary))
    case "name": .string(dataset.name)
    default: nil
    }
  }

  override var summary: String {
    "dataset \(dataset.name): \(dataset.train.count.grouped) to train, "
      + "\(dataset.test.count.grouped) to test, \(dataset.classes.count) classes"
  }

  override var display: DisplayBundle {
    let lengths = dataset.train.lengths
    let counts = zip(dataset.classes, dataset.train.classCounts).map { "\($0) \($1.grouped)" }
    return DisplayBundle(
      text: """
        \(summary)
          classes     \(counts.joined(separator: ", ")) to train
          vocabulary  \(dataset.vocabulary.size.grouped) words
          words       \(lengths.shortest) to \(lengths.longest) a text, mean \
        \(Int(lengths.mean.rounded()))
        """)
  }
}

final class OptimizerObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "optimizer" }
  let optimizer: any Optimizer
  init(_ optimizer: any Optimizer) { self.optimizer = optimizer }
  override func copied(_ copier: Copier) -> NativeObject { OptimizerObject(optimizer) }
  override var kind: String { "optimizer" }
  override var summary: String { optimizer.description }
}

final class RuleObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "rule" }
  let rule: any EvolutionRule
  init(_ rule: any EvolutionRule) { self.rule = rule }
  override func copied(_ copier: Copier) -> NativeObject { RuleObject(rule) }
  override var kind: String { "rule" }
  override var summary: String { rule.description }
}

extension Copier {
  /// The one copy of a model, with the copies of its layers: what several values share stays shared.
  func copy(_ model: Model) -> Model {
    once(model) { model.copy(layers: model.network.layers.map { copy($0) }) }
  }

  func copy(_ layer: any Layer) -> any Layer {
    once(layer as AnyObject) { layer.copied() } as? any Layer ?? layer.copied()
  }
}

extension Int {
  /// With a comma between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (self < 0 ? "-" : "") + result
  }
}

/// `3.9 %`
func percent(_ share: Double) -> String {
  let value = (share * 1000).rounded() / 10
  return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
