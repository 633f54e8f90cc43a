public let sandersEntry = CatalogueEntry(
  name: "sanders", title: "Sanders Twitter corpus",
  summary: "5,513 tweets on four companies, by hand: positive, negative, neutral, irrelevant.",
  source: "the Sanders Analytics Twitter sentiment corpus", folder: "sanders",
  files: ["full-corpus.csv"])

public let yelpEntry = CatalogueEntry(
  name: "yelp", title: "Yelp review set",
  summary: "Reviews of businesses with one to five stars, as CSV (also zipped) or JSON lines.",
  source: "https://www.yelp.com/dataset", folder: "yelp",
  files: [
    "yelp.csv.zip", "yelp.csv", "yelp_academic_dataset_review.json",
    "yelp_academic_dataset_review*", "yelp*",
  ])

public let amazonFineFoodEntry = CatalogueEntry(
  name: "amazon_fine_food", title: "Amazon Fine Food set",
  summary: "Reviews of foods with one to five stars, as CSV (McAuley and Leskovec 2013).",
  source: "https://snap.stanford.edu/data/web-FineFoods.html (Reviews.csv)",
  folder: "amazon-fine-food", files: ["Reviews.csv", "Reviews.csv.zip", "Reviews*"])

/// Reads the Sanders Twitter corpus; binary: positive against negative tweets. Throws `DataError`.
public func sanders(_ path: String?, options: ReadingOptions) throws -> TextDataset {
  let classes = ["irrelevant", "negative", "neutral", "positive"]
  return try labelledRecords(
    sandersEntry, path, text: "TweetText", label: "Sentiment", options,
    classes: options.labels == .binary ? binaryClasses : classes
  ) { label in
    options.labels == .binary
      ? binaryClasses.firstIndex(of: label).map { .class($0) }
        ?? (classes.contains(label) ? .leftOut : .unknown)
      : classes.firstIndex(of: label).map { .class($0) } ?? .unknown
  }
}

/// Reads a Yelp review file; binary: 4 and 5 stars against 1 and 2. Throws `DataError`.
public func yelp(_ path: String?, options: ReadingOptions) throws -> TextDataset {
  try starredRecords(yelpEntry, path, text: "text", label: "stars", options)
}

/// Reads the Amazon Fine Food reviews; binary: 4 and 5 stars against 1 and 2. Throws `DataError`.
public func amazonFineFood(_ path: String?, options: ReadingOptions) throws -> TextDataset {
  try starredRecords(amazonFineFoodEntry, path, text: "Text", label: "Score", options)
}

private func starredRecords(
  _ entry: CatalogueEntry, _ path: String?, text: String, label: String,
  _ options: ReadingOptions
) throws -> TextDataset {
  try labelledRecords(
    entry, path, text: text, label: label, options,
    classes: options.labels == .binary ? binaryClasses : starClasses
  ) { label in
    guard let stars = Double(label).flatMap({ Int(exactly: $0) }), (1...5).contains(stars) else {
      return .unknown
    }
    guard options.labels == .binary else { return .class(stars - 1) }
    return binaryLabel(ofStars: stars).map { .class($0) } ?? .leftOut
  }
}

private enum LabelMeaning {
  case `class`(Int)
  case leftOut
  case unknown
}

private func labelledRecords(
  _ entry: CatalogueEntry, _ path: String?, text: String, label: String,
  _ options: ReadingOptions, classes: [String], meaning: (String) -> LabelMeaning
) throws -> TextDataset {
  let place = try DataDirectory.find(path, for: entry)
  var builder = CorpusBuilder(name: entry.name, options: options)
  var labels: [Int] = []
  try RecordFile(path: place, options: options.file).forEachRecord(
    columns: [.name(text), .name(label)]
  ) { record, columns in
    try options.checkStop()
    guard let bytes = record.value(of: columns[0]), let value = record.value(of: columns[1]) else {
      throw DataError(
        .badRecord, "line \(record.line) of `\(place)` lacks `\(text)` or `\(label)`")
    }
    switch meaning(String(decoding: value, as: UTF8.self).trimmed) {
    case .class(let label):
      try builder.add(bytes, isTrain: nil, place: "line \(record.line) of `\(place)`")
      labels.append(label)
    case .leftOut: break
    case .unknown:
      throw DataError(
        .badLabels, "line \(record.line) of `\(place)` has an unknown label",
        notes: [
          "it is `\(String(decoding: value.prefix(40), as: UTF8.self))`; known are "
            + classes.map { "`\($0)`" }.joined(separator: ", ")
        ])
    }
  }
  return try builder.dataset(targets: .classes(labels, names: classes))
}
