internal import Datasets
internal import Evaluation
internal import Layers

/// A layer as a value: its sizes, its matrices, and a function of tensors.
final class LayerObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "layer" }
  let layer: any Layer
  /// That of the words which an embedding was made for, where it is known.
  let vocabulary: Vocabulary?
  /// Where a gradient is taken of its weights.
  let watched: WatchedWeights?

  init(_ layer: any Layer, vocabulary: Vocabulary? = nil, watched: WatchedWeights? = nil) {
    self.layer = layer
    self.vocabulary = vocabulary
    self.watched = watched
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard watched == nil else { throw TensorObject.underGradient("layer") }
    return LayerObject(try copier.copy(layer), vocabulary: vocabulary)
  }

  override var kind: String { "layer" }
  override var kinds: [String] { ["layer", layer.kind] }
  override var heldBytes: Double { Double(ModelTable.bytes(of: layer)) }
  override var fieldNames: [String] {
    ["kind", "parameters", "frozen", "density"] + (layer.parts.isEmpty ? [] : ["layers"])
      + numbers.names
      + (GateObject.gates(of: layer) == nil ? [] : ["gates"])
  }
  override func field(_ name: String) throws -> Value? {
    switch name {
    case "kind": return .string(layer.kind)
    case "parameters": return .number(Double(layer.parameterCount))
    case "frozen": return .number(Double(layer.frozenCount))
    case "density": return .number(layer.density)
    case "layers" where !layer.parts.isEmpty:
      return .list(layer.parts.map { .object(LayerObject($0.layer, watched: watched)) })
    case "gates":
      if let gates = GateObject.gates(of: layer) { return .object(gates) }
      return try numbers.value(name)
    default: return try numbers.value(name)
    }
  }
  override func glance(at name: String) -> FieldGlance {
    numbers.names.contains(name) ? numbers.glance(name) : super.glance(at: name)
  }
  override func assign(field name: String, _ value: Value) throws -> Bool {
    try numbers.assign(name, value)
  }
  override func substitute(for kinds: KindSet) -> String? {
    guard kinds.names.contains("model"), let network = layer as? Sequential else { return nil }
    return Self.needsInput(network.innermostFirst)
  }

  /// What to do where nothing tells what a model's first layer is given.
  static func needsInput(_ first: any Layer) -> String {
    "a model's first layer says what it takes:  "
      + (first is any RecurrentLayer || first is Dense
        ? "\(first.kind)(…, inputs: 16),  or put an" : "put an")
      + " embedding before it"
  }

  private var numbers: LayerNumbers { LayerNumbers(layer: layer, watched: watched) }

  override var isCallable: Bool { true }
  override func called(_ context: CallContext, _ arguments: [Value]) throws -> Value {
    try context.opened(layer.askedFunctions) { [self] _ in try output(arguments, context) }
  }

  override var summary: String {
    let details = layer.details.isEmpty ? "" : "(\(layer.details))"
    guard layer.parameterCount > 0 else { return layer.kind + details }
    let share = layer.density < 1 ? ", " + percent(layer.density) + " of its connections" : ""
    return "\(layer.kind)\(details): \(layer.parameterCount.grouped) parameters\(share)"
  }
  override var display: DisplayBundle { DisplayBundle(LayerTable.parts(of: self)) }
}
