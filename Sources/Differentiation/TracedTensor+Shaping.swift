internal import Tensors

extension TracedTensor {
  /// Repeated to a shape that this one broadcasts to.
  public func expanded(to shape: [Int]) -> TracedTensor {
    let own = tensor.shape
    return TracedTensor(tensor.expanded(to: shape), from: node.source { $0.folded(to: own) })
  }

  /// Put beside itself, so often along each axis; there are as many `times` as axes.
  public func tiled(_ times: [Int]) -> TracedTensor {
    let shape = tensor.shape
    // Each axis as two: which copy, and where in it.
    let narrow = shape.flatMap { [1, $0] }
    let wide = zip(times, shape).flatMap { [$0, $1] }
    return reshaped(narrow).expanded(to: wide).reshaped(zip(times, shape).map(*))
  }

  /// With `before` and `after` places more at the ends of each axis, which hold `value`.
  public func padded(before: [Int], after: [Int], with value: Float) -> TracedTensor {
    let shape = tensor.shape
    return TracedTensor(
      tensor.padded(before: before, after: after, with: value),
      from: node.source { $0.block(from: before, shape: shape) })
  }

  /// The `count` places from `start` on along an axis.
  public func part(along axis: Int, from start: Int, count: Int) -> TracedTensor {
    var (before, after) = (tensor.shape.map { _ in 0 }, tensor.shape.map { _ in 0 })
    before[axis] = start
    after[axis] = tensor.shape[axis] - start - count
    return TracedTensor(
      tensor.part(along: axis, from: start, count: count),
      from: node.source { [before, after] in $0.padded(before: before, after: after, with: 0) })
  }

  /// Zeros but for the elements of this tensor, which lie at `places` of the result, each at its own.
  public func placed(at places: [Int], shape: [Int]) -> TracedTensor {
    let own = tensor.shape
    var result = Tensor(shape: shape, repeating: 0)
    for (number, place) in places.enumerated() { result.values[place] = tensor.values[number] }
    return TracedTensor(
      result,
      from: node.source { gradient in
        Tensor(shape: own, values: places.map { gradient.values[$0] })
      })
  }

  /// With `axes` as one, which is the last; the others keep their order.
  public func joining(_ axes: [Int]) -> TracedTensor {
    let others = tensor.shape.indices.filter { !axes.contains($0) }
    let order = others + axes
    let moved = order == Array(tensor.shape.indices) ? self : permuted(order)
    let length = axes.reduce(1) { $0 * tensor.shape[$1] }
    return moved.reshaped(others.map { tensor.shape[$0] } + [length])
  }
}
