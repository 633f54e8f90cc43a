internal import Characters

/// Reads texts from folders or an archive: a folder a class, its name the label, a file a text.
///
/// Where the folders of the classes lie in `train` and in `test` (`Train`, `TEST`), those are the parts of the set; else it
/// is split 80/20 by the seed. The folders may lie in others that hold nothing else. Texts are put in the
/// order of their names, so folder and archive give equal sets. Throws `DataError`.
public func textFolder(_ path: String, options: ReadingOptions) throws -> TextDataset {
  let tree = FileTree(path: try DataDirectory.find(path), options: options.file)
  let files = LabelledFiles(names: try tree.names())
  guard !files.texts.isEmpty else {
    throw DataError(
      .badRecord, "`\(path)` holds no folder of texts",
      notes: ["each class is a folder, and each of its files a text"],
      help: "give the folder that holds those of the classes, or an archive of it")
  }
  var builder = CorpusBuilder(name: path, options: options)
  // Of the files as they come: an archive has an order of its own.
  var found: [Int] = []
  try tree.forEachText(numbered: { files.numbers[ExactText($0)] }) { number, place, bytes in
    try options.checkStop()
    try builder.add(bytes, isTrain: files.texts[number].isTrain, place: place)
    found.append(number)
  }
  var reader = try LabelReader(like: options.like)
  for number in found {
    try reader.read(Array(files.texts[number].label.utf8), place: "the folder's name")
  }
  return try builder.dataset(
    targets: try reader.targets(), order: found.indices.sorted { (found[$0], $0) < (found[$1], $1) }
  )
}

/// What the paths of files say of the texts in them.
private struct LabelledFiles {
  struct Text {
    var label: String
    var isTrain: Bool?
  }

  private(set) var texts: [Text] = []
  /// The number of the text under each path.
  private(set) var numbers: [ExactText: Int] = [:]

  /// Of sorted paths.
  init(names: [String]) {
    let paths = names.map { $0.split(separator: "/").filter { $0 != "." } }
    let top = Self.commonFolders(of: paths)
    let inner = paths.map { $0.dropFirst(top) }
    let hasParts = ["train", "test"].allSatisfy { part in
      inner.contains { $0.count >= 3 && $0.first?.lowercased() == part }
    }
    for (name, path) in zip(names, inner) {
      let rest = hasParts ? path.dropFirst() : path
      guard rest.count >= 2, let label = rest.first, let first = path.first?.lowercased() else {
        continue
      }
      guard !hasParts || first == "train" || first == "test" else { continue }
      numbers[ExactText(name)] = texts.count
      texts.append(Text(label: String(label), isTrain: hasParts ? first == "train" : nil))
    }
  }

  /// How many folders all files lie in, so that below them there are several or the texts' own.
  private static func commonFolders(of paths: [[Substring]]) -> Int {
    guard let first = paths.first else { return 0 }
    let deepest = paths.map(\.count).max() ?? 0
    var count = 0
    while count + 3 <= deepest, count < first.count,
      paths.allSatisfy({ $0.count > count + 1 && $0[count] == first[count] })
    {
      count += 1
    }
    return count
  }
}
