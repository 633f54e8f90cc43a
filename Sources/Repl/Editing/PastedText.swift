/// What becomes of a text that is pasted: a cell as it was typed, wherever it was copied from.
enum PastedText {
  /// Line ends become `\n`, tabs four spaces, other control characters vanish. Where prompts such as
  /// `In [3]: ` stand before lines, they go, and with them the lines without a prompt: what was put out.
  static func cleaned(_ text: String) -> String {
    let even = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
      .replacing("\t", with: String(repeating: " ", count: Indentation.width))
    let plain = String(
      even.unicodeScalars.filter {
        $0 == "\n" || !($0.properties.generalCategory == .control)
      }.map(Character.init))
    var lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.contains(where: { prompt(of: $0) == .first }) { lines = withoutPrompts(lines) }
    while lines.count > 1, lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }

  private enum Prompt { case first, next }

  /// Which prompt a line begins with: `In [3]: `, or the dots of a line that goes on.
  private static func prompt(of line: String) -> Prompt? {
    if line.drop(while: { $0 == " " }).hasPrefix("...:") || line.hasPrefix("... ") { return .next }
    if line.hasPrefix(">>> ") { return .first }
    guard line.hasPrefix("In ["), let end = line.firstIndex(of: "]") else { return nil }
    let number = line[..<end].dropFirst(4)
    let isNumber = !number.isEmpty && number.allSatisfy(\.isNumber)
    return isNumber && line[end...].hasPrefix("]:") ? .first : nil
  }

  private static func withoutPrompts(_ lines: [String]) -> [String] {
    lines.compactMap { line in
      guard prompt(of: line) != nil else { return nil }
      if line.hasPrefix(">>> ") || line.hasPrefix("... ") { return String(line.dropFirst(4)) }
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let rest = line[line.index(after: colon)...]
      return String(rest.hasPrefix(" ") ? rest.dropFirst() : rest)
    }
  }
}
