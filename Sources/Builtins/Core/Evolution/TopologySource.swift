internal import Evaluation
internal import Layers
internal import Tensors
internal import Topology
internal import Training

/// A model, a layer or a sparse matrix, whose connections are looked at.
struct TopologySource: ValueConvertible {
  static var kindName: String { "model, layer or sparse matrix" }
  static var kinds: KindSet { ["model", "layer", "sparse"] }

  private enum Content {
    case model([any Layer])
    case layer(any Layer)
    case matrix(SparseMatrix)
  }

  private let content: Content

  private init(content: Content) { self.content = content }

  init(_ model: Model) { content = .model(model.network.layers) }

  static func convert(_ value: Value) -> TopologySource? {
    switch value.asObject {
    case let model as ModelObject:
      TopologySource(model.model)
    case let layer as LayerObject: TopologySource(content: .layer(layer.layer))
    case let sparse as SparseObject: TopologySource(content: .matrix(sparse.matrix))
    default: nil
    }
  }

  /// A sparse matrix is one part, and what is told of it one value; of the others a list.
  var isMatrix: Bool {
    if case .matrix = content { true } else { false }
  }

  /// The parts of each layer that has any, with its kind; copies of the moment.
  func layers() throws -> [(kind: String, parts: [TopologyPart])] {
    switch content {
    case .matrix(let matrix):
      return [("sparse", [TopologyPart(name: "matrix", role: .input, sparse: matrix)])]
    case .layer(let layer):
      try check([layer])
      return layer.inRow.filter { !$0.matrices.isEmpty }.map { one in
        (one.kind, one.matrices.map { Self.part($0, of: one, name: layer.name(of: $0)) })
      }
    case .model(let layers):
      try check(layers)
      return layers.enumerated().flatMap { number, layer in
        layer.inRow.filter { !$0.matrices.isEmpty }.map { one in
          (
            one.kind,
            one.matrices.map {
              Self.part($0, of: one, name: "\(number): \(layer.name(of: $0))")
            }
          )
        }
      }
    }
  }

  /// The parts of all layers, in order.
  func parts() throws -> [TopologyPart] { try layers().flatMap(\.parts) }

  /// Those that are sparse, one at least.
  func sparseParts() throws -> [TopologyPart] {
    let parts = try parts().filter { $0.matrix != nil }
    guard !parts.isEmpty else { throw Self.nothingSparse }
    return parts
  }

  static let nothingSparse = NativeError(
    "S0302", "there is no sparse layer here",
    help: "sparse layers are made by sparse_lstm, sparse_dense and sparse_embedding")

  private func check(_ layers: [any Layer]) throws {
    let matrices = layers.flatMap(\.matrices)
    guard !matrices.isEmpty else {
      throw NativeError.withoutConnections(layers)
    }
    let connections = matrices.filter(\.isSparse).reduce(0.0) { $0 + Double($1.count) }
    try MemoryBudget.check(16 * connections, for: "a copy of the connections")
  }

  private static func part(
    _ matrix: WeightMatrix, of layer: any Layer, name: String
  ) -> TopologyPart {
    let role: TopologyPart.Role =
      switch matrix.role {
      case .lookup: .embedding
      case .input: .input
      case .recurrent: .recurrent
      }
    let gates = (layer.owner(of: matrix) as? any GatedLayer)?.gateNames ?? []
    if let sparse = matrix.sparseMatrix {
      return TopologyPart(
        name: name, role: role, blocks: matrix.blocks, blockNames: gates,
        firstUnit: layer.firstUnit(of: matrix), sparse: sparse)
    }
    return TopologyPart(
      name: name, role: role, blocks: matrix.blocks, blockNames: gates,
      firstUnit: layer.firstUnit(of: matrix), rows: matrix.rows,
      columns: matrix.columns)
  }

  /// The parts of two that are compared: those that are sparse in one at least. Throws where they do not fit each
  /// other.
  static func pairs(
    _ first: TopologySource, _ second: TopologySource
  ) throws -> (first: [TopologyPart], second: [TopologyPart]) {
    let (a, b) = (try first.parts(), try second.parts())
    try bridged { try a.check(against: b) }
    guard zip(a, b).contains(where: { $0.matrix != nil || $1.matrix != nil }) else {
      throw nothingSparse
    }
    for (one, other) in zip(a, b) where (one.matrix == nil) != (other.matrix == nil) {
      try checkWhole(one)
    }
    return (a, b)
  }

  /// Makes sure of the memory where one that has all connections is written out, beside one that has not.
  static func checkWhole(_ part: TopologyPart) throws {
    try MemoryBudget.check(
      part.places < Double(SparseMatrix.largestCount) ? 24 * part.places : .infinity,
      for: "all connections of `\(part.name)`")
  }
}

/// Several, one after the other.
struct TopologySources: ValueConvertible {
  static var kindName: String { "list of models, layers or sparse matrices" }
  static var kinds: KindSet { ["list"] }
  static var copiesLists: Bool { true }
  let sources: [TopologySource]

  static func convert(_ value: Value) -> TopologySources? {
    [TopologySource].convert(value).map { TopologySources(sources: $0) }
  }
}
