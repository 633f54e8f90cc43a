extension Tensor {
  /// With `before` and `after` places more at the ends of each axis, which hold `value`.
  public func padded(before: [Int], after: [Int], with value: Float) -> Tensor {
    let target = shape.indices.map { before[$0] + shape[$0] + after[$0] }
    var result = Tensor(shape: target, repeating: value)
    for (row, start) in rowStarts(in: target, from: before).enumerated() {
      for n in 0..<(shape.last ?? 1) {
        result.values[start + n] = values[row * (shape.last ?? 1) + n]
      }
    }
    return result
  }

  /// The block of shape `target` whose first element lies at `start` of each axis.
  public func block(from start: [Int], shape target: [Int]) -> Tensor {
    let small = Tensor(shape: target, repeating: 0)
    let length = target.last ?? 1
    guard small.count > 0 else { return small }
    var result: [Float] = []
    result.reserveCapacity(small.count)
    for first in small.rowStarts(in: shape, from: start) {
      result += values[first..<first + length]
    }
    return Tensor(shape: target, values: result)
  }

  /// Where the rows of this tensor begin in a larger one, in which it lies from `start` of each axis on.
  private func rowStarts(in target: [Int], from start: [Int]) -> [Int] {
    guard count > 0 else { return [] }
    let steps = Self.strides(of: target)
    let first = zip(start, steps).reduce(0) { $0 + $1.0 * $1.1 }
    return Self.offsets(of: shape.dropLast(), steps: steps.dropLast()).map { first + $0 }
  }
}
