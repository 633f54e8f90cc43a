internal import Evaluation
internal import Layers
internal import Syntax
internal import Tensors

/// A layer that is written in setl, as it is given: a map of parameters with a `forward`.
enum OwnLayerValue {
  /// What says something of the layer and is no value of its own.
  private static let words = [LayerFunction.key, "name", "takes", "inputs"]

  /// The layer of a map. Throws `NativeError` where it is none.
  static func layer(_ map: MapObject, _ context: CallContext) throws -> OwnLayer {
    guard let function = map[LayerFunction.key] else {
      throw NativeError(
        "S0411", "a map is a layer where it has a `forward`",
        help: "{w: parameter(…), forward: (p, x) => x @ p.w}")
    }
    if let (key, value) = map.pairs.first(where: { isTrained($0.value) }) {
      throw NativeError(
        "S0411", "a layer within a map is not trained",
        label: "`\(key.text.clipped)` is \(value.kindPhrase)",
        notes: ["what a map trains is what `parameter` made"],
        help: "put it beside the map:  sequential(dense(8), {forward: …})")
    }
    let computation = LayerFunction(map, try checked(function), context)
    return OwnLayer(
      name: try name(map), takes: try form(map), inputs: try inputs(map),
      parameters: try map.pairs.compactMap { try parameter($0.key, $0.value) },
      computation: computation)
  }

  /// Whether a value of the map is one that the layer computes with as it is.
  static func isConstant(_ value: Value) -> Bool {
    switch value.asObject {
    case let tensor as TensorObject: tensor.trainable == nil
    case let sparse as SparseObject: sparse.trainable == nil
    default: true
    }
  }

  /// Whether a value has weights of its own.
  private static func isTrained(_ value: Value) -> Bool {
    switch value.asObject {
    case let layer as LayerObject: layer.layer.hasWeights
    case is ModelObject: true
    default: false
    }
  }

  private static func checked(_ function: Value) throws -> Value {
    guard function.isFunction else {
      throw NativeError(
        "S0411", "the `forward` of a layer is a function", label: "this is \(function.kindPhrase)",
        help: "forward: (p, x) => x @ p.w")
    }
    if let written = function.asObject as? FunctionObject {
      let most = written.parameterNames.count
      guard most >= 2, written.requiredCount <= 3 else {
        throw NativeError(
          "S0411", "the `forward` of a layer takes its map and what the layer is given",
          label: written.signature,
          notes: ["of sequences it may take a third: how many steps each example has"],
          help: "forward: (p, x) => x @ p.w")
      }
    }
    return function
  }

  private static func name(_ map: MapObject) throws -> String {
    guard let given = map["name"] else { return "own" }
    guard let name = given.asString, OwnParameter.isName(name) else {
      throw NativeError(
        "S0411", "the `name` of a layer is a text of letters, digits and _",
        label: "this is \(given.text.clipped)")
    }
    return name
  }

  private static func form(_ map: MapObject) throws -> OwnLayer.Form {
    guard let given = map["takes"] else { return .vector }
    guard let form = given.asString.flatMap({ OwnLayer.Form(rawValue: $0) }) else {
      throw NativeError(
        "S0411", "what a layer `takes` is \"vector\" or \"sequence\"",
        label: "this is \(given.text.clipped)",
        notes: ["a vector an example, or sequences of vectors as a list, a tensor for each step"])
    }
    return form
  }

  private static func inputs(_ map: MapObject) throws -> Int? {
    guard let given = map["inputs"] else { return nil }
    guard let count = given.asWhole, (1..<1 << 30).contains(count) else {
      throw NativeError(
        "S0411", "the `inputs` of a layer is how many numbers it takes",
        label: "this is \(given.text.clipped)")
    }
    return count
  }

  private static func parameter(_ key: Value, _ value: Value) throws -> OwnParameter? {
    let isOne =
      switch value.asObject {
      case let tensor as TensorObject: tensor.trainable != nil
      case let sparse as SparseObject: sparse.trainable != nil
      default: false
      }
    guard isOne else { return nil }
    guard let name = key.asString, OwnParameter.isName(name), !words.contains(name) else {
      throw NativeError(
        "S0411", "a parameter of a layer has a name of letters, digits and _",
        label: "this is \(key.text.clipped)", notes: ["files know it by that name"])
    }
    if let sparse = value.asObject as? SparseObject {
      return OwnParameter(name: name, sparse: sparse.matrix)
    }
    guard let tensor = (value.asObject as? TensorObject)?.tensor else { return nil }
    return OwnParameter(name: name, shape: tensor.shape, values: tensor.values)
  }
}

extension Layer {
  /// What tables call it: its kind, or what a program calls a layer that it wrote.
  var title: String { (self as? OwnLayer)?.name ?? kind }

  /// The functions of the program that its passes ask.
  var askedFunctions: [any AskedFunction] {
    ownLayers.compactMap { $0.computation as? LayerFunction }
  }
}
