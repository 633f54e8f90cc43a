internal import Glibc

/// What is in a folder.
public enum Folder {
  public struct Entry {
    public var name: String
    public var isFolder: Bool
  }

  /// Without `.` and `..`, in no order, `limit` at most; none when the folder cannot be read.
  public static func entries(of path: String, limit: Int = .max) -> [Entry] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while entries.count < limit, let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { start in
        start.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      let kind = Int(entry.pointee.d_type)
      let isFolder =
        kind == Int(DT_DIR)
        || (kind == Int(DT_LNK) || kind == Int(DT_UNKNOWN)) && exists(path + "/" + name)
      entries.append(Entry(name: name, isFolder: isFolder))
    }
    return entries
  }

  /// Whether a path is that of what macOS leaves beside files, in folders and archives, which is nobody's
  /// data: `._name` with a file's attributes, `.DS_Store`, and all in `__MACOSX`.
  public static func isLeftover(_ path: String) -> Bool {
    let parts = path.split(separator: "/")
    let name = parts.last ?? ""
    return name.hasPrefix("._") || name == ".DS_Store" || parts.contains("__MACOSX")
  }

  /// The names, sorted.
  public static func names(in path: String) -> [String] { entries(of: path).map(\.name).sorted() }

  /// Whether there is a folder at a path.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
