internal import Datasets
internal import Evaluation
internal import Tensors
internal import Training

private let vocabularyHelp = "words that get a number, padding and the unknown word among them"
private let lengthHelp = "words that are kept of a text, its last ones"
private let splitSeedHelp = "of the split, where none is official"

/// Data sets and what is done with them.
let dataBuiltins: [Builtin] = [
  Builtin(
    "toy_reviews", in: .data,
    "Makes labelled reviews whose meaning lies in the order of their words; needs no files.",
    .required("count", "how many, 10 at least; 80 % are to train on"),
    .optional("vocabulary", default: 20_000, vocabularyHelp),
    .optional("length", default: 200, lengthHelp),
    .optional("seed", default: 0, "the same seed makes the same reviews"),
    example: "length(toy_reviews(100, seed: 1).train)  # 80"
  ) { (context, count: Int, vocabulary: Int, length: Int, seed: Int) in
    // Some forty words a review, each as text and as a number.
    try MemoryBudget.check(Double(count) * 500, for: "so many reviews", argument: "count")
    let options = try options(vocabulary, length, "binary", seed)
    return DatasetObject(
      try bridged {
        try toyReviews(
          count: count, vocabulary: options.vocabulary, length: options.length,
          seed: options.seed, checkStop: context.checkStop)
      })
  },
  set(imdbEntry, length: 200, imdb),
  set(sandersEntry, length: 40, sanders),
  set(yelpEntry, length: 200, yelp),
  set(amazonFineFoodEntry, length: 200, amazonFineFood),
  Builtin(
    "text_dataset", in: .data, "Reads labelled texts from CSV, TSV or JSON lines, also compressed.",
    .required("path", "the file"),
    .required("text", "the column of the texts, by name, or number from 0 without a first line"),
    .required("label", "the column of the labels"),
    .optional(
      "test", shown: "none", "a file to test on; else a split of 80/20", orElse: String?.none),
    .optional("vocabulary", default: 20_000, vocabularyHelp),
    .optional("length", default: 200, lengthHelp),
    .optional("seed", default: 0, splitSeedHelp),
    example:
      "try { text_dataset(\"mine.csv\", text: \"review\", label: \"stars\") } catch e { print(e.code) }"
      + "  # prints: S0401"
  ) {
    (
      context, path: String, text: Value, label: Value, test: String?, vocabulary: Int,
      length: Int, seed: Int
    )
    in
    var options = try options(vocabulary, length, "binary", seed)
    options.checkStop = context.checkStop
    return DatasetObject(
      try bridged {
        try textDataset(path, text: text.text, label: label.text, test: test, options: options)
      })
  },
  Builtin(
    "examples", in: .data, "Makes examples of vectors of numbers, to train models without words.",
    .required("inputs", "a tensor (count, features), or a list of lists"),
    .required("targets", "a class each (strings), or a number or list of numbers each"),
    example: "length(examples([[0, 1], [1, 0]], [\"a\", \"b\"]))  # 2"
  ) { (_, inputs: Value, targets: Value) in
    let tensor = try matrix(inputs, "inputs")
    return ExamplesObject(
      .features(
        FeatureExamples(
          features: tensor.shape[1], inputs: tensor.values,
          targets: try featureTargets(targets, count: tensor.shape[0]))))
  },
  Builtin(
    "split", in: .data,
    "Divides examples into two parts, each class in the same share; or a text at a separator.",
    .required("data", "examples, or a string"),
    .optional("by", default: Value.string(" "), "the share of the first part, or the separator"),
    .optional("seed", shown: "none", "of the choice", orElse: Int?.none),
    example: "split(\"a,b\", \",\")  # [\"a\", \"b\"]"
  ) { (context, data: Value, by: Value, seed: Int?) in
    if let text = data.asString {
      guard let separator = by.asString, !separator.isEmpty else {
        throw NativeError(
          "S0302", "a text is split at a string", label: "this is \(by.kindPhrase)", argument: "by")
      }
      return Value.list(
        try context.map(pieces(of: text, at: separator, context)) { Value.string($0) })
    }
    let examples = try texts(data, of: "split")
    guard let share = by.asNumber, share > 0, share < 1 else {
      throw NativeError(
        "S0302", "the share of the first part is between 0 and 1", label: "this is \(by.text)",
        help: "split(data, 0.9)", argument: "by")
    }
    var random = context.source(seed)
    let (first, second) = examples.split(share, using: &random)
    return Value.list([first, second].map { .object(ExamplesObject(.texts($0))) })
  },
  Builtin(
    "shuffle", in: .data, "Gives examples or a list in random order.",
    .required("data", "examples or a list"),
    .optional("seed", shown: "none", "of the order", orElse: Int?.none),
    example: "length(shuffle([1, 2, 3], seed: 1))  # 3"
  ) { (context, data: Value, seed: Int?) in
    var random = context.source(seed)
    if let list = data.asList {
      var items = try list.copied()
      random.shuffle(&items)
      return Value.list(items)
    }
    return .object(
      ExamplesObject(.texts(try texts(data, of: "shuffle").shuffled(using: &random))))
  },
  Builtin(
    "take", in: .data, "Gives the first examples or elements.",
    .required("data", "examples, a list or a string"), .required("count", "how many at most"),
    example: "take([1, 2, 3], 2)  # [1, 2]"
  ) { (_, data: Value, count: Int) in
    let count = max(count, 0)
    if let list = data.asList {
      let items = list.items.prefix(count)
      try MemoryBudget.check(Double(items.count) * MemoryBudget.bytesAnElement, for: "the list")
      return Value.list(items)
    }
    if let text = data.asString { return .string(String(text.prefix(count))) }
    let examples = try texts(data, of: "take")
    return .object(
      ExamplesObject(.texts(examples.subset(Array(0..<min(count, examples.count))))))
  },
]

private func set(
  _ entry: CatalogueEntry, length: Int,
  _ read: @escaping (String?, ReadingOptions) throws -> Dataset
) -> Builtin {
  Builtin(
    entry.name, in: .data, entry.summary,
    .optional(
      "path", shown: "looked for",
      "the file or folder; else it is looked for in the data directory",
      orElse: String?.none),
    .optional("vocabulary", default: 20_000, vocabularyHelp),
    .optional("length", default: length, lengthHelp),
    .choice("labels", ["binary", "original"], "two classes, or those of the set"),
    .optional("seed", default: 0, splitSeedHelp),
    example: "try { \(entry.name)(\"no such file\") } catch problem { print(problem.code) }"
      + "  # prints: S0401"
  ) { (context, path: String?, vocabulary: Int, length: Int, labels: String, seed: Int) in
    var options = try options(vocabulary, length, labels, seed)
    options.checkStop = context.checkStop
    return DatasetObject(try bridged { try read(path, options) })
  }
}

private func options(
  _ vocabulary: Int, _ length: Int, _ labels: String, _ seed: Int
) throws -> ReadingOptions {
  guard (3..<1 << 30).contains(vocabulary) else {
    throw NativeError(
      "S0302", "`vocabulary` must be at least 3", label: "this is \(vocabulary)",
      notes: ["two numbers are taken by padding and the unknown word"], argument: "vocabulary")
  }
  guard (1..<1 << 30).contains(length) else {
    throw NativeError(
      "S0302", "`length` must be at least 1", label: "this is \(length)", argument: "length")
  }
  return ReadingOptions(
    vocabulary: vocabulary, length: length, labels: LabelRule(rawValue: labels) ?? .binary,
    seed: UInt64(bitPattern: Int64(seed)))
}

private func texts(_ value: Value, of function: String) throws -> TextExamples {
  if let examples = value.asObject as? ExamplesObject, case .texts(let texts) = examples.data {
    return texts
  }
  throw NativeError(
    "S0302", "`\(function)` does not take \(value.kindPhrase)",
    help: value.asObject is DatasetObject ? "take one of its parts:  data.train" : nil,
    argument: "data")
}

private func matrix(_ value: Value, _ name: String) throws -> Tensor {
  var tensor = (value.asObject as? TensorObject)?.tensor
  if tensor == nil, let list = value.asList {
    let rows = list.items.map { $0.asList?.items.compactMap(\.asNumber) ?? [] }
    let width = rows.first?.count ?? 0
    if width > 0, rows.allSatisfy({ $0.count == width }) {
      tensor = Tensor(shape: [rows.count, width], values: rows.joined().map { Float($0) })
    }
  }
  guard let tensor, tensor.rank == 2, tensor.count > 0 else {
    throw NativeError(
      "S0203", "`\(name)` must be a matrix: a row of numbers for each example",
      label: "this is \(value.kindPhrase)", argument: name)
  }
  return tensor
}

private func featureTargets(_ value: Value, count: Int) throws -> FeatureExamples.Targets {
  let items: [Value]
  if let tensor = (value.asObject as? TensorObject)?.tensor {
    guard tensor.rank > 0, tensor.shape[0] == count else {
      throw wrongCount(tensor.shape.first ?? 0, count)
    }
    return .values(tensor.values, outputs: tensor.count / max(count, 1))
  } else {
    items = value.asList?.values ?? []
  }
  guard items.count == count else { throw wrongCount(items.count, count) }
  let labels = items.compactMap(\.asString)
  if labels.count == count {
    let names = Set(labels).sorted()
    return .classes(labels.map { names.firstIndex(of: $0) ?? 0 }, names: names)
  }
  let rows = items.map { $0.asNumber.map { [$0] } ?? $0.asList?.items.compactMap(\.asNumber) ?? [] }
  guard let width = rows.first?.count, width > 0, rows.allSatisfy({ $0.count == width }) else {
    throw NativeError(
      "S0302", "targets are classes (strings), or numbers", argument: "targets")
  }
  return .values(rows.joined().map { Float($0) }, outputs: width)
}

private func wrongCount(_ targets: Int, _ inputs: Int) -> NativeError {
  NativeError(
    "S0203", "there are \(inputs) inputs, but \(targets) targets", argument: "targets")
}
