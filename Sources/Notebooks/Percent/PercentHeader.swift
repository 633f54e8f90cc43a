internal import JSON

/// The lines between `# ---` at the beginning of a script: a notebook's metadata, where it has any beside its
/// language, as one object of JSON, which is YAML too.
enum PercentHeader {
  private static let edge = "# ---\n"
  private static let name = "# jupyter: "

  /// Empty where there is nothing to say.
  static func text(_ metadata: [JSONValue.Member]) -> String {
    guard !metadata.isEmpty else { return "" }
    return edge + name + JSONValue.object(metadata).text(.spaced, sorted: true) + "\n" + edge + "\n"
  }

  /// What a header says; nothing where it is not of this form.
  static func metadata(of header: String) -> [JSONValue.Member] {
    let lines = header.utf8.split(separator: UInt8(ascii: "\n"))
    guard lines.count == 3, lines[1].starts(with: name.utf8) else { return [] }
    return JSONValue(parsing: lines[1].dropFirst(name.utf8.count))?.members ?? []
  }
}
