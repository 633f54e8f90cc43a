internal import Datasets
internal import Evaluation

/// Sets of labelled texts: made, known by name, or anyone's.
let setBuiltins: [Builtin] = [
  Builtin(
    "toy_reviews", in: .data,
    "Makes labelled reviews whose meaning lies in the order of their words; needs no files.",
    .required(
      "count", "how many; 80 % are to train on", range: .from(10), aliases: ["n_samples"]),
    .vocabulary, .length(200),
    .optional("seed", default: 0, "the same seed makes the same reviews"),
    example: "length(toy_reviews(100, seed: 1).train)  # 80"
  ) { (context, count: Int, vocabulary: Int, length: Int, seed: Int) in
    // Some forty words a review, each as text and as a number.
    try MemoryBudget.check(Double(count) * 500, for: "so many reviews", argument: "count")
    let options = try TextOptions(vocabulary: vocabulary, length: length, seed: seed)
      .reading(context)
    return DatasetObject(
      try bridged {
        try toyReviews(
          count: count, vocabulary: options.vocabulary, length: options.length,
          seed: options.seed, checkStop: context.checkStop)
      })
  },
  Builtin(
    "toy_signals", in: .data,
    "Makes noisy signals, where a hand is at each of 20 to 40 steps, labelled by its movement; needs no files.",
    .required(
      "count", "how many; 80 % are to train on", range: .from(10), aliases: ["n_samples"]),
    .optional("seed", default: 0, "the same seed makes the same signals"),
    example: "toy_signals(100, seed: 1).classes  # [\"circle\", \"drift\", \"shake\", \"swing\"]"
  ) { (context, count: Int, seed: Int) in
    // Two numbers a step, and some more while they grow.
    try MemoryBudget.check(Double(count) * 700, for: "so many signals", argument: "count")
    return DatasetObject(
      try bridged {
        try toySignals(
          count: count, seed: UInt64(bitPattern: Int64(seed)), checkStop: context.checkStop)
      })
  },
  set(imdbEntry, length: 200, file: "aclImdb", imdb),
  set(sandersEntry, length: 40, file: "full-corpus.csv", sanders),
  set(yelpEntry, length: 200, file: "yelp.csv", yelp),
  set(amazonFineFoodEntry, length: 200, file: "Reviews.csv", amazonFineFood),
  Builtin(
    "text_dataset", in: .data,
    "Reads labelled texts from a CSV, TSV or JSON lines file, also compressed, or from a list of maps.",
    .required(
      "source", "the path of the file, or a list of maps such as {text: \"…\", label: \"…\"}"),
    .required(
      "text", "the column of the texts: its name, or its number from 0 without a first line"),
    .optional("label", shown: "none", "the column of the labels", orElse: Value.none),
    .optional(
      "target", shown: "none", "in place of `label`, a column of numbers to come near",
      orElse: Value.none),
    .optional(
      "test", shown: "none", "a file or list to test on; else a split of 80/20",
      orElse: Value.none),
    .vocabulary, .length, .minimumCount,
    .optional("tokens", shown: "\"words\"", TextOptions.tokensHelp, orElse: String?.none),
    .optional("like", shown: "none", TextOptions.likeHelp, orElse: Value.none),
    .splitSeed, .separator, .encoding, .member,
    example: """
      let rows = [{text: "a fine film", mood: "good"}, {text: "so dull", mood: "bad"}]
      text_dataset(rows, text: "text", label: "mood").classes  # ["bad", "good"]
      """
  ) {
    (
      context, source: Value, text: Value, label: Value, target: Value, test: Value,
      vocabulary: Int?, length: Int?, minimum: Int?, tokens: String?, like: Value, seed: Int,
      separator: String?, encoding: String?, file: String?
    ) in
    let options = try TextOptions(
      vocabulary: vocabulary, length: length, minimumCount: minimum, tokens: tokens,
      like: like.unlessNone, seed: seed
    ).reading(context)
    let wanted = try targetColumn(label, target)
    let file = try fileOptions(
      separator: separator, encoding: encoding, file: file, context)
    return DatasetObject(
      try bridged {
        try textDataset(
          try TextRows.source(source, "source", file),
          text: try TextRows.column(text, "text"),
          target: wanted, test: try test.unlessNone.map { try TextRows.source($0, "test", file) },
          options: options)
      })
  },
  Builtin(
    "text_folder", in: .data,
    "Reads labelled texts from a folder or an archive that holds a folder for each class.",
    .required(
      "path", "where the folders of the classes are, or `train` and `test` with those in them"),
    .vocabulary, .length, .minimumCount,
    .optional("tokens", shown: "\"words\"", TextOptions.tokensHelp, orElse: String?.none),
    .optional("like", shown: "none", TextOptions.likeHelp, orElse: Value.none),
    .splitSeed, .encoding,
    example: whereFound("reviews", "text_folder")
  ) {
    (
      context, path: FilePath, vocabulary: Int?, length: Int?, minimum: Int?, tokens: String?,
      like: Value, seed: Int, encoding: String?
    ) in
    var options = try TextOptions(
      vocabulary: vocabulary, length: length, minimumCount: minimum, tokens: tokens,
      like: like.unlessNone, seed: seed
    ).reading(context)
    options.file = try fileOptions(encoding: encoding, context)
    return DatasetObject(try bridged { try textFolder(path.place, options: options) })
  },
]

/// A use that works with the files and without: reviews that are made then stand in for them.
private func whereFound(_ file: String, _ function: String) -> String {
  """
  let data = if file_exists("\(file)") { \(function)("\(file)") } else { toy_reviews(100) }
  data.classes  # ["negative", "positive"]
  """
}

private func set(
  _ entry: CatalogueEntry, length: Int, file: String,
  _ read: @escaping (String?, ReadingOptions) throws -> TextDataset
) -> Builtin {
  Builtin(
    entry.name, in: .data, entry.summary,
    .optional(
      "path", shown: "looked for",
      "the file or folder; else it is looked for in the data directory",
      orElse: FilePath?.none),
    .vocabulary, .length(length),
    .choice("labels", ["binary", "original"], "two classes, or those of the set"),
    .splitSeed,
    example: whereFound(file, entry.name)
  ) { (context, path: FilePath?, vocabulary: Int, length: Int, labels: String, seed: Int) in
    let options = try TextOptions(vocabulary: vocabulary, length: length, seed: seed)
      .reading(labels: labels, context)
    return DatasetObject(try bridged { try read(path?.place, options) })
  }
}

private func targetColumn(_ label: Value, _ target: Value) throws -> TargetColumn {
  switch (label.unlessNone, target.unlessNone) {
  case (let label?, nil): return .label(try TextRows.column(label, "label"))
  case (nil, let target?): return .number(try TextRows.column(target, "target"))
  case (nil, nil):
    throw NativeError(
      "S0304", "`text_dataset` needs to know what is wanted of each text",
      help: "name the column of the labels:  label: \"…\",  or of numbers:  target: \"…\"")
  case (_?, _?):
    throw NativeError(
      "S0302", "`label` and `target` are two answers to one question",
      notes: ["with labels a model learns classes, with targets numbers"],
      help: "leave one of them out", argument: "target")
  }
}

extension Value {
  /// The value, unless it is none.
  var unlessNone: Value? { if case .none = self { nil } else { self } }
}
