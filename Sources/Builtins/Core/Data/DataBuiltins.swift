internal import Datasets
internal import Evaluation
internal import Tensors
internal import Training

/// Examples of numbers, and what is done with examples of any kind.
let dataBuiltins: [Builtin] = [
  Builtin(
    "examples", in: .data,
    "Makes examples of vectors of numbers, or of sequences of them, to train models without words.",
    .required(
      "inputs",
      "a tensor (count, features) or a list of rows; of sequences (count, steps, features), or a list of matrices of any length",
      kinds: .of("tensor", "list")),
    .required(
      "targets",
      "a class each (strings), or a number or list of numbers each; of sequences also a list of classes, or a matrix, with a row for each step",
      kinds: .of("tensor", "list")),
    example: "length(examples([[0, 1], [1, 0]], [\"a\", \"b\"]))  # 2"
  ) { (context, inputs: Value, targets: Value) in
    let numbers = ExampleNumbers(context: context)
    let inputs = try numbers.inputs(inputs)
    return ExamplesObject(inputs.examples(try numbers.targets(targets, of: inputs)))
  },
  Builtin(
    "split", in: .data, and: [.strings],
    "Divides examples into two parts, each class in the same share; or a text at a separator.",
    .required("data", "examples, or a string", kinds: .of("examples", "string")),
    .optional(
      "by", default: Value.string(" "),
      "the share of the first part; or the separator, a text or a pattern"),
    .optional("seed", shown: "none", "of the choice", orElse: Int?.none),
    example: "split(\"a,b\", \",\")  # [\"a\", \"b\"]"
  ) { (context, data: Value, by: Value, seed: Int?) in
    if let text = data.asString { return try splitText(text, at: by, context) }
    let examples = try examples(data, of: "split")
    guard let share = by.asNumber, share > 0, share < 1 else {
      throw NativeError(
        "S0302", "the share of the first part is between 0 and 1", label: "this is \(by.text)",
        help: "split(data, 0.9)", argument: "by")
    }
    var random = context.source(seed)
    let (first, second) = examples.split(share, using: &random)
    return Value.list([first, second].map { .object(ExamplesObject($0)) })
  },
  Builtin(
    "shuffle", in: .data, and: [.lists, .tensors],
    "Gives examples or a list in random order; of a tensor or table its rows.",
    .required(
      "data", "examples, a list, a tensor, a sparse matrix or a table",
      kinds: .of("examples", "list", "tensor", "sparse", "table")),
    .optional("seed", shown: "none", "of the order", orElse: Int?.none),
    example: "length(shuffle([1, 2, 3], seed: 1))  # 3"
  ) { (context, data: Value, seed: Int?) in
    var random = context.source(seed)
    if let list = data.asList {
      var items = try list.copied()
      random.shuffle(&items)
      return Value.list(items)
    }
    if let rows = data.asObject as? any RowChoosing {
      var places = Array(0..<(rows.length ?? 0))
      random.shuffle(&places)
      return try rows.rows(places)
    }
    let examples = try examples(data, of: "shuffle")
    guard !examples.isStream else { throw orderCounts("`shuffle` would leave no text of it") }
    return .object(ExamplesObject(examples.shuffled(using: &random)))
  },
  Builtin(
    "_take", in: .data, and: [.lists, .strings], "Gives the first examples or elements.",
    .required(
      "data", "examples, a list, a string, a tensor, a sparse matrix or a table",
      kinds: .of("examples", "list", "string", "tensor", "sparse", "table")),
    .required("count", "how many at most"),
    example: "_take([1, 2, 3], 2)  # [1, 2]"
  ) { (_, data: Value, count: Int) in
    let count = max(count, 0)
    if let list = data.asList {
      let items = list.items.prefix(count)
      try MemoryBudget.check(Double(items.count) * MemoryBudget.bytesAnElement, for: "the list")
      return Value.list(items)
    }
    if let text = data.asString { return takeText(text, count) }
    if let rows = data.asObject as? any RowChoosing {
      return try rows.rows(Array(0..<min(count, rows.length ?? 0)))
    }
    let examples = try examples(data, of: "take")
    return .object(ExamplesObject(examples.subset(0..<min(count, examples.count))))
  },
]

/// Why something that changes the order is not done with running text.
func orderCounts(_ consequence: String) -> NativeError {
  NativeError(
    "S0302", "the order of running text is what there is to learn", label: consequence,
    help: "take a piece of it:  data.train[0..1000]", argument: "data")
}

/// What is a row of rows, any of which can be chosen: a tensor or a table.
protocol RowChoosing: NativeObject {
  func rows(_ places: [Int]) throws -> Value
}

extension TensorObject: RowChoosing {}

private func examples(_ value: Value, of function: String) throws -> any PresentedExamples {
  if let examples = value.asObject as? ExamplesObject {
    // Pieces are lists of places, which are put in order and divided.
    try MemoryBudget.check(Double(examples.data.count) * 32, for: "the pieces", argument: "data")
    return examples.data
  }
  throw NativeError(
    "S0302", "`\(function)` does not take \(value.kindPhrase)",
    help: value.asObject is DatasetObject ? "take one of its parts:  data.train" : nil,
    argument: "data")
}
