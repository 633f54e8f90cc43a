extension SourceText {
  /// What ends before the byte `end` and could be called or indexed there: names, dots, and brackets with what is in
  /// them; nil where nothing is, or it spans lines.
  public func operand(endingAt end: Int) -> String? {
    guard end > 0, end <= bytes.count else { return nil }
    var start = end
    var open = 0
    scan: while start > 0 {
      switch bytes[start - 1] {
      case UInt8(ascii: ")"), UInt8(ascii: "]"): open += 1
      case UInt8(ascii: "("), UInt8(ascii: "["):
        guard open > 0 else { break scan }
        open -= 1
      case UInt8(ascii: "\n"): break scan
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...:
        break
      default: if open == 0 { break scan }
      }
      start -= 1
    }
    return open == 0 && start < end ? text(in: Span(start, end)) : nil
  }

  /// The rest of the line from a byte on, without what a comment says and white space around it.
  func restOfLine(from start: Int) -> String {
    var end = start
    var isInText = false
    while end < bytes.count, bytes[end] != UInt8(ascii: "\n") {
      if bytes[end] == UInt8(ascii: "\"") { isInText.toggle() }
      if bytes[end] == UInt8(ascii: "#"), !isInText { break }
      end += 1
    }
    return text(in: Span(start, end)).trimmedOfSpace
  }
}

extension SourceText {
  /// Whether nothing but white space is before a place on its line.
  func isFirstOfLine(_ place: Int) -> Bool {
    var start = min(place, bytes.count)
    while start > 0, bytes[start - 1] == UInt8(ascii: " ") || bytes[start - 1] == UInt8(ascii: "\t")
    {
      start -= 1
    }
    return start == 0 || bytes[start - 1] == UInt8(ascii: "\n")
  }

  /// Whether a word that begins its line is followed as a command is by its arguments: `cd ..`, `ls -l`, and not as
  /// a value by its operator.
  func isCommand(at word: Span) -> Bool {
    guard isFirstOfLine(word.start), word.end < bytes.count, bytes[word.end] == UInt8(ascii: " ")
    else { return false }
    let rest = restOfLine(from: word.end)
    if ["..", ".", "-", "~", "/"].contains(rest) { return true }
    guard let first = rest.first, let second = rest.dropFirst().first else { return false }
    return "-./~*%".contains(first) && !second.isWhitespace
  }

  /// Of a command of a shell what is written here; nil where the word is none, or stands as a value.
  public func foreignCommand(at word: Span) -> String? {
    isCommand(at: word) ? foreignStatement(at: word) : nil
  }

  /// The same of the word that begins the line of a place.
  func foreignCommand(before place: Int) -> String? {
    var start = min(place, bytes.count)
    while start > 0, bytes[start - 1] != UInt8(ascii: "\n") { start -= 1 }
    let line = text(in: Span(start, place))
    let indentation = line.utf8.prefix { $0 == UInt8(ascii: " ") }.count
    let word = line.utf8.dropFirst(indentation).prefix { $0 != UInt8(ascii: " ") }.count
    return foreignCommand(at: Span(start + indentation, start + indentation + word))
  }

  /// Of a word that begins a statement elsewhere what is written here; nil where it is none.
  public func foreignStatement(at word: Span) -> String? {
    let name = text(in: word)
    guard isFirstOfLine(word.start), ForeignStatement.names.contains(name) else { return nil }
    return ForeignStatement(name, restOfLine(from: word.end)).map { "write  \($0.written)" }
  }
}

extension StringProtocol {
  /// What commas divide that stand in no brackets and no text.
  var listedParts: [String] {
    var parts: [String] = []
    var part = ""
    var (depth, isInText) = (0, false)
    for character in self {
      if character == "\"" { isInText.toggle() }
      if !isInText, "([{".contains(character) { depth += 1 }
      if !isInText, ")]}".contains(character) { depth -= 1 }
      if character == ",", depth == 0, !isInText {
        parts.append(part.trimmedOfSpace)
        part = ""
      } else {
        part.append(character)
      }
    }
    let last = part.trimmedOfSpace
    return last.isEmpty ? parts : parts + [last]
  }

  /// Without white space around it.
  var trimmedOfSpace: String {
    var inner = self[...]
    while inner.first?.isWhitespace ?? false { inner.removeFirst() }
    while inner.last?.isWhitespace ?? false { inner.removeLast() }
    return String(inner)
  }
}
