internal import Differentiation
internal import Evaluation
internal import Tensors

/// Numbers in an order: where others lie among them, what lies between, and what they have in common.
let signalFunctions: [Builtin] = [
  Builtin(
    "insertion_places", in: .tensors, "Gives where numbers would stand among ascending ones.",
    .required("sorted", "ascending numbers", kinds: .of("list", "range", "tensor")),
    .required("values", "the numbers", kinds: .of("list", "range", "tensor")),
    .optional("after", default: false, "behind those that are equal"),
    example: "to_list(insertion_places([1, 3, 5], [0, 3, 9]))  # [0, 1, 3]",
    aliases: [
      "searchsorted": "insertion_places($xs, $ys)",
      "digitize": "insertion_places($xs, $ys)",
    ]
  ) { (_, sorted: Value, values: Value, after: Bool) in
    let ascending = try ascending(sorted, argument: "sorted")
    return try elementwise(values) {
      Double(insertionPlace(of: $0, in: ascending, after: after))
    }
  },
  Builtin(
    "interpolate", in: .tensors,
    "Gives the height of a line through points at some places; beyond its ends that of the end.",
    .required("places", "where", kinds: .of("list", "range", "tensor")),
    .required("xs", "of the points, ascending", kinds: .of("list", "range", "tensor")),
    .required("ys", "of the points", kinds: .of("list", "range", "tensor")),
    example: "to_list(interpolate([0.5, 9], [0, 1, 2], [10, 20, 40]))  # [15, 40]",
    aliases: ["interp": "interpolate($x, $xs, $ys)"]
  ) { (_, places: Value, xs: Value, ys: Value) in
    let (x, y) = (try ascending(xs, argument: "xs"), try numbers(ys, "ys", of: "interpolate"))
    guard x.count == y.count, !x.isEmpty else {
      throw NativeError(
        "S0203", "`interpolate` needs points",
        label: "here are \(x.count) xs and \(y.count) ys", argument: "ys")
    }
    return try elementwise(places) { place in
      guard !place.isNaN else { return .nan }
      let next = insertionPlace(of: place, in: x, after: true)
      guard next > 0 else { return y[0] }
      guard next < x.count else { return y[x.count - 1] }
      let share = (place - x[next - 1]) / (x[next] - x[next - 1])
      return y[next - 1] * (1 - share) + y[next] * share
    }
  },
  Builtin(
    "convolve", in: .tensors,
    "Slides the second of two vectors over the first, turned round, and adds up the products.",
    .required("signal", "a vector", kinds: .of("list", "range", "tensor")),
    .required("kernel", "a vector", kinds: .of("list", "range", "tensor")),
    .choice(
      "mode", ["full", "same", "valid"],
      "all places where they meet; as many as the longer one has; or those where they meet in full"),
    example: "to_list(convolve([1, 2, 3], [1, 1]))  # [1, 3, 5, 3]"
  ) { (context, signal: Value, kernel: Value, mode: String) in
    let (a, b) = (
      try numbers(signal, "signal", of: "convolve"), try numbers(kernel, "kernel", of: "convolve")
    )
    guard !a.isEmpty, !b.isEmpty else {
      throw NativeError(
        "S0302", "`convolve` of nothing has no value", argument: a.isEmpty ? "signal" : "kernel")
    }
    let (long, short) = a.count >= b.count ? (a, b) : (b, a)
    let skipped =
      switch mode {
      case "same": (short.count - 1) / 2
      case "valid": short.count - 1
      default: 0
      }
    let count =
      switch mode {
      case "same": long.count
      case "valid": long.count - short.count + 1
      default: long.count + short.count - 1
      }
    let result = try context.map(skipped..<skipped + count) { place in
      var total = 0.0
      for n in max(place - long.count + 1, 0)...min(place, short.count - 1) {
        total += short[n] * long[place - n]
      }
      return Float(total)
    }
    return TensorObject(Tensor(shape: [count], values: result))
  },
  related(
    "covariance",
    "Gives how far two vectors go together: the mean product of the distances from the means.",
    "covariance([1, 3], [2, 6])  # 2", aliases: ["cov"], isScaled: false),
  related(
    "correlation", "Gives how far two vectors go together, from -1 to 1.",
    "correlation([1, 2, 3], [2, 4, 6])  # 1", aliases: ["corrcoef", "cor"], isScaled: true),
]

private func related(
  _ name: String, _ summary: String, _ example: String, aliases: [String], isScaled: Bool
) -> Builtin {
  Builtin(
    name, in: .numbers, and: [.tensors], summary,
    .required("first", "numbers", kinds: .of("list", "range", "tensor")),
    .required("second", "as many", kinds: .of("list", "range", "tensor")),
    .optional(
      "sample", default: false,
      "the numbers are a sample of more: the sum is divided by one less than there are"),
    example: example,
    aliases: Dictionary(
      aliases.map { ($0, "\(name)($x, $y)") }, uniquingKeysWith: { first, _ in first })
  ) { (_, first: Value, second: Value, isSample: Bool) in
    let (x, y) = (try numbers(first, "first", of: name), try numbers(second, "second", of: name))
    guard x.count == y.count, x.count >= (isSample ? 2 : 1) else {
      throw NativeError(
        "S0203", "`\(name)` needs two vectors of one length",
        label: "these are \(x.count) and \(y.count)", argument: "second")
    }
    let (a, b) = (centred(x), centred(y))
    func sum(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    if isScaled { return min(max(sum(a, b) / (sum(a, a) * sum(b, b)).squareRoot(), -1), 1) }
    return sum(a, b) / Double(isSample ? x.count - 1 : x.count)
  }
}

private func centred(_ numbers: [Double]) -> [Double] {
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  return numbers.map { $0 - mean }
}

/// The numbers of a list, range or vector.
private func numbers(_ value: Value, _ argument: String, of name: String) throws -> [Double] {
  if let object = value.asObject as? TensorObject {
    try refuseGradient(name, object)
    guard object.tensor.rank == 1 else {
      throw NativeError(
        "S0203", "`\(name)` takes vectors", label: "this is \(object.tensor.name)",
        argument: argument)
    }
  }
  return try Numbers(argument: argument).of(value)
}

private func ascending(_ value: Value, argument: String) throws -> [Double] {
  let found = try Numbers(argument: argument).of(value)
  guard zip(found, found.dropFirst()).allSatisfy({ $0 <= $1 }) else {
    throw NativeError(
      "S0302", "`\(argument)` must be ascending", help: "sorted:  x[sort_places(x)]",
      argument: argument)
  }
  return found
}

/// A tensor of what `function` gives of each number.
private func elementwise(_ values: Value, _ function: (Double) -> Double) throws -> Value {
  let numbers = try Numbers(argument: "values").of(values)
  let shape = (values.asObject as? TensorObject)?.tensor.shape ?? [numbers.count]
  return TensorObject.value(Tensor(shape: shape, values: numbers.map { Float(function($0)) }))
}
