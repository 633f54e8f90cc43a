public import Tensors

extension TracedTensor {
  /// What all elements up to each one make along an axis.
  public func accumulated(_ accumulation: Accumulation, along axis: Int) -> TracedTensor {
    let x = tensor
    let y = x.accumulated(accumulation, along: axis)
    return TracedTensor(
      y,
      from: node.source { gradient in
        switch accumulation {
        case .sum: gradient.sumsFromTheEnd(along: axis)
        case .product: productsPulled(gradient, x, y, along: axis)
        case .maximum, .minimum: extremesPulled(gradient, x, y, along: axis)
        }
      })
  }
}

/// Of yₙ = yₙ₋₁ xₙ. What y gets from all that follow is aₙ = gₙ + aₙ₊₁ xₙ₊₁, and ∂xₙ = aₙ yₙ₋₁: nothing is
/// divided, and a 0 among x does no harm.
private func productsPulled(_ g: Tensor, _ x: Tensor, _ y: Tensor, along axis: Int) -> Tensor {
  var result = g
  x.forEachStretch(along: axis) { start, step, length in
    var all: Float = 0
    for n in (0..<length).reversed() {
      let place = start + n * step
      all = g.values[place] + (n + 1 < length ? all * x.values[place + step] : 0)
      result.values[place] = all * (n > 0 ? y.values[place - step] : 1)
    }
  }
  return result
}

/// Each gradient goes to the element that was the extreme there, the first where equal.
private func extremesPulled(_ g: Tensor, _ x: Tensor, _ y: Tensor, along axis: Int) -> Tensor {
  var result = Tensor(shape: g.shape, repeating: 0)
  x.forEachStretch(along: axis) { start, step, length in
    var chosen = start
    for n in 0..<length {
      let place = start + n * step
      if n > 0, y.values[place] != y.values[place - step] { chosen = place }
      result.values[chosen] += g.values[place]
    }
  }
  return result
}
