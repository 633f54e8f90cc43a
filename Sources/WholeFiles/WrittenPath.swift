internal import Glibc

/// Paths as people write them.
public enum WrittenPath {
  /// The path for the system: `~` at the beginning is the person's own folder, `~name` that of another. All else stays
  /// as it is, and is found from the working folder.
  public static func place(of path: String) -> String {
    guard path.hasPrefix("~") else { return path }
    let name = path.dropFirst().prefix { $0 != "/" }
    guard let home = name.isEmpty ? home : accountHome(getpwnam(String(name))) else { return path }
    return home + path.dropFirst(1 + name.count)
  }

  /// The person's own folder: `HOME`, or what the system knows.
  public static var home: String? {
    if let variable = getenv("HOME"), variable.pointee != 0 { return String(cString: variable) }
    return accountHome(getpwuid(getuid()))
  }

  private static func accountHome(_ account: UnsafeMutablePointer<passwd>?) -> String? {
    account?.pointee.pw_dir.map { String(cString: $0) }
  }

  /// A place that stays what it is where the working folder changes.
  public static func lasting(_ place: String) -> String {
    guard !place.hasPrefix("/"), let folder = workingFolder else { return place }
    return (folder == "/" ? "" : folder) + "/" + place
  }

  /// Nil where it is gone, or out of reach.
  public static var workingFolder: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }
}
