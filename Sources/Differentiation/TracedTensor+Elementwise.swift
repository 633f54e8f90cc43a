public import Tensors

extension TracedTensor {
  public var negated: TracedTensor {
    TracedTensor(tensor.mapped { -$0 }, from: node.source { $0.mapped { -$0 } })
  }

  public func mapped(by function: SmoothFunction) -> TracedTensor {
    let x = tensor
    let result = x.mapped(function.ofFloat)
    return TracedTensor(
      result,
      from: node.source { gradient in
        var pulled = gradient
        for place in pulled.values.indices {
          pulled.values[place] *= function.derivative(x.values[place], result.values[place])
        }
        return pulled
      })
  }

  /// Element by element, broadcast. Throws `ShapeError`, which names the operation `name`.
  public func combined(
    with other: TracedTensor, by operation: ElementwiseOperation, named name: String
  ) throws -> TracedTensor {
    let (x, y) = (tensor, other.tensor)
    let result = try x.combined(with: y, by: operation, named: name)
    guard node != nil || other.node != nil, let derivative = derivatives[operation] else {
      return TracedTensor(result)
    }
    return TracedTensor(
      result,
      from: node.source { gradient in
        times(gradient, derivative.left(x, y, result)).folded(to: x.shape)
      }
        + other.node.source { gradient in
          times(gradient, derivative.right(x, y, result)).folded(to: y.shape)
        })
  }
}

/// The product of tensors whose shapes are known to fit.
private func times(_ a: Tensor, _ b: Tensor) -> Tensor {
  (try? a.combined(with: b, by: .multiply, named: "*")) ?? a
}

/// ∂z/∂x and ∂z/∂y of z = x op y, from x, y and z.
private typealias Derivative = (
  left: @Sendable (Tensor, Tensor, Tensor) -> Tensor,
  right: @Sendable (Tensor, Tensor, Tensor) -> Tensor
)

/// Operations without an entry have no slope worth the name: comparisons, and whole division.
private let derivatives: [ElementwiseOperation: Derivative] = [
  .add: ({ _, _, _ in one }, { _, _, _ in one }),
  .subtract: ({ _, _, _ in one }, { _, _, _ in Tensor(-1) }),
  .multiply: ({ _, y, _ in y }, { x, _, _ in x }),
  .divide: (
    { _, y, _ in y.mapped { 1 / $0 } }, { _, y, z in elementwise(z, y) { -$0 / $1 } }
  ),
  .remainder: (
    { _, _, _ in one }, { x, y, _ in elementwise(x, y) { -WholeDivision.quotient($0, $1) } }
  ),
  .power: (
    { x, y, _ in elementwise(x, y) { $1 == 0 ? 0 : $1 * raised($0, $1 - 1) } },
    { x, _, z in elementwise(z, x) { $1 > 0 ? $0 * logarithm($1) : 0 } }
  ),
  // Where both are equal the first is the larger, and the smaller.
  .maximum: (
    { x, y, _ in elementwise(x, y) { $0 >= $1 ? 1 : 0 } },
    { x, y, _ in elementwise(x, y) { $0 >= $1 ? 0 : 1 } }
  ),
  .minimum: (
    { x, y, _ in elementwise(x, y) { $0 <= $1 ? 1 : 0 } },
    { x, y, _ in elementwise(x, y) { $0 <= $1 ? 0 : 1 } }
  ),
]

private let one = Tensor(1)

private func elementwise(
  _ a: Tensor, _ b: Tensor, _ function: (Float, Float) -> Float
) -> Tensor {
  guard let shape = try? Tensor.broadcast(a.shape, b.shape, in: "") else { return a }
  let (x, y) = (a.expanded(to: shape), b.expanded(to: shape))
  return Tensor(shape: shape, values: zip(x.values, y.values).map(function))
}
