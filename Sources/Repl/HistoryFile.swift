internal import Glibc

/// The cells of earlier conversations: a line each, line breaks and backslashes escaped.
///
/// A cell is appended by one write, so that two conversations at once lose nothing. Readable by its
/// owner alone.
struct HistoryFile {
  private let path: String

  init(folder: String) {
    Self.makeFolder(folder)
    path = folder + "/history"
  }

  /// `SETL_HOME`, else `setl` in the user's data directory.
  static var home: String {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    return variable("SETL_HOME") ?? variable("XDG_DATA_HOME").map { $0 + "/setl" }
      ?? (variable("HOME") ?? ".") + "/.local/share/setl"
  }

  private static func makeFolder(_ path: String) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      mkdir(made, 0o700)
    }
  }

  /// The last `count` cells, the oldest first.
  func last(_ count: Int) -> [String] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: buffer[0..<count])
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").suffix(count).map {
      Self.unescaped(String($0))
    }
  }

  func append(_ cell: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let line = Array((Self.escaped(cell) + "\n").utf8)
    _ = Glibc.write(descriptor, line, line.count)
  }

  static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\\\"
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  static func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        result.append(character == "n" ? "\n" : character)
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }
}
