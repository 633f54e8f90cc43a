internal import Tensors

/// What is given is known to fit; all throw `LinearAlgebraError`.
extension TracedTensor {
  /// The x with self @ x = `right`, a vector or a matrix. ∂right = self⁻ᵀ · g and ∂self = −∂right · xᵀ.
  public func solving(_ right: TracedTensor) throws -> TracedTensor {
    let (a, b) = (tensor, right.tensor)
    let x = try a.solving(b)
    /// That a has an inverse is known, since x was found.
    func pulled(_ gradient: Tensor) -> Tensor {
      (try? a.transposed.solving(gradient)) ?? Tensor(shape: b.shape, repeating: .nan)
    }
    let columns = b.rank < 2 ? 1 : b.shape[1]
    return TracedTensor(
      x,
      from: node.source { gradient in
        let g = pulled(gradient).reshaped([a.shape[0], columns])
        let product = try? g.multiplied(by: x.reshaped([a.shape[1], columns]).transposed)
        return (product ?? a).mapped { -$0 }
      } + right.node.source(pulled))
  }

  /// ∂self = −self⁻ᵀ · g · self⁻ᵀ.
  public func inverted() throws -> TracedTensor {
    let inverse = try tensor.inverted()
    return TracedTensor(
      inverse,
      from: node.source { gradient in
        let back = inverse.transposed
        let product = try? back.multiplied(by: gradient).multiplied(by: back)
        return (product ?? gradient).mapped { -$0 }
      })
  }
}
