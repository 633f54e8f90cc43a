/// How all numbers so far become one.
public enum Accumulation: Sendable, CaseIterable {
  case sum, product, maximum, minimum

  /// What stands so far, and the next number: one that is no number stays.
  @inline(__always)
  public func joined(_ total: Double, _ next: Double) -> Double {
    switch self {
    case .sum: total + next
    case .product: total * next
    case .maximum: total >= next || total.isNaN ? total : next
    case .minimum: total <= next || total.isNaN ? total : next
    }
  }
}

extension Tensor {
  /// What all elements up to each one make along an axis, in double precision.
  public func accumulated(_ accumulation: Accumulation, along axis: Int) -> Tensor {
    var result = self
    forEachStretch(along: axis) { start, step, length in
      var total = Double(values[start])
      for n in 1..<max(length, 1) {
        total = accumulation.joined(total, Double(values[start + n * step]))
        result.values[start + n * step] = Float(total)
      }
    }
    return result
  }

  /// Sums of all elements from each one on, along an axis.
  public func sumsFromTheEnd(along axis: Int) -> Tensor {
    var result = self
    forEachStretch(along: axis) { start, step, length in
      var total = 0.0
      for n in (0..<length).reversed() {
        total += Double(values[start + n * step])
        result.values[start + n * step] = Float(total)
      }
    }
    return result
  }
}
