internal import Layers
internal import Tensors
public import Topology

/// Which places of each sparse matrix of a model ever held a connection while it trained.
public struct PlacesWatch: Sendable {
  /// A matrix, by the places of its layer and of itself.
  public struct Part: Sendable {
    public let layer: Int
    public let number: Int
    public internal(set) var seen: PlacesSeen
  }

  public private(set) var parts: [Part]

  init(_ network: Sequential) {
    parts = network.sparsePlaces.map {
      Part(
        layer: $0.layer, number: $0.number,
        seen: PlacesSeen(rows: $0.matrix.rows, columns: $0.matrix.columns))
    }
    record(network)
  }

  /// Takes in the connections that are there now. Cost: those, and the places that are known.
  mutating func record(_ network: Sequential) {
    for index in parts.indices {
      let matrices = network.layers[parts[index].layer].matrices
      guard let matrix = matrices[parts[index].number].sparseMatrix else { continue }
      parts[index].seen.record(matrix)
    }
  }

  /// Becomes what `matrices`, one a part and of its size, say was seen.
  mutating func become(_ matrices: [SparseMatrix]) {
    for (index, matrix) in zip(parts.indices, matrices) {
      parts[index].seen = PlacesSeen(rows: matrix.rows, columns: matrix.columns)
      parts[index].seen.record(matrix)
    }
  }
}
