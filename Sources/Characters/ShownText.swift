/// What a terminal would obey in `text` as the escapes of the language: `\n`, `\u{1B}`.
///
/// For names, labels, headings and messages, whose texts come from files and programs: they must not move
/// the cursor, colour what follows or turn its direction round.
public func shown(_ text: String) -> String {
  // Plain texts, which nearly all are, are not copied.
  guard text.unicodeScalars.contains(where: { $0.steersTerminal }) else { return text }
  return text.unicodeScalars.reduce(into: "") { result, scalar in
    if scalar.steersTerminal {
      result += scalar.escape
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
}

/// The same of a text that may have several lines, and tabs in them.
public func shownLines(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.steersTerminal }) else { return text }
  return text.replacing("\r\n", with: "\n").unicodeScalars.reduce(into: "") { result, scalar in
    if scalar.steersTerminal, scalar != "\n", scalar != "\t" {
      result += scalar.escape
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
}

/// The same as one line: line breaks and tabs are spaces.
public func shownOnLine(_ text: String) -> String {
  guard text.unicodeScalars.contains(where: { $0.steersTerminal }) else { return text }
  let line = text.replacing("\r\n", with: " ")
  return shown(String(line.map { "\n\r\t".contains($0) ? " " : $0 }))
}

extension Unicode.Scalar {
  /// Whether it has no picture and changes what is shown around it: controls, the separators of lines and
  /// paragraphs, and the marks that turn the direction of a text round.
  public var steersTerminal: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// How the language writes it in quotes where it has no picture: `\n`, `\u{1B}`.
  public var escape: String {
    switch self {
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default: "\\u{" + String(value, radix: 16, uppercase: true) + "}"
    }
  }
}
