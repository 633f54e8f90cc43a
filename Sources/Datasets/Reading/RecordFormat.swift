/// How a file holds its records, as its name tells.
enum RecordFormat: Equatable {
  case delimited(UInt8)
  /// Objects of JSON: one a line, or all in one list.
  case json

  /// By the ending of a name, those of compression and archives left out; nil where it tells nothing.
  init?(ofName name: String) {
    switch Self.ending(of: name) {
    case "csv": self = .delimited(UInt8(ascii: ","))
    case "tsv", "tab", "txt": self = .delimited(UInt8(ascii: "\t"))
    case "json", "jsonl", "ndjson": self = .json
    default: return nil
    }
  }

  private static let packings: Set<String> = [
    "gz", "zip", "zst", "xz", "bz2", "tgz", "tar", "lzma", "lz4", "z",
  ]

  /// The last part of a name that tells of what is in the file, in small letters.
  static func ending(of name: String) -> String? {
    let file = name.lowercased().split(separator: "/").last ?? ""
    return file.split(separator: ".").dropFirst().map(String.init).last { !packings.contains($0) }
  }
}
