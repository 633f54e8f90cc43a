internal import Glibc

/// Files and folders whose path begins with what is typed.
enum PathCompletions {
  /// The most that are listed.
  private static let limit = 500

  /// Folders end with a slash; hidden files are listed only when a dot is typed.
  static func of(_ typed: String) -> [Completion] {
    let cut = typed.lastIndex(of: "/").map { typed.index(after: $0) } ?? typed.startIndex
    let folder = String(typed[..<cut])
    let name = typed[cut...]
    guard let entries = opendir(folder.isEmpty ? "." : expanded(folder)) else { return [] }
    defer { closedir(entries) }
    var found: [Completion] = []
    while found.count < limit, let entry = readdir(entries) {
      let text = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard text.hasPrefix(name), name.hasPrefix(".") || !text.hasPrefix(".") else { continue }
      let isFolder = isFolder(expanded(folder) + text, entry.pointee.d_type)
      found.append(
        Completion(
          text: folder + text + (isFolder ? "/" : ""), kind: .file,
          detail: isFolder ? "folder" : "file"))
    }
    return found
  }

  private static func isFolder(_ path: String, _ type: UInt8) -> Bool {
    if Int(type) == Int(DT_DIR) { return true }
    guard Int(type) == Int(DT_LNK) || Int(type) == Int(DT_UNKNOWN) else { return false }
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func expanded(_ path: String) -> String {
    guard path.hasPrefix("~/"), let home = getenv("HOME") else { return path }
    return String(cString: home) + path.dropFirst()
  }
}
