public import Tensors

extension TracedTensor {
  /// Of all elements, or along an axis; nil where there are none and the reduction needs one. The gradient
  /// of an extreme goes to the first of those that are equal.
  public func reduced(_ reduction: Reduction, along axis: Int?) -> TracedTensor? {
    let tensor = tensor
    let found =
      axis.map { tensor.reduced(reduction, along: $0) }
      ?? tensor.reduced(reduction).map { Tensor(shape: [], values: [Float($0)]) }
    guard let result = found else { return nil }
    var kept = tensor.shape
    if let axis { kept[axis] = 1 } else { kept = kept.map { _ in 1 } }
    return TracedTensor(
      result,
      from: node.source { gradient in
        let spread = gradient.reshaped(kept).expanded(to: tensor.shape)
        switch reduction {
        case .sum: return spread
        case .mean:
          let share = Float(result.count) / Float(max(tensor.count, 1))
          return spread.mapped { $0 * share }
        case .product:
          let products = result.reshaped(kept).expanded(to: tensor.shape)
          return Tensor(
            shape: tensor.shape,
            values: spread.values.indices.map {
              spread.values[$0] * products.values[$0] / tensor.values[$0]
            })
        case .maximum, .minimum: return tensor.marked(by: reduction, along: axis, spread)
        case .argmax, .argmin: return Tensor(shape: tensor.shape, repeating: 0)
        }
      })
  }

  /// exp(x), divided by its sum along an axis. ∂x = y (g − Σ g y).
  public func softmax(along axis: Int) -> TracedTensor {
    let result = tensor.softmax(along: axis)
    return TracedTensor(
      result,
      from: node.source { gradient in
        let products = (try? gradient.combined(with: result, by: .multiply, named: "*")) ?? gradient
        guard let sums = products.reduced(.sum, along: axis) else { return gradient }
        var kept = result.shape
        kept[axis] = 1
        let centred = try? gradient.combined(
          with: sums.reshaped(kept), by: .subtract, named: "-")
        return (try? centred?.combined(with: result, by: .multiply, named: "*")) ?? gradient
      })
  }

  /// Along an axis, in each stretch the elements at the places that `order` holds, a tensor of this shape.
  public func gathered(along axis: Int, by order: Tensor) -> TracedTensor {
    TracedTensor(
      tensor.gathered(along: axis, by: order),
      from: node.source { $0.scattered(along: axis, by: order) })
  }

  public func cumulativeSum(along axis: Int) -> TracedTensor {
    TracedTensor(
      tensor.cumulativeSum(along: axis),
      from: node.source { $0.cumulativeSum(along: axis, isReversed: true) })
  }
}

extension Tensor {
  /// `values` where the largest or smallest element is, else 0.
  fileprivate func marked(by reduction: Reduction, along axis: Int?, _ values: Tensor) -> Tensor {
    let which: Reduction = reduction == .maximum ? .argmax : .argmin
    var result = Tensor(shape: shape, repeating: 0)
    guard let axis else {
      if let place = reduced(which).flatMap({ Int(exactly: $0) }) {
        result.values[place] = values.values[place]
      }
      return result
    }
    guard let places = reduced(which, along: axis) else { return result }
    let inner = strides[axis]
    for (number, place) in places.values.enumerated() {
      let start = number / inner * inner * shape[axis] + number % inner
      let target = start + Int(place) * inner
      result.values[target] = values.values[target]
    }
    return result
  }
}
