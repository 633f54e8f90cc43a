/// Widths in the columns of a terminal.
///
/// A grapheme cluster is drawn as one picture, and is measured as one: by its first character, or two
/// columns where a selector or a modifier makes a picture of it; only marks that take room of their own
/// (`Mc`, as in Devanagari) and letters that join without one add to it. Single characters are as wide as
/// Unicode's East Asian Width says (Standard Annex 11), which is what `wcwidth` of C libraries goes by.
/// The width does not depend on the locale of the process, so no table changes its shape with it.

/// The columns that a terminal needs for `text`: two for wide characters, none for marks.
public func displayWidth(of text: String) -> Int {
  // Nearly all that is measured is plain.
  if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text.utf8.count }
  return text.reduce(0) { $0 + displayWidth(of: $1) }
}

/// The columns of one character, a cluster of several code points among them.
public func displayWidth(of character: Character) -> Int {
  if let ascii = character.asciiValue { return (0x20..<0x7F).contains(ascii) ? 1 : 0 }
  let scalars = character.unicodeScalars
  guard let first = scalars.first else { return 0 }
  let rest = scalars.dropFirst()
  if rest.isEmpty { return first.displayWidth }
  if first.properties.isEmoji {
    // Keycaps, flags, families and shades of skin.
    return rest.contains { $0.makesPicture } ? 2 : first.displayWidth
  }
  // A syllable of Hangul letters is as wide as the first of them.
  if first.isLeadingHangul { return first.displayWidth }
  return rest.reduce(first.displayWidth) { $0 + $1.displayWidth }
}

extension Unicode.Scalar {
  /// The columns of this one by itself.
  var displayWidth: Int {
    if value < 0x300 { return isControl ? 0 : 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    // What is invisible by itself, but for the signs before Arabic numbers.
    case .format: return properties.isDefaultIgnorableCodePoint ? 0 : 1
    case .lineSeparator, .paragraphSeparator, .surrogate: return 0
    default: break
    }
    if isTrailingHangul { return 0 }
    return WideCharacters.contain(value) ? 2 : 1
  }

  private var isControl: Bool { value < 0x20 || (0x7F..<0xA0).contains(value) }

  fileprivate var isLeadingHangul: Bool {
    (0x1100...0x115F).contains(value) || (0xA960...0xA97C).contains(value)
  }

  /// Vowels and last letters, which stand below or beside those before them.
  private var isTrailingHangul: Bool {
    (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) || value == 0x3164
  }

  /// Whether it makes a picture of the character that it joins: the selector for pictures, a shade of
  /// skin, another picture behind a joiner, the second letter of a flag.
  fileprivate var makesPicture: Bool {
    value == 0xFE0F || WideCharacters.contain(value)
  }
}
