internal import Evaluation
internal import Glibc
internal import Tensors

/// A choice among `length` elements, all as likely or by weights.
struct RandomChoice {
  let length: Int
  let weights: [Double]?
  /// One may be chosen several times.
  let repeats: Bool

  /// The places of `count` elements, in the order in which they were drawn.
  func places(
    _ count: Int, using random: inout RandomSource, _ context: CallContext
  ) throws -> [Int] {
    guard length > 0 || count == 0 else {
      throw NativeError("S0302", "there is nothing to choose from", argument: "values")
    }
    let possible = try weights.map(check) ?? length
    guard repeats || count <= possible else {
      throw NativeError(
        "S0302", "\(count) cannot be chosen out of \(possible) without repeating one",
        help: "repeats: true", argument: "count")
    }
    guard let weights else {
      if !repeats {
        var places = random.distinct(count, below: length)
        random.shuffle(&places)
        return places
      }
      return try context.map(0..<count) { _ in random.below(length) }
    }
    return repeats
      ? try drawn(count, by: weights, using: &random, context)
      : distinct(count, by: weights, using: &random)
  }

  /// How many elements can be chosen; throws where these are no weights.
  private func check(_ weights: [Double]) throws -> Int {
    guard weights.count == length, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      throw NativeError(
        "S0302", "`weights` needs a number for each element, 0 at least",
        label: "\(weights.count) for \(length)", argument: "weights")
    }
    let positive = weights.count { $0 > 0 }
    let total = weights.reduce(0, +)
    guard positive > 0, total.isFinite else {
      throw NativeError(
        "S0302", "the weights must add up to a number above 0", argument: "weights")
    }
    return positive
  }

  /// By where a number falls among the sums of weights.
  private func drawn(
    _ count: Int, by weights: [Double], using random: inout RandomSource, _ context: CallContext
  ) throws -> [Int] {
    var total = 0.0
    let sums = weights.map { weight in
      total += weight
      return total
    }
    // Rounding may bring a draw up to the whole sum, behind the last that can be chosen.
    let last = weights.lastIndex { $0 > 0 } ?? 0
    return try context.map(0..<count) { _ in
      min(insertionPlace(of: random.uniform() * total, in: sums, after: true), last)
    }
  }

  /// The largest of u^(1 / w), one u for each element (Efraimidis and Spirakis 2006,
  /// doi:10.1016/j.ipl.2005.11.003), as logarithms.
  private func distinct(
    _ count: Int, by weights: [Double], using random: inout RandomSource
  ) -> [Int] {
    let keys = weights.map { weight in
      let u = 1 - random.uniform()
      return weight > 0 ? log(u) / weight : -.infinity
    }
    return Array(keys.indices.sorted { keys[$0] > keys[$1] }.prefix(count))
  }
}

/// How many of ascending numbers lie before `number`; those that equal it too, where `after`.
func insertionPlace(of number: Double, in ascending: [Double], after: Bool) -> Int {
  var (low, high) = (0, ascending.count)
  while low < high {
    let middle = (low + high) / 2
    if after ? ascending[middle] <= number : ascending[middle] < number {
      low = middle + 1
    } else {
      high = middle
    }
  }
  return low
}

func arcTangent(_ y: Double, _ x: Double) -> Double { atan2(y, x) }
