internal import Evaluation
internal import Evolution
internal import Layers
internal import Tensors
internal import Training

private let partHelp = "which matrix of the layer, in the order of `topology(layer)`"
private let layerHelp = "a layer of a model"
private let trainedHelp = "a layer of a model that is training"

/// A use of `layer` while it trains.
private func evidenceExample(_ use: String, _ printed: String) -> String {
  "let layer = sparse_dense(2, inputs: 3, density: 0.5)\n"
    + "let data = examples([[1, 2, 3], [3, 1, 1]], [[1, 2], [3, 1]])\n"
    + "for report in training(sequential(layer), data) { \(use) }  # prints: \(printed)"
}

/// What a program needs that moves connections by a rule of its own: what is known of each connection, and
/// of places without one, row by row in one order.
let connectionBuiltins: [Builtin] = [
  Builtin(
    "connections", in: .evolution,
    "Gives the rows, columns and values of a matrix's connections, row by row; to_sparse makes a matrix "
      + "of them again.",
    .required("layer", "a layer of a model, or a sparse matrix"),
    .optional("part", default: 0, partHelp),
    example: "let c = connections(to_sparse(tensor([[0, 5, 0], [7, 0, 2]])))\n"
      + "print(c.rows, c.columns)  # prints: tensor([0, 1, 1]) tensor([1, 0, 2])\n"
      + "to_sparse(c).shape  # [2, 3]"
  ) { (_, layer: Value, part: Int) in
    let matrix: SparseMatrix
    switch layer.asObject {
    case let sparse as SparseObject: matrix = sparse.matrix
    case let layer as LayerObject: matrix = try sparse(try layer.matrix(part))
    default:
      throw NativeError(
        "S0302", "only layers and sparse matrices have connections",
        label: "this is \(layer.kindPhrase)", argument: "layer")
    }
    try checkLarge(matrix.count, copies: 3)
    let rows = (0..<matrix.rows).flatMap { row in
      [Float](repeating: Float(row), count: matrix.positions(ofRow: row).count)
    }
    return MapObject(fields: [
      ("rows", tensor(rows)), ("columns", tensor(matrix.columnIndices.map { Float($0) })),
      ("values", tensor(matrix.values)),
      ("shape", .list([.number(Double(matrix.rows)), .number(Double(matrix.columns))])),
    ])
  },
  Builtin(
    "weights", in: .evolution, "Gives the weights of a matrix's connections, row by row.",
    .required("layer", layerHelp), .optional("part", default: 0, partHelp),
    example: "let m = sequential(sparse_dense(4, inputs: 5, density: 0.5))\n"
      + "length(weights(m.layers[0]))  # 10"
  ) { (_, layer: LayerObject, part: Int) in
    let matrix = try layer.matrix(part)
    try checkLarge(matrix.count)
    return tensor(matrix.parameter.values.array)
  },
  Builtin(
    "gradients", in: .evolution,
    "Gives the gradients of a matrix's connections in the last batch of a training.",
    .required("layer", trainedHelp), .optional("part", default: 0, partHelp),
    example: evidenceExample("print(gradients(layer).shape)", "[3]")
  ) { (context, layer: LayerObject, part: Int) in
    let matrix = try layer.matrix(part)
    try checkLarge(matrix.count)
    guard let gradients = try context.run(of: matrix).gradients(of: matrix) else {
      throw noBatch()
    }
    return tensor(gradients)
  },
  Builtin(
    "momenta", in: .evolution,
    "Gives where the optimizer of a training has lately moved a matrix's weights: of Adam the mean gradient "
      + "by the root of the mean square, of SGD the velocity.",
    .required("layer", trainedHelp), .optional("part", default: 0, partHelp),
    example: evidenceExample("print(momenta(layer).shape)", "[3]")
  ) { (context, layer: LayerObject, part: Int) in
    let matrix = try layer.matrix(part)
    try checkLarge(matrix.count, copies: 2)
    let run = try context.run(of: matrix)
    guard run.gradients(of: matrix) != nil else { throw noBatch() }
    guard let momenta = run.momenta(of: matrix) else {
      throw NativeError(
        "S0412", "`\(run.options.optimizer.description)` keeps nothing of where weights move",
        argument: "layer")
    }
    return tensor(momenta)
  },
  Builtin(
    "ages", in: .evolution,
    "Gives how many steps of a training ago each connection of a matrix grew; of those that were there from "
      + "the start, all its steps.",
    .required("layer", trainedHelp), .optional("part", default: 0, partHelp),
    example: evidenceExample("print(ages(layer))", "tensor([1, 1, 1])")
  ) { (context, layer: LayerObject, part: Int) in
    let matrix = try layer.matrix(part)
    try checkLarge(matrix.count, copies: 3)
    guard let state = try context.run(of: matrix).state(of: matrix) else { throw noBatch() }
    return tensor(state.ages.map { Float($0) })
  },
  Builtin(
    "absent_gradients", in: .evolution,
    "Gives the places without a connection whose gradient in the last batch is largest, and these gradients: "
      + "the connections that would change most, were they there. Costs a step.",
    .required("layer", trainedHelp), .optional("part", default: 0, partHelp),
    .required(
      "count",
      "how many; fewer where there are not as many, and of an embedding as many as the "
        + "batch's words have connections", range: .from(0)),
    example: evidenceExample("print(absent_gradients(layer, count: 2).places.shape)", "[2, 2]")
  ) { (context, layer: LayerObject, part: Int, count: Int) in
    let matrix = try layer.matrix(part)
    _ = try sparse(matrix)
    let most = min(Double(count), Double(matrix.rows) * Double(matrix.columns))
    try MemoryBudget.check(most * 32, for: "the places", argument: "count")
    let run = try context.run(of: matrix)
    let interrupt = context.interrupt
    let found = try bridged {
      try run.absentGradients(
        of: matrix, count: Int(most), stop: StopRequests { interrupt.isRequested })
    }
    guard let found else { throw noBatch() }
    let places = found.places.flatMap { place in
      [Float(place / matrix.columns), Float(place % matrix.columns)]
    }
    return MapObject(fields: [
      (
        "places",
        .object(TensorObject(Tensor(shape: [found.places.count, 2], values: places)))
      ), ("values", tensor(found.values)),
    ])
  },
  Builtin(
    "rewire", in: .evolution,
    "Removes connections of a matrix by their numbers and adds others by their places; what optimizers keep "
      + "moves along, and is 0 of new ones.",
    .required("layer", "a sparse layer of a model"), .optional("part", default: 0, partHelp),
    .optional(
      "remove", shown: "[]", "numbers of connections, as weights(layer) counts them",
      orElse: Value.none),
    .optional(
      "add", shown: "[]",
      "places [row, column], or a tensor (count, 2); those just emptied may be among them",
      orElse: Value.none),
    .optional("start", default: 0.0, "the weight of new connections"),
    example: "let layer = sparse_dense(2, inputs: 3, density: 0.5)\nlet m = sequential(layer)\n"
      + "print(rewire(layer, remove: [0, 1, 2], add: [[0, 0], [1, 2]]))  # prints: {removed: 3, grown: 2}\n"
      + "density(layer)  # 0.3333333333333333"
  ) { (_, layer: LayerObject, part: Int, remove: Value, add: Value, start: Double) in
    let matrix = try layer.matrix(part)
    let old = try sparse(matrix)
    let positions = try PlaceNumbers(argument: "remove").numbers(remove)
    let pairs = try PlaceNumbers(argument: "add").pairs(add)
    guard Float(start).isFinite else {
      throw NativeError("S0302", "`start` must be a number of 32 bits", argument: "start")
    }
    for (row, column) in pairs
    where !(0..<old.rows).contains(row) || !(0..<old.columns).contains(column) {
      throw NativeError(
        "S0204", "there is no place [\(row), \(column)]",
        label: "the matrix has \(old.rows) rows and \(old.columns) columns", argument: "add")
    }
    do {
      let change = try TopologyChange(
        of: old, removing: positions, growing: pairs.map { $0.0 * old.columns + $0.1 },
        weights: [Float](repeating: Float(start), count: pairs.count))
      var moved = Model.Moves()
      moved.apply(change, to: matrix)
      return moves(moved)
    } catch let fault as TopologyChange.Fault {
      throw worded(fault, old)
    }
  },
]

extension LayerObject {
  /// Matrix number `part`. Throws S0204 where there is none.
  func matrix(_ part: Int) throws -> WeightMatrix {
    guard !layer.matrices.isEmpty else {
      throw NativeError.withoutConnections([layer], argument: "layer")
    }
    guard layer.matrices.indices.contains(part) else {
      let names = layer.matrices.enumerated().map { "\($0) is \(layer.name(of: $1))" }
      throw NativeError(
        "S0204", "`\(layer.kind)` has no part \(part)",
        label: names.joined(separator: ", "), argument: "part")
    }
    return layer.matrices[part]
  }
}

extension NativeError {
  /// Why `layers` have no connections: theirs is a kind without any, or they are in no model yet.
  static func withoutConnections(
    _ layers: [any Layer], argument: String? = nil
  ) -> NativeError {
    if let layer = layers.first, layers.allSatisfy({ !$0.hasWeights || !$0.parameters.isEmpty }) {
      return NativeError(
        "S0302", "`\(layer.kind)` has no matrices, so no connections", argument: argument)
    }
    return NativeError(
      "S0302", "this layer has no connections yet",
      help: "put it into a model first:  sequential(…)", argument: argument)
  }
}

extension CallContext {
  /// The training that is under way of the layer that `matrix` belongs to.
  fileprivate func run(of matrix: WeightMatrix) throws -> TrainingRun {
    if let run = state.run(of: matrix) { return run }
    throw NativeError(
      "S0412", "no training of this layer is under way",
      notes: ["gradients and what goes with them are there between the reports of a training"],
      help: "for report in training(model, data, every: 100) { … }", argument: "layer")
  }
}

private func noBatch() -> NativeError {
  NativeError(
    "S0412", "the training has seen no batch yet", help: "ask after its first report",
    argument: "layer")
}

/// The matrix as it is now. Throws where all connections exist.
private func sparse(_ matrix: WeightMatrix) throws -> SparseMatrix {
  try checkLarge(matrix.count, copies: 4)
  if let sparse = matrix.sparseMatrix { return sparse }
  throw NativeError(
    "S0302", "`\(matrix.parameter.name)` is dense: all of its connections exist, and stay",
    help: "sparse layers are made by sparse_lstm, sparse_dense and sparse_embedding",
    argument: "layer")
}

private func tensor(_ values: [Float]) -> Value {
  .object(TensorObject(Tensor(shape: [values.count], values: values)))
}

private func worded(_ fault: TopologyChange.Fault, _ matrix: SparseMatrix) -> NativeError {
  func place(_ place: Int) -> String {
    "[\(place / max(matrix.columns, 1)), \(place % max(matrix.columns, 1))]"
  }
  switch fault {
  case .noConnection(let number):
    return NativeError(
      "S0204", "there is no connection \(number)",
      label: matrix.count == 0 ? "there is none" : "they are 0 to \(matrix.count - 1)",
      argument: "remove")
  case .removedTwice(let number):
    return NativeError("S0302", "connection \(number) is removed twice", argument: "remove")
  case .noPlace(let number):
    return NativeError("S0204", "there is no place \(place(number))", argument: "add")
  case .grownTwice(let number):
    return NativeError("S0302", "place \(place(number)) is added twice", argument: "add")
  case .taken(let number):
    return NativeError(
      "S0302", "there is a connection at \(place(number)) already",
      help: "remove it in the same call to begin it anew", argument: "add")
  case .tooMany(let count):
    return NativeError(
      "S0210", "\(count) connections are more than a matrix can have", argument: "add")
  }
}
