internal import Glibc
internal import WholeFiles

/// Where data sets are looked for.
public enum DataDirectory {
  /// `SETL_DATA`, else `data` in `SETL_HOME`, which is the user's data directory unless set.
  public static var path: String {
    if let data = environment("SETL_DATA") { return data }
    if let home = environment("SETL_HOME") { return home + "/data" }
    if let data = environment("XDG_DATA_HOME") { return data + "/setl/data" }
    return (environment("HOME") ?? ".") + "/.local/share/setl/data"
  }

  private static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }

  /// The file or folder of a set: the `path` that was given, as it stands or in the data directory, or
  /// without one the first of the set's usual names there.
  static func find(_ path: String?, for entry: CatalogueEntry) throws -> String {
    let places: [String]
    if let path {
      places = path.hasPrefix("/") ? [path] : [path, self.path + "/" + path]
    } else {
      places = entry.files.flatMap { file in
        [self.path + "/" + entry.folder + "/" + file, self.path + "/" + file]
      }
    }
    for place in places { if let found = match(place) { return found } }
    throw DataError(
      .missing, path.map { "there is no `\($0)`" } ?? "the \(entry.title) is not here",
      notes: ["looked for " + places.joined(separator: ", ")],
      help: """
        get it from \(entry.source), and put \(entry.files[0]) into \
        \(self.path)/\(entry.folder), or give its path:  \(entry.name)("path")
        """)
  }

  /// A file or folder of one's own: `path` as it stands, or in the data directory.
  static func find(_ path: String) throws -> String {
    let places = path.hasPrefix("/") ? [path] : [path, self.path + "/" + path]
    if let place = places.first(where: Files.exists) { return place }
    throw DataError(
      .missing, "there is no `\(path)`",
      notes: ["looked for " + places.joined(separator: ", ")],
      help: "give the path from the folder that setl was started in, or from /")
  }

  /// The place itself, or where its name ends in `*`, the first file that begins so.
  private static func match(_ place: String) -> String? {
    guard place.hasSuffix("*") else { return Files.exists(place) ? place : nil }
    guard let slash = place.lastIndex(of: "/") else { return nil }
    let folder = String(place[..<slash])
    let start = place[place.index(after: slash)...].dropLast()
    return Folder.names(in: folder).first { $0.hasPrefix(start) }.map { folder + "/" + $0 }
  }
}
