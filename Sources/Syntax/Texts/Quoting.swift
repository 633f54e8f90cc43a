internal import Characters

/// Texts as they are typed.
///
/// Beside what steers a terminal, which `shown` escapes too, what is not seen is written by its number:
/// format characters such as those without width and byte order marks. The lexer reads all of it back.
/// Joiners and tags stay where they are behind a character beyond ASCII: they are parts of how emoji and
/// many scripts are written.
extension StringProtocol {
  /// The text as it is written in a program: in quotes, with braces, quotes, backslashes and what is obeyed
  /// or not seen as escapes. Cost: one look at each byte where there is nothing of these.
  public var quoted: String {
    let isPlain = utf8.allSatisfy { byte in
      byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C && byte != 0x7B && byte != 0x7D
    }
    if isPlain { return "\"\(self)\"" }
    var result = "\""
    result.reserveCapacity(utf8.count + 8)
    var previous: Unicode.Scalar?
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\", "{", "}":
        result += "\\"
        result.unicodeScalars.append(scalar)
      default:
        if scalar.steersTerminal || scalar.isHidden(behind: previous) {
          result += scalar.escape
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
      previous = scalar
    }
    return result + "\""
  }
}

extension Unicode.Scalar {
  /// Whether nothing is seen of it.
  fileprivate func isHidden(behind previous: Unicode.Scalar?) -> Bool {
    guard value >= 0x7F, properties.generalCategory == .format else { return false }
    // Arabic number signs are seen.
    if (0x600...0x605).contains(value) || value == 0x6DD || value == 0x70F { return false }
    let isJoiner = value == 0x200C || value == 0x200D || (0xE0020...0xE007F).contains(value)
    return !(isJoiner && (previous?.value ?? 0) >= 0x80)
  }
}
