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
  override var fieldNames: [String] {
    ["kind", "parameters", "density"] + numbers.names
      + (GateObject.gates(of: layer) == nil ? [] : ["gates"])
  }
  override func field(_ name: String) throws -> Value? {
    switch name {
    case "kind": return .string(layer.kind)
    case "parameters": return .number(Double(layer.parameterCount))
    case "density": return .number(layer.density)
    case "gates":
      if let gates = GateObject.gates(of: layer) { return .object(gates) }
      return try numbers.value(name)
    default: return try numbers.value(name)
    }
  }
  override func assign(field name: String, _ value: Value) throws -> Bool {
    try numbers.assign(name, value)
  }
  private var numbers: LayerNumbers { LayerNumbers(layer: layer) }

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
  override var display: DisplayBundle { DisplayBundle(text: LayerTable.text(of: self)) }
}

/// A model, or a packed one, where either will do.
struct PredictorValue: ValueConvertible {
  static var kindName: String { "model" }
  static var kinds: KindSet { ["model", "packed_model"] }
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
    // It never changes.
    PackedModelObject(packed)
  }

  override var kind: String { "packed_model" }
  override var fieldNames: [String] { ["bits", "bytes", "classes", "loss"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "bits": .number(Double(packed.weights.rawValue))
    case "bytes": .number(Double(packed.bytes))
    case "classes": packed.meaning.classes.asValue
    case "loss": packed.meaning.loss?.name.asValue ?? Value.none
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
    ["layers", "classes", "vocabulary", "loss", "parameters", "density"]
  }
  override func field(_ name: String) -> Value? {
    switch name {
    case "layers": .list(layers.map { .object($0) })
    case "classes": .list(model.classes.map { .string($0) })
    case "loss": model.meaning.loss?.name.asValue ?? Value.none
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

  override func subscripted(_ items: [Subscript]) throws -> Value {
    guard items.count == 1 else {
      throw NativeError(
        "S0204", "a model takes one index", help: "its layers are in a row:  model[0]")
    }
    let places = try items[0].positions(of: layers.count, in: "model")
    if case .index = items[0] { return .object(layers[places[0]]) }
    return .list(places.map { .object(layers[$0]) })
  }

  override func makeIterator() -> (any NativeIterator)? { LayerIterator(layers) }

  /// Goes along the layers.
  private final class LayerIterator: NativeIterator {
    private var layers: ArraySlice<LayerObject>
    init(_ layers: [LayerObject]) { self.layers = layers[...] }
    func next() -> Value? { layers.popFirst().map { .object($0) } }
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
