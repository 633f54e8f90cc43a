internal import Evaluation
internal import Tensors

/// Lists as sets, and how often each of their elements is there. Each looks at an element once.
let setFunctions: [Builtin] = [
  Builtin(
    "counts", in: .lists,
    "Gives a map of how often each element is there, the most frequent first, those met first before others.",
    .required(
      "values", "a list, range, string or tensor", kinds: .of("list", "range", "string", "tensor")),
    example: "counts([\"b\", \"a\", \"b\"])  # {b: 2, a: 1}",
    aliases: [
      "Counter": "counts($xs)", "value_counts": "counts($xs)", "bincount": "counts($xs)",
      "count_by": "counts(map($xs, $f))",
    ]
  ) { (context, values: Value) in
    var seen = ValuePlaces()
    var counts: [Int] = []
    for value in try elements(of: values, context) {
      let place = try seen.add(value, context)
      if place == counts.count { counts.append(0) }
      counts[place] += 1
    }
    let order = counts.indices.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
    let map = MapObject()
    for place in order {
      guard map.set(seen.values[place], to: .number(Double(counts[place]))) else {
        throw NativeError(
          "S0302", "`counts` counts what can be a key of a map",
          label: "found \(seen.values[place].kindPhrase)",
          help: "count by a text of it:  counts(map(xs, string))", argument: "values")
      }
    }
    return map
  },
  Builtin(
    "union", in: .lists, "Gives the different elements of both lists, each where it came first.",
    .required("first", "a list"), .required("second", "a list"),
    example: "union([1, 2], [2, 3])  # [1, 2, 3]", aliases: ["union1d": "union($xs, $ys)"]
  ) { (context, first: [Value], second: [Value]) in
    var seen = ValuePlaces()
    for value in first + second { try seen.add(value, context) }
    return Value.list(seen.values)
  },
  Builtin(
    "intersection", in: .lists,
    "Gives the different elements of the first list that are in the second too.",
    .required("first", "a list"), .required("second", "a list"),
    example: "intersection([1, 2, 3], [3, 1])  # [1, 3]",
    aliases: ["intersect": "intersection($xs, $ys)", "intersect1d": "intersection($xs, $ys)"]
  ) { (context, first: [Value], second: [Value]) in
    try chosen(of: first, isIn: second, true, context)
  },
  Builtin(
    "difference", in: .lists,
    "Gives the different elements of the first list that are not in the second.",
    .required("first", "a list"), .required("second", "a list"),
    example: "difference([1, 2, 3], [3, 1])  # [2]",
    aliases: ["setdiff": "difference($xs, $ys)", "setdiff1d": "difference($xs, $ys)"]
  ) { (context, first: [Value], second: [Value]) in
    try chosen(of: first, isIn: second, false, context)
  },
]

private func chosen(
  of first: [Value], isIn second: [Value], _ isWanted: Bool, _ context: CallContext
) throws -> Value {
  var others = ValuePlaces()
  for value in second { try others.add(value, context) }
  var seen = ValuePlaces()
  for value in first where (others.place(of: value) != nil) == isWanted {
    try seen.add(value, context)
  }
  return .list(seen.values)
}

/// What a loop would go through, of a value of the language or a tensor, whose elements are numbers here.
func elements(of value: Value, _ context: CallContext) throws -> [Value] {
  switch value.asObject {
  case let list as ListObject: return try list.copied()
  case let range as RangeObject: return try range.values()
  case let map as MapObject: return map.keys
  case let string as StringObject: return try context.map(string.characters) { $0 }
  case let tensor as TensorObject:
    return try context.map(tensor.tensor.values) { .number($0.nearestShort) }
  default: return []
  }
}
