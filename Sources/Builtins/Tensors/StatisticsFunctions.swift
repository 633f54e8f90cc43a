internal import Differentiation
internal import Evaluation
internal import Tensors

private let statisticsKinds = KindSet.of("list", "range", "tensor")

extension Parameter where Content == Value {
  fileprivate static var numbers: Parameter {
    .required("values", "a list or range of numbers, or a tensor", kinds: statisticsKinds)
  }
}

extension Parameter where Content == Bool {
  fileprivate static var sample: Parameter {
    .optional(
      "sample", default: false,
      "the numbers are a sample of more: the sum of squares is divided by one less than there are")
  }
}

/// How numbers are spread.
let statisticsBuiltins: [Builtin] = [
  Builtin(
    "variance", in: .numbers, "Gives the mean square of the distances from the mean.",
    .numbers, .axis, .sample, .keepsAxes, example: "variance([1, 3])  # 1",
    aliases: ["var": "variance($numbers)", "pvariance": "variance($numbers)"]
  ) { (_, values: Value, axis: AxisChoice, isSample: Bool, keepsAxes: Bool) in
    try variance(of: values, axis, isSample, keepsAxes, "variance")
  },
  Builtin(
    "deviation", in: .numbers, "Gives the standard deviation, the square root of the variance.",
    .numbers, .axis, .sample, .keepsAxes, example: "deviation([1, 3])  # 1",
    aliases: [
      "std": "deviation($numbers)", "sd": "deviation($numbers, sample: true)",
      "stdev": "deviation($numbers, sample: true)",
      "pstdev": "deviation($numbers)", "stddev": "deviation($numbers)",
    ]
  ) { (_, values: Value, axis: AxisChoice, isSample: Bool, keepsAxes: Bool) in
    let variance = try variance(of: values, axis, isSample, keepsAxes, "deviation")
    guard let root = SmoothFunction.all.first(where: { $0.name == "sqrt" }),
      let tensor = variance.asObject as? TensorObject
    else { return Value.number((variance.asNumber ?? .nan).squareRoot()) }
    return try tensor.apply(root)
  },
  Builtin(
    "median", in: .numbers,
    "Gives the middle of the numbers, or the mean of the two in the middle.",
    .numbers, .axis, .keepsAxes, example: "median([5, 1, 2])  # 2"
  ) { (_, values: Value, axis: AxisChoice, keepsAxes: Bool) in
    try quantile(of: values, 0.5, axis, keepsAxes, "median")
  },
  Builtin(
    "quantile", in: .numbers,
    "Gives the number below which a share of all lie, taken between two neighbours where it falls there.",
    .numbers,
    .required(
      "share", "0.25 for the first quarter; or a list of several", kinds: .of("number", "list")),
    .axis, .keepsAxes, example: "quantile([1, 2, 3, 4, 5], 0.25)  # 2",
    aliases: ["percentile": "quantile($numbers, $share / 100)"]
  ) { (_, values: Value, share: Value, axis: AxisChoice, keepsAxes: Bool) in
    func one(_ share: Value) throws -> Value {
      guard let number = share.asNumber, (0...1).contains(number) else {
        throw NativeError(
          "S0302", "a share is from 0 to 1", label: "this is \(share.brief)",
          help: share.asNumber.flatMap { (1...100).contains($0) ? $0 : nil }
            .map { "\($0.formattedText) % is written  \(($0 / 100).formattedText)" },
          argument: "share")
      }
      return try quantile(of: values, number, axis, keepsAxes, "quantile")
    }
    guard let list = share.asList else { return try one(share) }
    return .list(try list.values.map(one))
  },
]

extension Double {
  fileprivate var formattedText: String { Value.number(self).text }
}

// MARK: Variance

private func variance(
  of values: Value, _ axis: AxisChoice, _ isSample: Bool, _ keepsAxes: Bool, _ name: String
) throws -> Value {
  guard let object = values.asObject as? TensorObject else {
    try axis.refuse(for: values, keepsAxes)
    return .number(try variance(of: numbers(of: values, for: name), isSample, name))
  }
  let places = try axis.places(of: object.tensor)
  if places == nil, object.node == nil, !keepsAxes {
    return .number(
      try variance(of: object.tensor.values.map { Double($0) }, isSample, name))
  }
  let count = (places ?? Array(object.tensor.shape.indices))
    .reduce(1) { $0 * object.tensor.shape[$1] }
  try checkCount(count, isSample, name)
  try checkLarge(object.tensor.count, copies: 6)
  let traced = object.traced
  return try shaped {
    guard let mean = traced.reduced(.mean, along: places, keepingAxes: true) else { return .none }
    let distances = try traced.combined(with: mean, by: .subtract, named: "-")
    let squares = try distances.combined(with: distances, by: .multiply, named: "*")
    guard let sum = squares.reduced(.sum, along: places, keepingAxes: keepsAxes) else {
      return .none
    }
    let divisor = TracedTensor(Tensor(Double(isSample ? count - 1 : count)))
    return TensorObject.value(try sum.combined(with: divisor, by: .divide, named: "/"))
  }
}

private func variance(of numbers: [Double], _ isSample: Bool, _ name: String) throws -> Double {
  try checkCount(numbers.count, isSample, name)
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  let squares = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return squares / Double(isSample ? numbers.count - 1 : numbers.count)
}

private func checkCount(_ count: Int, _ isSample: Bool, _ name: String) throws {
  guard count < (isSample ? 2 : 1) else { return }
  throw NativeError(
    "S0302", "`\(name)` of \(isSample ? "a sample needs two numbers" : "no numbers has no value")",
    label: "here \(count == 1 ? "is 1" : "are \(count)")", argument: "values")
}

// MARK: Quantiles

private func quantile(
  of values: Value, _ share: Double, _ axis: AxisChoice, _ keepsAxes: Bool, _ name: String
) throws -> Value {
  guard let object = values.asObject as? TensorObject else {
    try axis.refuse(for: values, keepsAxes)
    return .number(try quantile(of: numbers(of: values, for: name), share, name))
  }
  let axes = try axis.places(of: object.tensor)
  if axes == nil, object.node == nil, !keepsAxes {
    return .number(try quantile(of: object.tensor.values.map { $0.nearestShort }, share, name))
  }
  let shape = object.tensor.shape
  let gone = axes ?? Array(shape.indices)
  // As one axis, the last; that of a single one stays where it is.
  let place = gone.count == 1 ? gone[0] : shape.count - gone.count
  try checkLarge(object.tensor.count, copies: 9)
  let joined = gone.count == 1 ? object.traced : object.traced.joining(gone)
  let flat = TensorObject(joined)
  try checkCount(flat.tensor.shape[place], false, name)
  guard let sorted = try flat.sorted(along: place, descending: false).asObject as? TensorObject
  else { return .none }
  func at(_ number: Int) throws -> TracedTensor {
    let whole = Selection.item(.slice(from: nil, to: nil, by: 1))
    let value = try sorted.elements(
      [Selection](repeating: whole, count: place) + [.item(.index(number))])
    return TensorObject.operand(value) ?? TracedTensor(Tensor(.nan))
  }
  let kept = shape.indices.map { gone.contains($0) ? 1 : shape[$0] }
  let (low, high, part) = places(share, flat.tensor.shape[place])
  return try shaped {
    let (a, b) = (try at(low), try at(high))
    let step = try b.combined(with: a, by: .subtract, named: "-")
    let partial = try step.combined(
      with: TracedTensor(Tensor(part)), by: .multiply, named: "*")
    let result = try a.combined(with: partial, by: .add, named: "+")
    // What is no number comes last, and makes all of it none.
    let last = try at(flat.tensor.shape[place] - 1).tensor
    let isNone = last.mapped { $0.isNaN ? 1 : 0 }
    let chosen = try TracedTensor.chosen(isNone, TracedTensor(last), result)
    return TensorObject.value(keepsAxes ? chosen.reshaped(kept) : chosen)
  }
}

private func quantile(of numbers: [Double], _ share: Double, _ name: String) throws -> Double {
  try checkCount(numbers.count, false, name)
  guard !numbers.contains(where: \.isNaN) else { return .nan }
  let sorted = numbers.sorted()
  let (low, high, part) = places(share, numbers.count)
  return low == high ? sorted[low] : sorted[low] + (sorted[high] - sorted[low]) * part
}

/// The neighbours that a share of `count` sorted numbers falls between, and how far behind the first.
private func places(_ share: Double, _ count: Int) -> (low: Int, high: Int, part: Double) {
  let exact = share * Double(count - 1)
  let low = min(max(Int(exact.rounded(.down)), 0), count - 1)
  return (low, min(low + 1, count - 1), exact - Double(low))
}
