internal import WholeFiles

/// The files below a folder, or in an archive; hidden ones, and the shadows that macOS leaves, are passed
/// over.
struct FileTree {
  let path: String
  /// Called for each file, and throws to end the walk.
  let checkStop: () throws -> Void

  /// More levels are no collection of texts, but a link that leads back.
  private static let mostLevels = 16

  /// The paths of all files, from the top of the tree; sorted by code points.
  func names() throws -> [String] {
    var names: [String] = []
    if Folder.exists(path) {
      try walk("", level: 0) { names.append($0) }
    } else {
      let reader = try ArchiveReader(path: path) { _ in try checkStop() }
      while let name = try reader.nextFile() {
        try checkStop()
        if !Self.isHidden(name) { names.append(name) }
      }
    }
    return names.sorted(by: ClassOrder.precedes)
  }

  /// Calls `body` with the place and the bytes of each file whose path `number` knows, and its number; an
  /// archive's in its own order.
  func forEachFile(
    numbered number: (String) -> Int?, _ body: (Int, String, [UInt8]) throws -> Void
  ) throws {
    guard !Folder.exists(path) else {
      return try walk("", level: 0) { name in
        guard let number = number(name) else { return }
        try body(number, "`\(path)/\(name)`", try Files.bytes(of: path + "/" + name))
      }
    }
    let reader = try ArchiveReader(path: path) { _ in try checkStop() }
    while let name = try reader.nextFile() {
      try checkStop()
      guard let number = number(name) else { continue }
      try body(number, "`\(name)` in `\(path)`", try reader.readAll())
    }
  }

  private func walk(_ folder: String, level: Int, _ body: (String) throws -> Void) throws {
    guard level < Self.mostLevels else { return }
    for entry in Folder.entries(of: path + "/" + folder) where !Self.isHidden(entry.name) {
      try checkStop()
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
