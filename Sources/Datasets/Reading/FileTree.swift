internal import Glibc
internal import WholeFiles

/// The files below a folder, or in an archive; hidden ones, and the shadows that macOS leaves, are passed
/// over.
struct FileTree {
  let path: String
  /// How each file is read; its `check` is asked for each file too.
  let options: FileOptions

  /// More levels are no collection of texts.
  private static let mostLevels = 16

  /// The paths of all files, from the top of the tree; sorted by code points.
  func names() throws -> [String] {
    var names: [String] = []
    if Folder.exists(path) {
      try walk("", above: []) { names.append($0) }
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
      return try walk("", above: []) { name in
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

  /// A link that leads back to one of the folders `above` is not followed.
  private func walk(
    _ folder: String, above: [FolderIdentity], _ body: (String) throws -> Void
  ) throws {
    guard above.count < Self.mostLevels, let own = FolderIdentity(path + "/" + folder),
      !above.contains(own)
    else { return }
    for entry in Folder.entries(of: path + "/" + folder) where !Self.isHidden(entry.name) {
      try options.check(0)
      let place = folder.isEmpty ? entry.name : folder + "/" + entry.name
      if entry.isFolder {
        try walk(place, above: above + [own], body)
      } else {
        try body(place)
      }
    }
  }

  /// What a folder is, by whatever path.
  private struct FolderIdentity: Equatable {
    let device: UInt64
    let node: UInt64

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      device = UInt64(status.st_dev)
      node = UInt64(status.st_ino)
    }
  }

  /// `.DS_Store`, `._name`, and what lies in `__MACOSX` or in a hidden folder.
  private static func isHidden(_ path: String) -> Bool {
    path.split(separator: "/").contains {
      $0 == "__MACOSX" || $0.hasPrefix(".") && $0 != "." && $0 != ".."
    }
  }
}
