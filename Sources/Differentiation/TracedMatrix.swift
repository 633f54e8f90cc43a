public import Tensors

/// A sparse matrix and how it came about, where a gradient looks back on it. A gradient takes its
/// connections as they are, and their weights as what can change: it is a vector, a number a connection.
public struct TracedMatrix {
  public let matrix: SparseMatrix
  public let node: GradientNode?

  public init(_ matrix: SparseMatrix, _ node: GradientNode? = nil) {
    self.matrix = matrix
    self.node = node
  }

  init(_ matrix: SparseMatrix, from sources: [GradientNode.Source]) {
    self.init(matrix, sources.isEmpty ? nil : GradientNode(sources, count: matrix.count))
  }

  /// A matrix whose weights gradients are taken of.
  public static func leaf(_ matrix: SparseMatrix) -> TracedMatrix {
    TracedMatrix(matrix, GradientNode(count: matrix.count))
  }

  /// The elements of a matrix that are not 0.
  public init(_ traced: TracedTensor) {
    let result = SparseMatrix(traced.tensor)
    self.init(
      result,
      from: traced.node.source { gradient in
        var weights = result
        weights.values = gradient.values
        return weights.dense
      })
  }

  /// Zeros where there is no connection.
  public var dense: TracedTensor {
    let sparse = matrix
    return TracedTensor(
      sparse.dense,
      from: node.source { gradient in
        sparse.weightGradients { row, column in gradient.values[row * sparse.columns + column] }
      })
  }

  public var transposed: TracedMatrix {
    let pattern = matrix.transposed
    return TracedMatrix(
      pattern,
      from: node.source { gradient in
        // The weights in the order of the transpose, put back by transposing once more.
        var weights = pattern
        weights.values = gradient.values
        return Tensor(shape: [gradient.count], values: weights.transposed.values)
      })
  }

  public func scaled(by factor: Float) -> TracedMatrix {
    var result = matrix
    for position in result.values.indices { result.values[position] *= factor }
    return TracedMatrix(result, from: node.source { $0.mapped { $0 * factor } })
  }

  /// S @ x. ∂x = Sᵀ · g; of a weight, its row of g times the row of x that it takes. Throws `ShapeError`.
  public func multiplied(by other: TracedTensor) throws -> TracedTensor {
    let (s, x) = (matrix, other.tensor)
    let result = try s.multiplied(by: x)
    guard node != nil || other.node != nil else { return TracedTensor(result) }
    let width = x.rank < 2 ? 1 : x.shape[1]
    return TracedTensor(
      result,
      from: node.source { gradient in
        s.weightGradients { row, column in
          var sum: Float = 0
          for n in 0..<width {
            sum += gradient.values[row * width + n] * x.values[column * width + n]
          }
          return sum
        }
      }
        + other.node.source { gradient in
          let g = gradient.reshaped([s.rows, width])
          return ((try? s.transposed.multiplied(by: g)) ?? x).reshaped(x.shape)
        })
  }

  /// x @ S. ∂x = g · Sᵀ; of a weight, the column of x that it takes times its column of g. Throws
  /// `ShapeError`.
  public func multiplied(from other: TracedTensor) throws -> TracedTensor {
    let (s, x) = (matrix, other.tensor)
    let result = try s.multiplied(from: x)
    guard node != nil || other.node != nil else { return TracedTensor(result) }
    let height = x.rank < 2 ? 1 : x.shape[0]
    return TracedTensor(
      result,
      from: node.source { gradient in
        s.weightGradients { row, column in
          var sum: Float = 0
          for n in 0..<height {
            sum += x.values[n * s.rows + row] * gradient.values[n * s.columns + column]
          }
          return sum
        }
      }
        + other.node.source { gradient in
          let g = gradient.reshaped([height, s.columns])
          return ((try? s.transposed.multiplied(from: g)) ?? x).reshaped(x.shape)
        })
  }
}

extension SparseMatrix {
  /// A number for each connection, from its row and column.
  fileprivate func weightGradients(_ body: (Int, Int) -> Float) -> Tensor {
    var result = Tensor(shape: [count], repeating: 0)
    for row in 0..<rows {
      for position in positions(ofRow: row) {
        result.values[position] = body(row, Int(columnIndices[position]))
      }
    }
    return result
  }
}
