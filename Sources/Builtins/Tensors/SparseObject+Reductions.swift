internal import Differentiation
internal import Evaluation
internal import Tensors

/// One number of all elements, or a number a row or column, zeros where there is no connection counted.
extension SparseObject {
  func reduced(_ reduction: Reduction, _ name: String, along axis: Int?) throws -> Value {
    let place = try axis.map { axis in
      let place = axis < 0 ? axis + 2 : axis
      guard (0..<2).contains(place) else {
        throw NativeError(
          "S0203", "there is no axis \(axis)", label: "a sparse matrix has 2", argument: "axis")
      }
      return place
    }
    if node != nil { return try tracedSum(reduction, name, along: place) }
    guard let place else {
      let count = Double(matrix.rows) * Double(matrix.columns)
      let all = (0..<matrix.rows).lazy.flatMap { [matrix] row in
        matrix.positions(ofRow: row).map { position in
          (row * matrix.columns + Int(matrix.columnIndices[position]), matrix.values[position])
        }
      }
      return .number(try Stretch(all, count: count).reduced(reduction, name))
    }
    // A column is a row of the transpose.
    let turned = place == 1 ? matrix : matrix.transposed
    try checkSize([turned.rows])
    let numbers = try (0..<turned.rows).map { row in
      let own = turned.positions(ofRow: row).map {
        (Int(turned.columnIndices[$0]), turned.values[$0])
      }
      return Float(try Stretch(own, count: Double(turned.columns)).reduced(reduction, name))
    }
    return .object(TensorObject(Tensor(shape: [turned.rows], values: numbers)))
  }

  /// Under a gradient.
  private func tracedSum(
    _ reduction: Reduction, _ name: String, along axis: Int?
  ) throws -> Value {
    guard reduction == .sum || reduction == .mean else {
      throw NativeError(
        "S0205", "a gradient does not look back through `\(name)` of a sparse matrix",
        help: "make it dense first:  to_dense(s)")
    }
    return try shaped {
      let found =
        try axis.map { try traced.sum(along: $0) } ?? traced.weights.reduced(.sum, along: nil)
      guard let sum = found else { return .none }
      guard reduction == .mean else { return TensorObject.value(sum) }
      let count = axis.map { Double($0 == 0 ? matrix.rows : matrix.columns) }
      let divisor = Tensor(count ?? Double(matrix.rows) * Double(matrix.columns))
      return TensorObject.value(
        try sum.combined(with: TracedTensor(divisor), by: .divide, named: "/"))
    }
  }
}

/// Some places of many hold numbers, in ascending order; the others 0.
private struct Stretch<Numbers: Sequence<(Int, Float)>> {
  private let numbers: Numbers
  private let count: Double

  init(_ numbers: Numbers, count: Double) {
    self.numbers = numbers
    self.count = count
  }

  func reduced(_ reduction: Reduction, _ name: String) throws -> Double {
    switch reduction {
    case .sum: return numbers.reduce(0) { $0 + Double($1.1) }
    case .product:
      var (product, held) = (1.0, 0.0)
      for (_, number) in numbers {
        product *= Double(number)
        held += 1
      }
      return held < count ? product * 0 : product
    case .mean, .maximum, .minimum, .argmax, .argmin: break
    }
    guard count > 0 else {
      throw NativeError(
        "S0302", "`\(name)` of an empty matrix has no value", argument: "values")
    }
    if reduction == .mean { return numbers.reduce(0) { $0 + Double($1.1) } / count }
    let best = extreme(isLargest: reduction.isOfLargest)
    return reduction.givesPlace ? Double(best.place) : best.number
  }

  /// The first of the largest or smallest; what is no number wins over all.
  private func extreme(isLargest: Bool) -> (place: Int, number: Double) {
    var best: (place: Int, number: Double)?
    var firstFree = 0
    for (place, number) in numbers {
      if place == firstFree { firstFree += 1 }
      let number = Double(number)
      if let best, best.number.isNaN { return best }
      guard let known = best else {
        best = (place, number)
        continue
      }
      if number.isNaN || (isLargest ? number > known.number : number < known.number) {
        best = (place, number)
      }
    }
    guard Double(firstFree) < count else { return best ?? (0, 0) }
    guard let best, !best.number.isNaN else { return best ?? (firstFree, 0) }
    let zeroWins = isLargest ? best.number < 0 : best.number > 0
    return zeroWins || (best.number == 0 && firstFree < best.place) ? (firstFree, 0) : best
  }
}
