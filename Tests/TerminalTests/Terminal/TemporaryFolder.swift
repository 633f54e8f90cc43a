import Glibc

/// A new folder, which goes away with this object.
final class TemporaryFolder {
  let path: String

  init() throws {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((folder + "/setl-terminal-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else { throw TerminalFailure("no temporary folder") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Makes a file of it.
  func write(_ text: String, to name: String) throws {
    guard let file = fopen(path + "/" + name, "w") else { throw TerminalFailure("no \(name)") }
    defer { fclose(file) }
    fputs(text, file)
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    if let folder = opendir(path) {
      var names: [String] = []
      while let entry = readdir(folder) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != "." && name != ".." { names.append(name) }
      }
      closedir(folder)
      for name in names { remove(path + "/" + name) }
    }
    Glibc.remove(path)
  }
}
