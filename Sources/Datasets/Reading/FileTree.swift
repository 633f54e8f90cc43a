internal import WholeFiles

/// The files below a folder, or in an archive; hidden ones, and the shadows that macOS leaves, are passed
/// over.
struct FileTree {
  let path: String
  /// How each file is read; its `check` is asked for each file too.
  let options: FileOptions

  /// More levels are no collection of texts, but a link that leads back.
  private static let mostLevels = 16

  /// The paths of all files, from the top of the tree; sorted by code points.
  func names() throws -> [String] {
    var names: [String] = []
    if Folder.exists(path) {
      try walk("", level: 0) { names.append($0) }
    } else {
      let reader = try ArchiveReader(path: path, check: options.check)
      while let name = try reader.nextFile() {
        try options.check(0)
        if !Self.isHidden(name) { names.append(name) }
      }
    }
    return names.sorted(by: ClassOrder.precedes)
  }

  /// Calls `body` with the number, the place and the text of each file whose path `number` knows; an
  /// archive's in its own order. The text is in UTF-8.
  func forEachText(
    numbered number: (String) -> Int?, _ body: (Int, String, [UInt8]) throws -> Void
  ) throws {
    guard !Folder.exists(path) else {
      return try walk("", level: 0) { name in
        guard let number = number(name) else { return }
        let place = path + "/" + name
        let reader = try ArchiveReader(path: place, check: options.check)
        let isEmpty = try reader.nextFile() == nil
        guard reader.isSingle else {
          throw DataError(
            .badRecord, "`\(place)` is an archive, and no text", help: "unpack it first")
        }
        try body(number, "`\(place)`", isEmpty ? [] : try text(reader, place))
      }
    }
    let reader = try ArchiveReader(path: path, check: options.check)
    while let name = try reader.nextFile() {
      try options.check(0)
      guard let number = number(name) else { continue }
      try body(number, "`\(name)` in `\(path)`", try text(reader, name))
    }
  }

  /// All of the present file of `reader`.
  private func text(_ reader: ArchiveReader, _ name: String) throws -> [UInt8] {
    var stream = TextStream(reader, name: name, encoding: options.encoding)
    var text: [UInt8] = []
    while let piece = try stream.next() {
      guard text.count + piece.count <= DelimitedReader.mostBytesOfField else {
        throw DataError(
          .badRecord, "`\(name)` holds more than \(DelimitedReader.mostBytesOfField >> 20) MiB",
          notes: ["no text is so long"])
      }
      text += piece
    }
    return text
  }

  private func walk(_ folder: String, level: Int, _ body: (String) throws -> Void) throws {
    guard level < Self.mostLevels else { return }
    for entry in Folder.entries(of: path + "/" + folder) where !Self.isHidden(entry.name) {
      try options.check(0)
      let place = folder.isEmpty ? entry.name : folder + "/" + entry.name
      if entry.isFolder {
        try walk(place, level: level + 1, body)
      } else {
        try body(place)
      }
    }
  }

  /// `.DS_Store`, `._name`, and what lies in `__MACOSX` or in a hidden folder.
  private static func isHidden(_ path: String) -> Bool {
    path.split(separator: "/").contains {
      $0 == "__MACOSX" || $0.hasPrefix(".") && $0 != "." && $0 != ".."
    }
  }
}
