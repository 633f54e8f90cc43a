internal import WholeFiles

/// Files and folders whose path begins with what is typed.
enum PathCompletions {
  /// The most that are listed, and that are looked at for them.
  private static let most = 500
  private static let mostRead = 20_000

  /// Folders end with a slash; hidden files are listed only when a dot is typed.
  static func of(_ typed: String) -> [Completion] {
    let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<cut])
    let name = typed[cut...]
    return Folder.entries(of: folder.isEmpty ? "." : WrittenPath.place(of: folder), limit: mostRead)
      .lazy
      .filter { $0.name.hasPrefix(name) && (name.hasPrefix(".") || !$0.name.hasPrefix(".")) }
      .prefix(most).map {
        Completion(
          text: folder + $0.name + ($0.isFolder ? "/" : ""), kind: .file,
          detail: $0.isFolder ? "folder" : "file")
      }
  }
}
