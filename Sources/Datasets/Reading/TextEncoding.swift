/// How a file's bytes stand for characters.
public struct TextEncoding: Sendable, Equatable {
  /// As a program writes it.
  public let name: String
  /// What the C library's `iconv` calls it.
  let systemName: String

  static let utf8 = TextEncoding(name: "utf-8", systemName: "UTF-8")
  static let utf16Little = TextEncoding(name: "utf-16", systemName: "UTF-16LE")
  static let utf16Big = TextEncoding(name: "utf-16", systemName: "UTF-16BE")
  static let utf32Little = TextEncoding(name: "utf-32", systemName: "UTF-32LE")
  static let utf32Big = TextEncoding(name: "utf-32", systemName: "UTF-32BE")

  /// As messages write it.
  var shownName: String { name.hasPrefix("utf-") ? name.uppercased() : name }

  private init(name: String, systemName: String) {
    self.name = name
    self.systemName = systemName
  }

  /// The encoding of that name: the four that most files have, and all that the C library knows. Throws
  /// `DataError` for another.
  public init(_ name: String) throws {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "latin-1", "latin1", "iso-8859-1":
      self.init(name: "latin-1", systemName: "ISO-8859-1")
    case "windows-1252", "cp1252": self.init(name: "windows-1252", systemName: "CP1252")
    // Without a mark it is what Windows writes.
    case "utf-16", "utf16": self = .utf16Little
    default:
      // What follows a slash would be an instruction to `iconv`.
      let isPlain = name.allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber || "-_:.".contains($0))
      }
      guard isPlain, !name.isEmpty, CharacterDecoder.knows(name) else {
        throw DataError(
          .badOption, "there is no encoding `\(name.prefix(40))`",
          notes: ["the usual ones are \"utf-8\", \"latin-1\", \"windows-1252\" and \"utf-16\""],
          help: "`iconv -l` lists all that this machine knows")
      }
      self.init(name: name, systemName: name)
    }
  }

  /// What a byte order mark at the start of a file says, and how long it is.
  static func marked(by bytes: some Collection<UInt8>) -> (encoding: TextEncoding, length: Int)? {
    let start = Array(bytes.prefix(4))
    if start == [0xFF, 0xFE, 0, 0] { return (.utf32Little, 4) }
    if start == [0, 0, 0xFE, 0xFF] { return (.utf32Big, 4) }
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if start.starts(with: [0xFF, 0xFE]) { return (.utf16Little, 2) }
    if start.starts(with: [0xFE, 0xFF]) { return (.utf16Big, 2) }
    return nil
  }

  /// The name of what bytes probably are that are not UTF-8.
  static func likeliest(of bytes: some Collection<UInt8>) -> String {
    let sample = bytes.prefix(4096)
    // Half the bytes of western texts in UTF-16 are 0.
    if sample.count(where: { $0 == 0 }) * 4 > sample.count { return "utf-16" }
    return sample.contains { (0x80...0x9F).contains($0) } ? "windows-1252" : "latin-1"
  }
}
