/// How a stretch of numbers becomes one.
public enum Reduction: Sendable {
  case sum, mean, product, maximum, minimum, argmax, argmin
  /// The square root of the sum of squares.
  case norm
  /// log Σ exp(x).
  case logSumExp

  /// There is a value of no elements too.
  public var takesNothing: Bool { self == .sum || self == .product || self == .norm }

  /// What numbers make; there is one at least where it takes nothing else.
  public func of(_ numbers: [Double]) -> Double {
    of(numbers, from: 0, step: 1, count: numbers.count)
  }

  /// The same of `count` numbers that stand `step` apart.
  func of<Number: BinaryFloatingPoint>(
    _ values: [Number], from start: Int, step: Int, count: Int
  ) -> Double {
    switch self {
    case .sum, .mean:
      var total = 0.0
      for n in 0..<count { total += Double(values[start + n * step]) }
      return self == .sum ? total : total / Double(count)
    case .product:
      var total = 1.0
      for n in 0..<count { total *= Double(values[start + n * step]) }
      return total
    case .norm:
      var total = 0.0
      for n in 0..<count {
        total += Double(values[start + n * step]) * Double(values[start + n * step])
      }
      return total.squareRoot()
    case .logSumExp:
      let largest = Reduction.maximum.of(values, from: start, step: step, count: count)
      // Of infinities it is one, and of what is no number none.
      guard largest.isFinite else { return largest }
      var total = 0.0
      for n in 0..<count { total += exponential(Double(values[start + n * step]) - largest) }
      return largest + logarithm(total)
    case .maximum, .minimum, .argmax, .argmin:
      // The first where several are equal; one that is no number wins over all.
      let isLargest = self == .maximum || self == .argmax
      var best = 0
      for n in 1..<max(count, 1) {
        let (x, y) = (values[start + n * step], values[start + best * step])
        if y.isNaN { break }
        if x.isNaN || (isLargest ? x > y : x < y) { best = n }
      }
      let isPlace = self == .argmax || self == .argmin
      return isPlace ? Double(best) : Double(values[start + best * step])
    }
  }
}

extension Tensor {
  /// All elements made into one number, in double precision; nil when there is none to choose from.
  public func reduced(_ reduction: Reduction) -> Double? {
    guard count > 0 || reduction.takesNothing else { return nil }
    return reduction.of(values, from: 0, step: 1, count: count)
  }

  /// Along one axis, which goes away; nil when it is empty and there is none to choose from.
  public func reduced(_ reduction: Reduction, along axis: Int) -> Tensor? {
    guard shape[axis] > 0 || reduction.takesNothing else { return nil }
    var target = shape
    let length = target.remove(at: axis)
    let inner = strides[axis]
    return Tensor(shape: target, count: target.reduce(1, *)) { result in
      for position in result.indices {
        let start = position / inner * inner * length + position % inner
        result[position] = Float(reduction.of(values, from: start, step: inner, count: length))
      }
    }
  }

  /// For each stretch along an axis the places of its elements in ascending order; equal ones keep
  /// theirs, and what is no number comes last.
  public func sortedPlaces(along axis: Int, descending: Bool) -> Tensor {
    var result = self
    forEachStretch(along: axis) { start, step, length in
      let order = (0..<length).sorted { a, b in
        let (x, y) = (values[start + a * step], values[start + b * step])
        if x.isNaN || y.isNaN { return x.isNaN == y.isNaN ? a < b : y.isNaN }
        return x == y ? a < b : descending ? x > y : x < y
      }
      for (n, place) in order.enumerated() { result.values[start + n * step] = Float(place) }
    }
    return result
  }

  /// exp(x − log Σ exp) along an axis: shares that add up to 1.
  public func softmax(along axis: Int) -> Tensor {
    var result = self
    forEachStretch(along: axis) { start, step, length in
      var largest = -Float.infinity
      for n in 0..<length { largest = max(largest, values[start + n * step]) }
      var total: Float = 0
      for n in 0..<length {
        let share = exponential(values[start + n * step] - largest)
        result.values[start + n * step] = share
        total += share
      }
      for n in 0..<length { result.values[start + n * step] /= total }
    }
    return result
  }

  /// Calls `body` with the first place, the step and the length of each stretch along an axis.
  public func forEachStretch(along axis: Int, _ body: (Int, Int, Int) -> Void) {
    let length = shape[axis]
    let inner = strides[axis]
    guard length > 0, count > 0 else { return }
    for number in 0..<count / length {
      body(number / inner * inner * length + number % inner, inner, length)
    }
  }
}
