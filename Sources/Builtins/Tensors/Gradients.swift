internal import Differentiation
internal import Evaluation
internal import Layers
internal import Tensors
internal import Training

/// What `gradient` and `value_and_gradient`, which are written in setl, are made of.
let gradientBuiltins: [Builtin] = [
  Builtin(
    "_watched", in: .tensors,
    "Gives a number, tensor or sparse matrix whose use is looked back on.",
    .required("value", "what the gradient is taken of"),
    example: "string(_watched(2))  # \"2\""
  ) { (context, value: Value) in
    try watched(value, within: 0, context)
  },
  Builtin(
    "_gradient", in: .tensors, "Gives the gradients of a result for what was watched.",
    .required("result", "the number that the function gave"),
    .required("watched", "a list of what was watched"),
    example: "let x = _watched(3)\n_gradient(x * x, [x])  # [6]"
  ) { (context, result: Value, watched: [Value]) in
    var start: (GradientNode, Tensor)?
    switch result {
    case .number: break
    case .object(let object as TensorObject):
      guard object.tensor.count == 1 else {
        throw NativeError(
          "S0203", "the function must give one number", label: "it gave \(object.tensor.name)",
          help: "add it up:  sum(…)  or  mean(…)", argument: "result")
      }
      if let node = object.node {
        start = (node, Tensor(shape: object.tensor.shape, repeating: 1))
      }
    default:
      throw NativeError(
        "S0302", "the function must give a number", label: "it gave \(result.kindPhrase)",
        argument: "result")
    }
    var leaves: [GradientNode] = []
    for value in watched { try collect(value, into: &leaves, within: 0, context) }
    let found = try start.map { node, gradient in
      try node.gradients(of: leaves, from: gradient) { count in
        try context.checkStop()
        // Of a product of three, two are passing.
        try checkLarge(count, copies: 3)
      }
    }
    var next = 0
    return Value.list(
      watched.map { value in
        arranged(value) {
          defer { next += 1 }
          return found?[next]
        }
      })
  },
  Builtin(
    "_plain", in: .tensors, "Gives a value as it is without a look back.",
    .required("value", "a number, tensor or sparse matrix"), example: "_plain(_watched(2))  # 2"
  ) { (_, value: Value) in
    switch value.asObject {
    case let object as TensorObject: return TensorObject.value(object.tensor)
    case let object as SparseObject: return .object(SparseObject(object.matrix))
    default: return value
    }
  },
]

/// Lists and maps within each other; what holds itself has no end.
private let deepest = 1000

private func checkDepth(_ depth: Int, _ context: CallContext) throws {
  try context.checkStop()
  guard depth < deepest else {
    throw NativeError(
      "S0302", "a gradient is taken of at most \(deepest) lists and maps within each other",
      notes: ["one that holds itself has no end"])
  }
}

/// A layer that is in no model yet has no weights that a gradient could be taken of.
private func checkConfigured(_ layer: any Layer) throws {
  guard layer.hasWeights, layer.parameters.isEmpty else { return }
  throw NativeError(
    "S0302", "this `\(layer.kind)` has no weights yet, of which a gradient could be taken",
    help: "put it into a model, or call it once:  layer(x)")
}

/// `depth` lists and maps are around it.
private func watched(_ value: Value, within depth: Int, _ context: CallContext) throws -> Value {
  switch value {
  case .number(let number):
    return .object(TensorObject(.leaf(Tensor(number))))
  case .object(let object as TensorObject):
    let leaf = TensorObject(.leaf(object.tensor))
    leaf.link = object.link
    return .object(leaf)
  case .object(let object as SparseObject):
    let leaf = SparseObject(.leaf(object.matrix))
    leaf.link = object.link
    return .object(leaf)
  case .object(let object as LayerObject):
    try checkConfigured(object.layer)
    return .object(LayerObject(object.layer, watched: WatchedWeights(of: object.layer)))
  case .object(let object as ModelObject):
    return .object(
      ModelObject(object.model, watched: WatchedWeights(of: object.model.network)))
  case .object(let object as ListObject):
    try checkDepth(depth, context)
    return .list(try object.values.map { try watched($0, within: depth + 1, context) })
  case .object(let object as MapObject):
    try checkDepth(depth, context)
    return .object(
      MapObject(
        pairs: try object.pairs.map {
          ($0.key, try watched($0.value, within: depth + 1, context))
        }))
  default:
    throw NativeError(
      "S0302", "a gradient is taken of numbers, tensors, sparse matrices, layers and models",
      label: "this is \(value.kindPhrase)",
      notes: ["lists and maps of them are taken element by element"])
  }
}

private func collect(
  _ value: Value, into leaves: inout [GradientNode], within depth: Int, _ context: CallContext
) throws {
  switch value.asObject {
  case let object as TensorObject: if let node = object.node { leaves.append(node) }
  case let object as SparseObject: if let node = object.node { leaves.append(node) }
  case let layer as LayerObject: leaves += layer.watched?.leaves ?? []
  case let model as ModelObject: leaves += model.watched?.leaves ?? []
  case let list as ListObject:
    try checkDepth(depth, context)
    for item in list.items { try collect(item, into: &leaves, within: depth + 1, context) }
  case let map as MapObject:
    try checkDepth(depth, context)
    for item in map.values { try collect(item, into: &leaves, within: depth + 1, context) }
  default: break
  }
}

/// The gradients in the form of what was watched; `next` gives them in the order of `collect`.
private func arranged(_ value: Value, _ next: () -> Tensor?) -> Value {
  switch value.asObject {
  case let object as TensorObject:
    guard object.node != nil else { return .number(0) }
    let shape = object.tensor.shape
    let gradient = (next() ?? Tensor(shape: shape, repeating: 0)).reshaped(shape)
    if let numbers = object.trainable {
      return .object(TensorObject.gradient(gradient, of: numbers))
    }
    return TensorObject.value(gradient)
  case let object as SparseObject:
    guard object.node != nil else { return .none }
    var gradient = object.matrix
    let values = next()?.values ?? []
    for place in gradient.values.indices {
      gradient.values[place] = values.indices.contains(place) ? values[place] : 0
    }
    if let numbers = object.trainable {
      return .object(SparseObject.gradient(gradient, of: numbers))
    }
    return .object(SparseObject(gradient))
  case let layer as LayerObject: return WatchedWeights.gradients(of: layer.layer, next)
  case let model as ModelObject:
    return .list(model.model.network.layers.map { WatchedWeights.gradients(of: $0, next) })
  case let list as ListObject: return Value.list(list.values.map { arranged($0, next) })
  case let map as MapObject:
    return .object(MapObject(pairs: map.pairs.map { ($0.key, arranged($0.value, next)) }))
  default: return .none
  }
}
