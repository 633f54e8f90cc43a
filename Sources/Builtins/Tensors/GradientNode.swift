internal import Evaluation
internal import Tensors

/// A step of a computation that `gradient` looks back on: what it was made from, and how the gradient of its
/// result becomes gradients of those (reverse mode).
///
/// A tensor that takes part carries its node; one that does not has none, and costs nothing. There is no
/// tape beside the nodes: they refer to each other, and go when the values go.
final class GradientNode {
  /// One thing that the step was made from, and the gradient of the result as a gradient of it. The
  /// gradient of a sparse matrix is a vector, a number a connection.
  struct Source {
    let node: GradientNode
    let pull: (Tensor) -> Tensor
  }

  fileprivate var sources: [Source]
  /// Of numbers in the value that carries this.
  fileprivate let count: Int

  init(_ sources: [Source] = [], count: Int) {
    self.sources = sources
    self.count = count
  }

  deinit {
    // A long computation is a long chain; released within each other, its nodes would run out of stack.
    var queue = sources
    sources = []
    while var source = queue.popLast().map({ $0.node }) {
      guard isKnownUniquelyReferenced(&source) else { continue }
      queue.append(contentsOf: source.sources)
      source.sources = []
    }
  }

  /// The gradients of `leaves` for the gradient `start` of this node; nil for a leaf that it does not
  /// depend on.
  func gradients(
    of leaves: [GradientNode], from start: Tensor, _ context: CallContext
  ) throws -> [Tensor?] {
    var gradients: [ObjectIdentifier: Tensor] = [ObjectIdentifier(self): start]
    for node in usersFirst() {
      let isLeaf = node.sources.isEmpty
      guard !isLeaf, let gradient = gradients.removeValue(forKey: ObjectIdentifier(node)) else {
        continue
      }
      for source in node.sources {
        try context.checkStop()
        // Of a product of three, two are passing.
        try checkLarge(source.node.count, copies: 3)
        let part = source.pull(gradient)
        let identifier = ObjectIdentifier(source.node)
        if let known = gradients[identifier], known.shape == part.shape {
          var sum = known
          for place in sum.values.indices { sum.values[place] += part.values[place] }
          gradients[identifier] = sum
        } else {
          gradients[identifier] = part
        }
      }
    }
    return leaves.map { gradients[ObjectIdentifier($0)] }
  }

  /// This node and all that it depends on, each before what it was made from.
  private func usersFirst() -> [GradientNode] {
    var order: [GradientNode] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var path: [(node: GradientNode, next: Int)] = [(self, 0)]
    while let (node, next) = path.last {
      guard next < node.sources.count else {
        order.append(node)
        path.removeLast()
        continue
      }
      path[path.count - 1].next += 1
      let source = node.sources[next].node
      if seen.insert(ObjectIdentifier(source)).inserted { path.append((source, 0)) }
    }
    return order.reversed()
  }
}

extension GradientNode? {
  /// As a source of a step, where the value takes part in a gradient.
  func source(_ pull: @escaping (Tensor) -> Tensor) -> [GradientNode.Source] {
    map { [GradientNode.Source(node: $0, pull: pull)] } ?? []
  }
}

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
    let found = try start.map { try $0.0.gradients(of: leaves, from: $0.1, context) }
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

/// `depth` lists and maps are around it.
private func watched(_ value: Value, within depth: Int, _ context: CallContext) throws -> Value {
  switch value {
  case .number(let number):
    return .object(
      TensorObject(Tensor(shape: [], values: [Float(number)]), node: GradientNode(count: 1)))
  case .object(let object as TensorObject):
    let node = GradientNode(count: object.tensor.count)
    return .object(TensorObject(object.tensor, node: node))
  case .object(let object as SparseObject):
    return .object(SparseObject(object.matrix, node: GradientNode(count: object.matrix.count)))
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
      "S0302", "a gradient is taken of numbers, tensors and sparse matrices",
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
    return TensorObject.value((next() ?? Tensor(shape: shape, repeating: 0)).reshaped(shape))
  case let object as SparseObject:
    guard object.node != nil else { return .none }
    var gradient = object.matrix
    let values = next()?.values ?? []
    for place in gradient.values.indices {
      gradient.values[place] = values.indices.contains(place) ? values[place] : 0
    }
    return .object(SparseObject(gradient))
  case let list as ListObject: return Value.list(list.values.map { arranged($0, next) })
  case let map as MapObject:
    return .object(MapObject(pairs: map.pairs.map { ($0.key, arranged($0.value, next)) }))
  default: return .none
  }
}
