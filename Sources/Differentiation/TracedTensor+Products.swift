internal import Tensors

extension TracedTensor {
  /// x @ y; a vector is one row on the left, one column on the right. ∂x = g · yᵀ and ∂y = xᵀ · g, all as
  /// matrices. Throws `ShapeError`.
  public func multiplied(by other: TracedTensor) throws -> TracedTensor {
    let (x, y) = (tensor, other.tensor)
    let (rows, inner) = try x.matrixSize(isLeft: true)
    let (innerOther, columns) = try y.matrixSize(isLeft: false)
    let result = try x.multiplied(by: y)
    guard node != nil || other.node != nil else { return TracedTensor(result) }
    let left = x.reshaped([rows, inner])
    let right = y.reshaped([innerOther, columns])
    return TracedTensor(
      result,
      from: node.source { gradient in
        let g = gradient.reshaped([rows, columns])
        return ((try? g.multiplied(by: right.transposed)) ?? left).reshaped(x.shape)
      }
        + other.node.source { gradient in
          let g = gradient.reshaped([rows, columns])
          return ((try? left.transposed.multiplied(by: g)) ?? right).reshaped(y.shape)
        })
  }
}
