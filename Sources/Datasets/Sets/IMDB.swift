internal import WholeFiles

public let imdbEntry = CatalogueEntry(
  name: "imdb", title: "Large Movie Review set",
  summary:
    "50,000 film reviews, half to train and half to test on, two classes (Maas et al. 2011).",
  source: "https://ai.stanford.edu/~amaas/data/sentiment/", folder: "imdb",
  files: ["aclImdb_v1.tar.gz", "aclImdb", "aclImdb_labelled.tar.gz", "aclImdb*"])

/// Reads the Large Movie Review set (Maas et al. 2011) from the `aclImdb` folder, a folder that holds
/// it, or its archive, which is read as a stream.
///
/// A text's name says what it is: `{train,test}/{pos,neg}/ID_RATING.txt`; reviews without a label are
/// passed over. Texts are put in the order of their names, so folder and archive give equal sets.
/// Throws `DataError`.
public func imdb(_ path: String?, options: ReadingOptions) throws -> TextDataset {
  let place = try DataDirectory.find(path, for: imdbEntry)
  var reviews = try Folder.exists(place) ? folderReviews(place) : archiveReviews(place, options)
  reviews.sort { ClassOrder.precedes($0.name, $1.name) }
  guard !reviews.isEmpty else {
    throw DataError(
      .damaged, "`\(place)` holds no review",
      notes: ["a review's name ends in train/pos/ID_RATING.txt, or test and neg"],
      help: "give the folder `aclImdb`, a folder that holds it, or aclImdb_v1.tar.gz")
  }
  // There are no ratings of 5 and 6, so the original classes are the ratings that occur.
  let ratings = Set(reviews.map(\.rating)).sorted()
  var builder = CorpusBuilder(name: "imdb", options: options)
  for review in reviews {
    try options.checkStop()
    let text = try review.file.map { try Files.bytes(of: $0) } ?? review.bytes
    try builder.add(text, isTrain: review.isTrain, place: "`\(review.name)`")
  }
  return try builder.dataset(
    targets: options.labels == .binary
      ? .classes(reviews.map { $0.isPositive ? 1 : 0 }, names: binaryClasses)
      : .classes(
        reviews.map { ratings.firstIndex(of: $0.rating) ?? 0 }, names: ratings.map { "\($0)" }))
}

private struct Review {
  /// `train/pos/0_9.txt`
  var name: String
  var isTrain: Bool
  var isPositive: Bool
  var rating: Int
  var file: String?
  var bytes: [UInt8] = []

  /// What the end of a path says; nil when it is no labelled review.
  init?(path: String) {
    let parts = path.split(separator: "/").suffix(3)
    guard parts.count == 3, let part = parts.first, let text = parts.last,
      part == "train" || part == "test", text.hasSuffix(".txt"), !text.hasPrefix(".")
    else { return nil }
    let kind = parts[parts.startIndex + 1]
    guard kind == "pos" || kind == "neg" else { return nil }
    let rating = text.dropLast(4).split(separator: "_").last.flatMap { Int($0) } ?? 0
    guard (1...10).contains(rating) else { return nil }
    name = parts.joined(separator: "/")
    isTrain = part == "train"
    isPositive = kind == "pos"
    self.rating = rating
  }
}

private func archiveReviews(_ path: String, _ options: ReadingOptions) throws -> [Review] {
  let reader = try ArchiveReader(path: path, check: options.file.check)
  var reviews: [Review] = []
  while let name = try reader.nextFile() {
    try options.checkStop()
    guard var review = Review(path: name) else { continue }
    review.bytes = try reader.readAll()
    reviews.append(review)
  }
  return reviews
}

private func folderReviews(_ folder: String) throws -> [Review] {
  let root = Files.exists(folder + "/train") ? folder : folder + "/aclImdb"
  var reviews: [Review] = []
  for part in ["test", "train"] {
    for kind in ["neg", "pos"] {
      let place = "\(root)/\(part)/\(kind)"
      for name in Folder.names(in: place) {
        guard var review = Review(path: "\(part)/\(kind)/\(name)") else { continue }
        review.file = place + "/" + name
        reviews.append(review)
      }
    }
  }
  return reviews
}
