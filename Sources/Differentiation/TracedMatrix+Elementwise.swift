public import Tensors

/// Element by element, where the result is sparse too: all is done with the weights as a vector, and gradients
/// follow as those of any vector.
extension TracedMatrix {
  /// The weights, a number a connection.
  public var weights: TracedTensor {
    TracedTensor(Tensor(shape: [matrix.count], values: matrix.values), node)
  }

  /// Connections with other weights, of which there are as many.
  public init(connections: SparseMatrix, weights: TracedTensor) {
    var matrix = connections
    matrix.values = weights.tensor.values
    self.init(matrix, weights.node)
  }

  /// For a function that gives 0 for 0.
  public func mapped(by function: SmoothFunction) -> TracedMatrix {
    TracedMatrix(connections: matrix, weights: weights.mapped(by: function))
  }

  /// With what lies at each connection in a tensor that broadcasts to the matrix's shape; what stands where there
  /// is no connection is taken for 0. Throws `ShapeError`.
  public func combined(
    withConnectionsOf other: TracedTensor, by operation: ElementwiseOperation, named name: String,
    isLeft: Bool = true
  ) throws -> TracedMatrix {
    let shape = [matrix.rows, matrix.columns]
    guard try Tensor.broadcast(shape, other.tensor.shape, in: name) == shape else {
      throw ShapeError(
        "shapes do not fit in `\(name)`",
        label: "\(other.tensor.name) is larger than the sparse matrix, \(shape)")
    }
    let padded = [Int](repeating: 1, count: 2 - other.tensor.rank) + other.tensor.shape
    let step = (row: padded[0] == 1 ? 0 : padded[1], column: padded[1] == 1 ? 0 : 1)
    let places = matrix.eachConnection { row, column in row * step.row + column * step.column }
    let found = other.blocks(at: places, length: 1, shape: [matrix.count])
    let combined =
      isLeft
      ? try weights.combined(with: found, by: operation, named: name)
      : try found.combined(with: weights, by: operation, named: name)
    return TracedMatrix(connections: matrix, weights: combined)
  }

  /// With another matrix of the same shape; for an operation that gives 0 for two zeros. It has the connections of
  /// both, or those that both have where `isProduct`.
  public func combined(
    with other: TracedMatrix, by operation: ElementwiseOperation, named name: String,
    isProduct: Bool
  ) throws -> TracedMatrix {
    let pairing = ConnectionPairing(matrix, other.matrix, onlyCommon: isProduct)
    let (x, y) = (try spread(to: pairing.first), try other.spread(to: pairing.second))
    return TracedMatrix(
      connections: pairing.connections, weights: try x.combined(with: y, by: operation, named: name)
    )
  }

  /// The weights at these places, and 0 behind the last of them.
  private func spread(to places: [Int]) throws -> TracedTensor {
    let zero = TracedTensor(Tensor(shape: [1], repeating: 0))
    return try TracedTensor.concatenated([weights, zero], along: 0)
      .blocks(at: places, length: 1, shape: [places.count])
  }

  /// The connections in these rows and columns, in their order and as often as they are named; all columns
  /// without.
  public func part(rows: [Int], columns: [Int]?) -> TracedMatrix {
    let choice = ConnectionChoice(matrix, rows: rows, columns: columns)
    return TracedMatrix(
      connections: choice.connections,
      weights: weights.blocks(at: choice.places, length: 1, shape: [choice.places.count]))
  }

  /// The sum of each row, or column.
  public func sum(along axis: Int) throws -> TracedTensor {
    let length = axis == 0 ? matrix.rows : matrix.columns
    let ones = TracedTensor(Tensor(shape: [length], repeating: 1))
    return axis == 0 ? try multiplied(from: ones) : try multiplied(by: ones)
  }
}

extension SparseMatrix {
  /// A value for each connection, from its row and column.
  func eachConnection<Result>(_ body: (Int, Int) -> Result) -> [Result] {
    var results: [Result] = []
    results.reserveCapacity(count)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        results.append(body(row, Int(columnIndices[position])))
      }
    }
    return results
  }
}
