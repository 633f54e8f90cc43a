internal import Datasets
internal import Evaluation

/// Sets of numbers in files: tables, images.
let numberSetBuiltins: [Builtin] = [
  Builtin(
    "table_dataset", in: .data,
    "Reads a table as examples: numbers are standardised by the rows to train on, each name of other columns becomes an input that is 0 or 1.",
    .required("source", "the path of a CSV or TSV file, or a list of maps with the same keys"),
    .optional(
      "target", shown: "none", "the column to learn: numbers, or names, which are classes then",
      orElse: String?.none),
    .optional(
      "label", shown: "none", "in place of `target`, a column whose numbers are classes too",
      orElse: String?.none),
    .optional(
      "columns", shown: "all others", "the columns to learn from", orElse: [String]?.none),
    .optional("categories", default: [String](), "columns whose numbers are names, such as codes"),
    .optional(
      "test", shown: "none", "a file or list to test on; else a split of 80/20",
      orElse: Value.none),
    .splitSeed, .separator, .encoding, .member,
    .optional(
      "like", shown: "none",
      "a data set of another table, whose columns, names and standardisation these rows get: to predict new ones, which need no target and stay in their order",
      orElse: Value?.none),
    example: """
      let rows = map(0..20, i => {size: i, colour: if i % 2 == 0 { "red" } else { "blue" }, price: 3 * i})
      let data = table_dataset(rows, target: "price")
      data.train.names  # ["size", "colour=blue", "colour=red"]
      """
  ) {
    (
      context, source: Value, target: String?, label: String?, columns: [String]?,
      categories: [String], test: Value, seed: Int, separator: String?, encoding: String?,
      file: String?, like: Value?
    ) in
    if let like {
      let options = try fileOptions(
        separator: separator, encoding: encoding, file: file, context)
      let (known, owner) = try tableEncoding(
        like,
        without: [
          ("target", target != nil), ("label", label != nil), ("columns", columns != nil),
          ("categories", !categories.isEmpty),
        ])
      return DatasetObject(
        try bridged {
          try tableDataset(
            try TextRows.source(source, "source", options), like: known, of: owner,
            test: try test.unlessNone.map { try TextRows.source($0, "test", options) },
            check: fileCheck(context))
        })
    }
    let choice = try tableChoice("table_dataset", target, label, columns, categories)
    let options = try fileOptions(
      separator: separator, encoding: encoding, file: file, context)
    return DatasetObject(
      try bridged {
        try tableDataset(
          try TextRows.source(source, "source", options), choice,
          test: try test.unlessNone.map { try TextRows.source($0, "test", options) },
          seed: UInt64(bitPattern: Int64(seed)), check: fileCheck(context))
      })
  },
  Builtin(
    "sequences", in: .data,
    "Reads sequences of numbers from a table whose rows are steps, or from arrays of NumPy; numbers stay as they "
      + "are.",
    .required(
      "source",
      "the path of a CSV or TSV file, a list of maps with the same keys, or the path of an .npz file"
    ),
    .required(
      "sequence",
      "the column that names the sequence of a row; of an .npz file the array (count, steps, features)"
    ),
    .optional(
      "target", shown: "none",
      "the column (or array) to learn, the same in all rows of a sequence: numbers, or names, which are classes then",
      orElse: String?.none),
    .optional(
      "label", shown: "none", "in place of `target`, a column whose numbers are classes too",
      orElse: String?.none),
    .optional(
      "columns", shown: "all others", "the columns to learn from", orElse: [String]?.none),
    .optional(
      "test", shown: "none", "a file or list to test on; else a split of 80/20",
      orElse: Value.none),
    .splitSeed, .separator, .encoding, .member,
    example: """
      let steps = map(0..30, i => {run: floor(i / 3), speed: i, kind: if i < 15 { "slow" } else { "fast" }})
      sequences(steps, sequence: "run", target: "kind").train.lengths  # [3, 3, 3, 3, 3, 3, 3, 3]
      """
  ) {
    (
      context, source: Value, sequence: String, target: String?, label: String?,
      columns: [String]?, test: Value, seed: Int, separator: String?, encoding: String?,
      file: String?
    ) in
    let choice = try tableChoice("sequences", target, label, columns, [])
    if let path = source.arrayFile {
      guard columns == nil else {
        throw NativeError(
          "S0302", "`columns:` are those of a table, and `\(path.place)` holds arrays",
          help: "leave it out", argument: "columns")
      }
      return DatasetObject(
        try sequencesOfArrays(
          path, sequence: sequence, choice, test: test.unlessNone, seed: seed, context))
    }
    let options = try fileOptions(
      separator: separator, encoding: encoding, file: file, context)
    return DatasetObject(
      try bridged {
        try sequenceDataset(
          try TextRows.source(source, "source", options), sequence: sequence, choice,
          test: try test.unlessNone.map { try TextRows.source($0, "test", options) },
          seed: UInt64(bitPattern: Int64(seed)), check: fileCheck(context))
      })
  },
  Builtin(
    "idx_images", in: .data,
    "Reads images with their classes from files as those of MNIST and Fashion-MNIST are, pixels from 0 to 1.",
    .required(
      "path",
      "a folder with train-images… and t10k-images…, or one file of images; labels lie beside them"),
    .choice(
      "form", ["vectors", "sequences"],
      "all pixels of an image as one vector, or its rows as the steps of a sequence"),
    .splitSeed,
    example: """
      let data = if file_exists("fashion-mnist") { idx_images("fashion-mnist") } else { toy_signals(10) }
      length(data.classes) > 1  # true
      """
  ) { (context, path: FilePath, form: String, seed: Int) in
    let images = try bridged {
      try idxImages(path.place, seed: UInt64(bitPattern: Int64(seed)), check: fileCheck(context))
    }
    switch ImageForm(rawValue: form) ?? .vectors {
    case .vectors: return DatasetObject(images.vectors)
    case .sequences: return DatasetObject(images.sequences)
    }
  },
]

/// How the data set that other rows shall be like was read, and what messages call it; `given` are the arguments
/// that follow from it, and whether they are there.
private func tableEncoding(
  _ like: Value, without given: [(String, Bool)]
) throws -> (TableEncoding, String) {
  if let (name, _) = given.first(where: \.1) {
    throw NativeError(
      "S0302", "`\(name)` follows from `like`",
      notes: ["rows that are read like others have the same inputs and the same target"],
      help: "leave `\(name):` out", argument: name)
  }
  let examples = (like.asObject as? DatasetObject)?.train ?? like.asObject as? ExamplesObject
  guard let encoding = (examples?.data as? FeatureExamples)?.encoding else {
    throw NativeError(
      "S0302", "`like` must be a data set of a table", label: "this is \(like.kindPhrase)",
      help: "such as one that  table_dataset(…)  gave", argument: "like")
  }
  return (encoding, "the data set of `like:`")
}

private func tableChoice(
  _ function: String, _ target: String?, _ label: String?, _ columns: [String]?,
  _ categories: [String]
) throws -> TableChoice {
  if let twice = columns?.enumerated().first(where: { columns?.prefix($0).contains($1) == true }) {
    throw NativeError(
      "S0302", "a column is named twice", label: "this is \(Value.string(twice.element).brief)",
      argument: "columns")
  }
  switch (target, label) {
  case (let name?, nil), (nil, let name?):
    return TableChoice(
      target: name, isLabel: target == nil, columns: columns, categories: categories)
  case (nil, nil):
    throw NativeError(
      "S0304", "`\(function)` needs to know what is wanted of each example",
      help: "name the column of the numbers or names:  target: \"…\"")
  case (_?, _?):
    throw NativeError(
      "S0302", "`label` and `target` are two answers to one question",
      help: "leave one of them out", argument: "target")
  }
}
