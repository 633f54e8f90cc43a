internal import Sessions

/// The lines of a script that stand for a cell's source, and the empty lines behind them.
///
/// A cell is separated from the next by one empty line; one whose own last line is empty, by two. Markdown and raw
/// text stand behind `# ` in each line.
struct CellBody: Equatable {
  /// Without a line break at the end.
  var lines: String
  var blankLines: Int

  /// `text` is what stands between two marks; each line of it is ended.
  init(cutting text: String) {
    let bytes = Array(text.utf8)
    var blanks = 0
    while blanks < bytes.count, bytes[bytes.count - 1 - blanks] == UInt8(ascii: "\n"),
      blanks + 1 == bytes.count || bytes[bytes.count - 2 - blanks] == UInt8(ascii: "\n")
    {
      blanks += 1
    }
    // More than two are lines of the cell.
    let separating = min(blanks, 2)
    let end = bytes.count - separating
    let isEmpty = end <= 1 && bytes.prefix(end).allSatisfy { $0 == UInt8(ascii: "\n") }
    lines = isEmpty ? "" : String(decoding: bytes[..<(end - 1)], as: UTF8.self)
    blankLines = isEmpty ? bytes.count : separating
  }

  init(lines: String, isLast: Bool) {
    self.lines = lines
    blankLines = lines.utf8.last == UInt8(ascii: "\n") ? 2 : isLast ? 0 : 1
  }

  var text: String {
    lines + (lines.isEmpty ? "" : "\n") + String(repeating: "\n", count: blankLines)
  }

  // MARK: Comments

  /// How much of a text is comments and empty lines before its first line of code.
  static func comments(of text: String) -> Substring.UTF8View {
    var rest = text[...].utf8
    var end = text.startIndex
    while !rest.isEmpty {
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      let isBlank = line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
      guard isBlank || line.first == UInt8(ascii: "#") else { return text.utf8[..<end] }
      end =
        line.endIndex < text.utf8.endIndex ? text.utf8.index(after: line.endIndex) : line.endIndex
      rest = text.utf8[end...]
    }
    return text[...].utf8
  }

  static func commented(_ source: String) -> String {
    source.isEmpty
      ? "" : lines(of: source) { PercentScript.escapedLine($0.isEmpty ? "#" : "# " + $0) }
  }

  static func uncommented(_ text: String) -> String {
    lines(of: text) { line in
      let line = PercentScript.unescapedLine(line).utf8
      let dropped = line.starts(with: "# ".utf8) ? 2 : line.first == UInt8(ascii: "#") ? 1 : 0
      return String(Substring(line.dropFirst(dropped)))
    }
  }

  private static func lines(of text: String, _ change: (Substring) -> String) -> String {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map { change(Substring($0)) }.joined(separator: "\n")
  }
}
