internal import Differentiation
internal import Evaluation
internal import Tensors

/// Tensors of regular numbers, and what tensors and numbers are asked and counted by.
let countingFunctions: [Builtin] = [
  Builtin(
    "linspace", in: .tensors, "Makes a tensor of numbers at equal distances, both ends among them.",
    .required("start", "the first"), .required("stop", "the last"),
    .required("count", "how many", range: .from(0, below: 0x1p40)),
    example: "to_list(linspace(0, 1, 5))  # [0, 0.25, 0.5, 0.75, 1]"
  ) { (_, start: Double, stop: Double, count: Int) in
    try checkSize([count], argument: "count")
    let last = Double(max(count - 1, 1))
    var result = Tensor(shape: [count], repeating: 0)
    for place in 0..<count {
      let share = Double(place) / last
      result.values[place] = Float(start * (1 - share) + stop * share)
    }
    return TensorObject(result)
  },
  Builtin(
    "one_hot", in: .tensors, "Makes a row for each class, with 1 at its place and 0 elsewhere.",
    .required("classes", "whole numbers from 0 on", kinds: .of("list", "tensor")),
    .optional(
      "count", shown: "the largest and one", "how many classes there are", orElse: Int?.none,
      range: .from(1, below: 0x1p40)),
    example: "to_list(one_hot([0, 2]))  # [[1, 0, 0], [0, 0, 1]]"
  ) { (_, classes: Value, count: Int?) in
    let shape = (classes.asObject as? TensorObject)?.tensor.shape
    let flat = (classes.asObject as? TensorObject).map {
      Value.object(TensorObject($0.tensor.reshaped([$0.tensor.count])))
    }
    let numbers = try PlaceNumbers(argument: "classes").numbers(flat ?? classes)
    let count = count ?? (numbers.max() ?? 0) + 1
    if let wrong = numbers.first(where: { $0 < 0 || $0 >= count }) {
      throw NativeError(
        "S0302", "class \(wrong) is outside 0 to \(count - 1)", argument: "classes")
    }
    try checkSize([numbers.count, count], argument: "classes")
    var result = Tensor(shape: (shape ?? [numbers.count]) + [count], repeating: 0)
    for (row, place) in numbers.enumerated() { result.values[row * count + place] = 1 }
    return TensorObject(result)
  },
  Builtin(
    "clip", in: .numbers, and: [.tensors], "Brings what lies outside two bounds to the nearer one.",
    .required(
      "x", "a number, or a tensor to take element by element", kinds: .of("number", "tensor")),
    .optional(
      "low", default: Value.none, "the lower bound", kinds: .of("number", "tensor", "none")),
    .optional(
      "high", default: Value.none, "the upper bound", kinds: .of("number", "tensor", "none")),
    example: "clip(7, 0, 5)  # 5", aliases: ["clamp": "clip($x, $low, $high)"]
  ) { (_, x: Value, low: Value, high: Value) in
    if let a = low.asNumber, let b = high.asNumber, !(a <= b) {
      throw NativeError(
        "S0302", "the lower bound is above the upper one",
        label: "\(low.brief) and \(high.brief)", argument: "low")
    }
    let above = try bounded(x, by: low, .maximum)
    return try bounded(above, by: high, .minimum)
  },
  test(
    "is_nan", "Whether a number is nan, which is no number.", "is_nan(0 / 0)  # true",
    ["isnan", "isNaN"]
  ) {
    $0.isNaN
  },
  test(
    "is_finite", "Whether a number is neither nan nor an infinity.", "is_finite(1 / 0)  # false",
    ["isfinite"]
  ) { $0.isFinite },
  Builtin(
    "atan2", in: .numbers, and: [.tensors],
    "Gives the angle in radians of the point (x, y), from -pi to pi.",
    .required("y", "a number or tensor", kinds: .of("number", "tensor")),
    .required("x", "a number or tensor", kinds: .of("number", "tensor")),
    example: "atan2(0, 1)  # 0", aliases: ["arctan2": "atan2($y, $x)"]
  ) { (_, y: Value, x: Value) in
    if let y = y.asNumber, let x = x.asNumber { return Value.number(arcTangent(y, x)) }
    guard let a = TensorObject.operand(y)?.tensor, let b = TensorObject.operand(x)?.tensor else {
      return .none
    }
    for value in [x, y] {
      if let object = value.asObject as? TensorObject { try refuseGradient("atan2", object) }
    }
    return try shaped {
      let shape = try Tensor.broadcast(a.shape, b.shape, in: "atan2")
      try checkSize(shape)
      let (a, b) = (a.expanded(to: shape), b.expanded(to: shape))
      return TensorObject.value(
        Tensor(
          shape: shape,
          values: zip(a.values, b.values).map { Float(arcTangent(Double($0), Double($1))) }))
    }
  },
  Builtin(
    "all_close", in: .tensors, "Whether two tensors or numbers are equal but for rounding.",
    .required("first", "a tensor or number", kinds: .of("tensor", "number")),
    .required("second", "a tensor or number", kinds: .of("tensor", "number")),
    .optional("relative", default: 1e-5, "of the second's size", range: .from(0)),
    .optional("absolute", default: 1e-8, "beside it", range: .from(0)),
    example: "all_close(tensor([1, 2]), tensor([1, 2.000001]))  # true",
    aliases: ["allclose": "all_close($x, $y)"]
  ) { (_, first: Value, second: Value, relative: Double, absolute: Double) in
    if let a = first.asNumber, let b = second.asNumber {
      return isClose(a, b, relative, absolute)
    }
    guard let a = TensorObject.operand(first)?.tensor, let b = TensorObject.operand(second)?.tensor
    else { return false }
    return try shaped {
      let shape = try Tensor.broadcast(a.shape, b.shape, in: "all_close")
      try checkSize(shape)
      let (x, y) = (a.expanded(to: shape), b.expanded(to: shape))
      return zip(x.values, y.values).allSatisfy {
        isClose(Double($0), Double($1), relative, absolute)
      }
    }
  },
  Builtin(
    "histogram_counts", in: .tensors,
    "Counts how many numbers lie in each of some bins, a map of counts and edges.",
    .required("values", "numbers", kinds: .of("list", "tensor")),
    .optional(
      "bins", default: Value.number(10),
      "how many bins of one width; or their edges, ascending, the last of which belongs to its bin",
      kinds: .of("number", "list", "tensor")),
    example: "to_list(histogram_counts([1, 2, 2, 5], bins: 2).counts)  # [3, 1]"
  ) { (_, values: Value, bins: Value) in
    let numbers = try Numbers(argument: "values").of(values)
    let edges = try edges(bins, of: numbers)
    var counts = [Float](repeating: 0, count: edges.count - 1)
    for number in numbers where number >= edges[0] && number <= edges[edges.count - 1] {
      // The first edge is not above it, so that one at least lies before.
      let place = insertionPlace(of: number, in: edges, after: true)
      counts[min(max(place, 1), counts.count) - 1] += 1
    }
    return Value.object(
      MapObject(pairs: [
        (.string("counts"), .object(TensorObject(Tensor(shape: [counts.count], values: counts)))),
        (
          .string("edges"),
          .object(TensorObject(Tensor(shape: [edges.count], values: edges.map { Float($0) })))
        ),
      ]))
  },
  Builtin(
    "random_choice", in: .lists, and: [.tensors], "Chooses elements at random.",
    .required(
      "values", "a list, range, or tensor for its rows", kinds: .of("list", "range", "tensor")),
    .optional(
      "count", shown: "one, by itself", "how many", orElse: Int?.none,
      range: .from(0, below: 0x1p40)),
    .optional("repeats", default: true, "one may be chosen several times", aliases: ["replace"]),
    .optional(
      "weights", default: Value.none, "how often each is chosen, beside the others",
      kinds: .of("list", "tensor", "none"), aliases: ["p"]),
    .optional("seed", shown: "none", "of the choice", orElse: Int?.none),
    example: "random_choice([7])  # 7",
    aliases: [
      "sample": "random_choice($xs, $n, repeats: false)",
      "choice": "random_choice($xs)", "choices": "random_choice($xs, $n)",
    ]
  ) { (context, values: Value, count: Int?, repeats: Bool, weights: Value, seed: Int?) in
    let source =
      if let range = values.asObject as? RangeObject { Value.object(try range.list()) } else {
        values
      }
    let length = source.asList?.count ?? (source.asObject as? TensorObject)?.length ?? 0
    try MemoryBudget.check(Double(count ?? 1) * 32, for: "the choice", argument: "count")
    let choice = RandomChoice(
      length: length,
      weights: weights.isNone ? nil : try Numbers(argument: "weights").of(weights),
      repeats: repeats)
    var random = context.source(seed)
    let places = try choice.places(count ?? 1, using: &random, context)
    if let tensor = source.asObject as? TensorObject {
      return try tensor.selected([.item(count == nil ? .index(places[0]) : .indices(places))])
    }
    let items = source.asList?.values ?? []
    return count == nil ? items[places[0]] : Value.list(places.map { items[$0] })
  },
]

/// Between numbers a `bool`, of tensors a mask.
private func test(
  _ name: String, _ summary: String, _ example: String, _ aliases: [String],
  _ holds: @escaping (Double) -> Bool
) -> Builtin {
  Builtin(
    name, in: .numbers, and: [.tensors], summary,
    .required(
      "x", "a number, or a tensor to take element by element", kinds: .of("number", "tensor")),
    example: example,
    aliases: Dictionary(
      aliases.map { ($0, "\(name)($x)") }, uniquingKeysWith: { first, _ in first })
  ) { (_, x: Value) in
    if let number = x.asNumber { return Value.bool(holds(number)) }
    guard let tensor = (x.asObject as? TensorObject)?.tensor else { return Value.none }
    if tensor.rank == 0 { return .bool(holds(Double(tensor.values[0]))) }
    try checkLarge(tensor.count)
    return .object(TensorObject(tensor.mapped { holds(Double($0)) ? 1 : 0 }, .mask))
  }
}

private func bounded(
  _ x: Value, by bound: Value, _ operation: ElementwiseOperation
) throws -> Value {
  if case .none = bound { return x }
  if let x = x.asNumber, let bound = bound.asNumber {
    if x.isNaN || bound.isNaN { return .number(.nan) }
    return .number(operation == .maximum ? max(x, bound) : min(x, bound))
  }
  guard let a = TensorObject.operand(x), let b = TensorObject.operand(bound) else { return x }
  return try TensorObject.combined(a, b, operation, named: "clip", .numbers)
}

private func isClose(_ a: Double, _ b: Double, _ relative: Double, _ absolute: Double) -> Bool {
  a == b || abs(a - b) <= absolute + relative * abs(b) && b.isFinite
}

/// The edges of bins: as given, or at equal distances over the numbers.
private func edges(_ bins: Value, of numbers: [Double]) throws -> [Double] {
  if let count = bins.asWhole {
    guard (1...(1 << 24)).contains(count) else {
      throw NativeError(
        "S0302", "there are from 1 to 2^24 bins", label: "not \(count)", argument: "bins")
    }
    guard numbers.allSatisfy(\.isFinite) else {
      throw NativeError(
        "S0302", "bins of one width need finite numbers", help: "x[is_finite(x)]",
        argument: "values")
    }
    var (low, high) = (numbers.min() ?? 0, numbers.max() ?? 1)
    if low == high { (low, high) = (low - 0.5, high + 0.5) }
    return (0...count).map { place in
      let share = Double(place) / Double(count)
      return low * (1 - share) + high * share
    }
  }
  let edges = try Numbers(argument: "bins").of(bins)
  guard edges.count >= 2, zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
    throw NativeError(
      "S0302", "the edges of bins are two at least, ascending", argument: "bins")
  }
  return edges
}
