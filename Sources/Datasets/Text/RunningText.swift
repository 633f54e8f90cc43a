/// Running text as a language model reads and writes it: cut into tokens from which it is put together again.
///
/// Words are what white space parts, as they are written; marks before and after a word are tokens of their own,
/// and so is the end of a line. Characters are those of the language, line ends among them.
public enum RunningText {
  /// The end of a line, as one of the words.
  public static let endOfLine = "<eos>"
  /// Stands for every word that is not listed.
  public static let unknown = "<unk>"

  /// The token that ends a line.
  static func lineEnd(_ tokens: Tokens) -> String {
    tokens == .runningWords ? endOfLine : "\n"
  }

  /// The tokens of `text`; a word that `isListed` knows is one, with whatever marks it has.
  public static func tokens(
    of text: String, _ tokens: Tokens, isListed: (String) -> Bool
  ) -> [String] {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return Array(
      lines.map { Self.tokens(ofLine: $0, tokens, isListed: isListed) }
        .joined(separator: [lineEnd(tokens)]))
  }

  static func tokens(
    ofLine line: some StringProtocol, _ tokens: Tokens, isListed: (String) -> Bool
  ) -> [String] {
    guard tokens == .runningWords else { return line.map { String($0) } }
    return line.split(whereSeparator: \.isWhitespace).map { String($0) }
      .flatMap { isListed($0) ? [$0] : parted($0) }
  }

  /// A word without the marks at its beginning and end, which are tokens by themselves; one in angle brackets, such
  /// as `<unk>`, is one token.
  static func parted(_ word: String) -> [String] {
    if let first = word.utf8.first, let last = word.utf8.last, isPlain(first), isPlain(last) {
      return [word]
    }
    guard !(word.hasPrefix("<") && word.hasSuffix(">") && word.count > 2) else { return [word] }
    let characters = Array(word)
    guard let first = characters.firstIndex(where: isOfWord),
      let last = characters.lastIndex(where: isOfWord)
    else { return characters.map { String($0) } }
    return characters[..<first].map { String($0) } + [String(characters[first...last])]
      + characters[(last + 1)...].map { String($0) }
  }

  /// A letter or digit of ASCII, which is nearly all there is at the ends of words.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }

  private static func isOfWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
  }

  /// The text that such tokens are of: words with blanks between them, but before a mark that ends something, and
  /// after one that begins something.
  static func joined(_ words: [String], _ tokens: Tokens) -> String {
    guard tokens == .runningWords else { return words.joined() }
    var text = ""
    var needsBlank = false
    for word in words {
      guard word != endOfLine else {
        text += "\n"
        needsBlank = false
        continue
      }
      if needsBlank, !followsDirectly(word) { text += " " }
      text += word
      needsBlank = !leadsDirectly(word)
    }
    return text
  }

  private static func followsDirectly(_ word: String) -> Bool {
    word == "n't" || word.first == "'" && word.count > 1
      || !word.isEmpty && word.allSatisfy { ",.;:!?)]}%…”’".contains($0) }
  }

  private static func leadsDirectly(_ word: String) -> Bool {
    !word.isEmpty && word.allSatisfy { "([{$#“‘".contains($0) }
  }
}
