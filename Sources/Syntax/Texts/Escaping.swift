/// Texts as a screen may have them: what it would obey, or would not show, written as escapes.
///
/// Control characters (C0, DEL, C1), line and paragraph separators and format characters (those that turn
/// the direction of writing, that have no width, byte order marks) are shown as `\n`, `\t`, `\r` or
/// `\u{1B}`. The lexer reads all of these back. Joiners and tags stay where they are behind a character
/// beyond ASCII: they are parts of how emoji and many scripts are written.
extension StringProtocol {
  /// The text with such characters as escapes, the rest as it stands: for names, labels, headings and
  /// messages that a program did not write itself. Cost: one look at each byte where there is none.
  public var escaped: String {
    guard needsEscapes(quotes: false) else { return String(self) }
    return escaped(quotes: false)
  }

  /// The text as it is written in a program: in quotes, with braces, quotes and backslashes escaped too.
  public var quoted: String {
    guard needsEscapes(quotes: true) else { return "\"\(self)\"" }
    return "\"" + escaped(quotes: true) + "\""
  }

  private func needsEscapes(quotes: Bool) -> Bool {
    utf8.contains { byte in
      byte < 0x20 || byte >= 0x7F
        || (quotes && (byte == 0x22 || byte == 0x5C || byte == 0x7B || byte == 0x7D))
    }
  }

  private func escaped(quotes: Bool) -> String {
    var result = ""
    result.reserveCapacity(utf8.count + 8)
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\"" where quotes: result += "\\\""
      case "\\" where quotes: result += "\\\\"
      case "{" where quotes: result += "\\{"
      case "}" where quotes: result += "\\}"
      default:
        if scalar.isObeyedOrHidden(behind: previous) {
          result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      previous = scalar
    }
    return result
  }
}

extension Unicode.Scalar {
  /// Whether a screen acts on it or shows nothing of it.
  fileprivate func isObeyedOrHidden(behind previous: Unicode.Scalar?) -> Bool {
    if value < 0x7F { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format:
      // Arabic number signs are seen.
      if (0x600...0x605).contains(value) || value == 0x6DD || value == 0x70F { return false }
      let isJoiner = value == 0x200C || value == 0x200D || (0xE0020...0xE007F).contains(value)
      return !(isJoiner && (previous?.value ?? 0) >= 0x80)
    default: return false
    }
  }
}
