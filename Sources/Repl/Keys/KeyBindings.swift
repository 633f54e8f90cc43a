internal import CLibedit
internal import Glibc

/// The keys that a person has bound in `~/.editrc`, which go before those of the prompt.
struct KeyBindings {
  /// Letters that are bound with Alt.
  private(set) var altKeys: Set<Unicode.Scalar> = []
  private var lines: [String] = []

  /// Those of the file that libedit reads, or that `EDITRC` names; none where there is none.
  static func ofPerson() -> KeyBindings {
    let path =
      getenv("EDITRC").map { String(cString: $0) }
      ?? getenv("HOME").map { String(cString: $0) + "/.editrc" }
    guard let path, let file = fopen(path, "re") else { return KeyBindings() }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: longestFile)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    return KeyBindings(String(decoding: bytes, as: UTF8.self))
  }

  private static let longestFile = 1 << 16

  private init() {}

  init(_ text: String) {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split { $0 == " " || $0 == "\t" }
      // Which keys there are, vi's or emacs', is set already: to say so again would forget ours.
      guard let first = words.first, first == "bind" || first.hasSuffix(":bind"),
        !words.contains("-v"), !words.contains("-e")
      else { continue }
      lines.append(String(line))
      for mark in ["\\e", "^[", "M-"] {
        for place in line.ranges(of: mark) {
          guard let scalar = line[place.upperBound...].unicodeScalars.first else { continue }
          altKeys.insert(scalar)
        }
      }
    }
  }

  /// Binds them, once the commands have their names.
  func apply() { for line in lines { setl_edit_parse(line) } }
}
