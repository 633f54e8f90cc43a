internal import Evaluation
internal import Layers
internal import Training

/// A model as a value: a sequence of its layers, and a function of tensors.
final class ModelObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "model" }
  let model: Model
  let layers: [LayerObject]

  /// Where a gradient is taken of its weights.
  let watched: WatchedWeights?

  init(_ model: Model, layers: [LayerObject]? = nil, watched: WatchedWeights? = nil) {
    self.model = model
    self.watched = watched
    self.layers = layers ?? model.network.layers.map { LayerObject($0, watched: watched) }
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard watched == nil else { throw TensorObject.underGradient("model") }
    return ModelObject(
      try copier.copy(model), layers: try layers.map { try copier.copy($0) })
  }

  override var kind: String { "model" }
  override var length: Int? { layers.count }
  override var heldBytes: Double { layers.reduce(0) { $0 + $1.heldBytes } }
  override var fieldNames: [String] {
    ["layers", "classes", "vocabulary", "loss", "parameters", "frozen", "density"]
  }
  override func field(_ name: String) -> Value? {
    switch name {
    case "layers": .list(layers.map { .object($0) })
    case "classes": .list(model.classes.map { .string($0) })
    case "loss": model.meaning.loss?.name.asValue ?? Value.none
    case "vocabulary": model.vocabulary.map { .object(VocabularyObject($0)) } ?? Value.none
    case "parameters": .number(Double(model.network.parameterCount))
    case "frozen": .number(Double(model.network.frozenCount))
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
    try context.opened(model.network.askedFunctions) { [layers] _ in
      try layers.reduce(arguments) { [try $1.output($0, context)] }.first ?? .none
    }
  }

  override var summary: String {
    "model of \(layers.count) layers, \(model.network.parameterCount.grouped) parameters"
  }
  override var display: DisplayBundle { DisplayBundle(ModelTable.parts(of: model)) }
}
