/// `text` as HTML, and XML, that says the same: none of it is a tag, an entity or the end of a quoted
/// attribute, and what would steer the text around it is written as an escape of the language.
public func escapedForPage(_ text: String) -> String {
  guard text.utf8.contains(where: { isSpecial($0) }) else { return text }
  return shownLines(text).unicodeScalars.reduce(into: "") { result, scalar in
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    // XML has no way to write them.
    case "\u{FFFE}", "\u{FFFF}": result += "\u{FFFD}"
    default: result.unicodeScalars.append(scalar)
    }
  }
}

/// Bytes of which a text that needs no escapes has none: five characters, controls, and those that begin
/// characters beyond ASCII.
private func isSpecial(_ byte: UInt8) -> Bool {
  switch byte {
  case 0..<0x20, 0x7F...: true
  case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""),
    UInt8(ascii: "'"):
    true
  default: false
  }
}

/// What a person reads of a page's HTML, for places that show characters alone: without tags, scripts and
/// styles, a line for each row, paragraph and item, and the commonest entities as what they stand for.
public func readableText(ofPage html: String) -> String {
  var reader = PageReader(html)
  return reader.text()
}

/// Reads HTML as far as the text in it goes; what is no HTML stays text.
private struct PageReader {
  private var rest: Substring
  private var result = ""
  /// No tag ends any more.
  private var isBeyondTags = false

  private static let silent: Set = ["script", "style", "head", "title", "template"]
  private static let lines: Set = [
    "p", "br", "div", "tr", "li", "ul", "ol", "table", "caption", "pre", "hr", "h1", "h2", "h3",
    "h4",
    "h5", "h6", "dt", "dd", "summary", "details", "section", "article", "blockquote",
  ]
  private static let entities = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ",
  ]

  init(_ html: String) { rest = html[...] }

  mutating func text() -> String {
    while let character = rest.first {
      switch character {
      case "<": readTag()
      case "&": readEntity()
      case _ where character.isWhitespace:
        rest.removeFirst()
        addBlank()
      default: readCharacter()
      }
    }
    return result.split(separator: "\n").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
      .joined(separator: "\n")
  }

  private mutating func readCharacter() { if let next = rest.popFirst() { result.append(next) } }

  private mutating func addBlank() {
    if let last = result.last, last != " ", last != "\n" { result.append(" ") }
  }

  private mutating func readTag() {
    let after = rest.dropFirst()
    guard !isBeyondTags else { return readCharacter() }
    if after.hasPrefix("!--") {
      rest = Self.behind("-->", in: after.dropFirst(3)) ?? ""
      return
    }
    let isEnd = after.first == "/"
    let name = after.drop { $0 == "/" }.prefix { $0.isASCII && ($0.isLetter || $0.isNumber) }
      .lowercased()
    guard !name.isEmpty || after.first == "!" else { return readCharacter() }
    guard let end = Self.behind(">", in: after) else {
      isBeyondTags = true
      return readCharacter()
    }
    rest = end
    if Self.silent.contains(name), !isEnd {
      rest = Self.behind("</" + name, in: rest).flatMap { Self.behind(">", in: $0) } ?? ""
    } else if Self.lines.contains(name) {
      if result.last != "\n" { result.append("\n") }
    } else if name == "td" || name == "th" {
      addBlank()
    }
  }

  private mutating func readEntity() {
    rest.removeFirst()
    let name = rest.prefix(10).prefix { $0 != ";" && $0.isASCII && !$0.isWhitespace }
    guard rest[name.endIndex...].first == ";", let meaning = Self.meaning(String(name)) else {
      result.append("&")
      return
    }
    result += meaning
    rest = rest[name.endIndex...].dropFirst()
  }

  private static func meaning(_ name: String) -> String? {
    guard name.hasPrefix("#") else { return entities[name] }
    let digits = name.dropFirst()
    let number =
      digits.lowercased().hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return number.flatMap { Unicode.Scalar($0) }.map { String($0) }
  }

  /// What follows after the first `mark`, in capitals or not.
  private static func behind(_ mark: String, in text: Substring) -> Substring? {
    let wanted = Array(mark.utf8)
    let bytes = text.utf8
    var place = bytes.startIndex
    while place < bytes.endIndex {
      if bytes[place...].lazy.map({ $0 >= 65 && $0 <= 90 ? $0 | 32 : $0 }).starts(with: wanted) {
        return text[bytes.index(place, offsetBy: wanted.count)...]
      }
      place = bytes.index(after: place)
    }
    return nil
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
