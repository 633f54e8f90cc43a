internal import JSON

/// What stands inside a paragraph of Markdown, as HTML.
struct MarkdownSpans {
  private static let deepest = 12
  private static let escapable = Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".utf8)

  let attachments: JSONValue?
  /// What was looked for from some place on and is not there.
  private var missing: Set<[UInt8]> = []
  private var depth = 0

  init(attachments: JSONValue?) { self.attachments = attachments }

  func text(_ bytes: ArraySlice<UInt8>) -> String {
    var spans = self
    spans.missing = []
    spans.depth += 1
    return spans.depth > Self.deepest
      ? HTML.escaped(String(decoding: bytes, as: UTF8.self)) : spans.read(bytes)
  }

  private mutating func read(_ bytes: ArraySlice<UInt8>) -> String {
    var result = ""
    var place = bytes.startIndex
    var plain = place
    while place < bytes.endIndex {
      guard
        let (html, end) = span(
          bytes[place...], before: place > bytes.startIndex ? bytes[place - 1] : nil)
      else {
        place += 1
        continue
      }
      result += Self.plain(bytes[plain..<place]) + html
      place = end
      plain = end
    }
    return result + Self.plain(bytes[plain...])
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    HTML.escaped(String(decoding: bytes, as: UTF8.self))
  }

  /// What begins here, and where it ends; nil for a character that stands for itself.
  private mutating func span(_ bytes: ArraySlice<UInt8>, before: UInt8?) -> (String, Int)? {
    switch bytes.first {
    case UInt8(ascii: "\\"):
      guard let next = bytes.dropFirst().first else { return nil }
      if next == UInt8(ascii: "\n") { return ("<br>\n", bytes.startIndex + 2) }
      guard Self.escapable.contains(next) else { return nil }
      return (HTML.escaped(String(Unicode.Scalar(next))), bytes.startIndex + 2)
    case UInt8(ascii: " "): return lineBreak(bytes)
    case UInt8(ascii: "`"): return code(bytes)
    case UInt8(ascii: "<"): return address(bytes)
    case UInt8(ascii: "!"):
      guard bytes.dropFirst().first == UInt8(ascii: "["), let link = link(bytes.dropFirst()) else {
        return nil
      }
      return (picture(link), link.end)
    case UInt8(ascii: "["):
      guard let link = link(bytes) else { return nil }
      return (Self.anchor(link.target, text(link.text)), link.end)
    case UInt8(ascii: "*"):
      return enclosed(bytes, "**", "strong", before) ?? enclosed(bytes, "*", "em", before)
    case UInt8(ascii: "_"):
      return enclosed(bytes, "__", "strong", before) ?? enclosed(bytes, "_", "em", before)
    case UInt8(ascii: "~"): return enclosed(bytes, "~~", "del", before)
    default: return nil
    }
  }

  /// Two blanks or more at the end of a line.
  private func lineBreak(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    let blanks = bytes.prefix { $0 == UInt8(ascii: " ") }
    guard blanks.count >= 2, bytes.dropFirst(blanks.count).first == UInt8(ascii: "\n") else {
      return nil
    }
    return ("<br>\n", blanks.endIndex + 1)
  }

  // MARK: Enclosed

  private mutating func code(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    let mark = Array(bytes.prefix { $0 == UInt8(ascii: "`") })
    let start = bytes.startIndex + mark.count
    guard
      let end = find(
        mark, in: bytes[start...],
        where: { place in
          bytes[place - 1] != UInt8(ascii: "`")
            && bytes[(place + mark.count)...].first != UInt8(ascii: "`")
        })
    else { return (String(decoding: mark, as: UTF8.self), start) }
    var text = Substring(String(decoding: bytes[start..<end], as: UTF8.self))
    if text.hasPrefix(" "), text.hasSuffix(" "), text.contains(where: { $0 != " " }) {
      text = text.dropFirst().dropLast()
    }
    return ("<code>\(HTML.escaped(text))</code>", end + mark.count)
  }

  /// Text between two equal marks, which stand at words: none begins before a blank or ends behind one.
  private mutating func enclosed(
    _ bytes: ArraySlice<UInt8>, _ mark: String, _ tag: String, _ before: UInt8?
  ) -> (String, Int)? {
    let mark = Array(mark.utf8)
    let inWords = mark[0] == UInt8(ascii: "_")
    guard bytes.starts(with: mark), let first = bytes.dropFirst(mark.count).first,
      !Self.isBlank(first),
      !(inWords && before.map(Self.isWord) == true)
    else { return nil }
    let start = bytes.startIndex + mark.count
    let isLong = mark.count > 1
    let end = find(mark, in: bytes[min(start + 1, bytes.endIndex)...]) { place in
      let behind = bytes[(place + mark.count)...].first
      if Self.isBlank(bytes[place - 1]) || bytes[place - 1] == UInt8(ascii: "\\") { return false }
      if inWords, behind.map(Self.isWord) == true { return false }
      // A single mark is not half of a double one.
      return isLong || bytes[place - 1] != mark[0] && behind != mark[0]
    }
    guard let end else { return nil }
    return ("<\(tag)>\(text(bytes[start..<end]))</\(tag)>", end + mark.count)
  }

  /// Where `mark` stands, so that it `fits`. What is missing once is not looked for again.
  private mutating func find(
    _ mark: [UInt8], in bytes: ArraySlice<UInt8>, where fits: (Int) -> Bool
  ) -> Int? {
    guard !missing.contains(mark) else { return nil }
    var place = bytes.startIndex
    while let next = bytes[place...].firstIndex(of: mark[0]) {
      if bytes[next...].starts(with: mark), fits(next) { return next }
      place = next + 1
    }
    missing.insert(mark)
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A }

  private static func isWord(_ byte: UInt8) -> Bool {
    byte >= 0x80 || Character(Unicode.Scalar(byte)).isLetter
      || Character(Unicode.Scalar(byte)).isNumber
  }

  // MARK: Links

  private struct Link {
    var text: ArraySlice<UInt8>
    var target: String
    var end: Int
  }

  /// Longer ones are text.
  private static let longestLink = 4000

  /// `[text](target "title")`.
  private func link(_ bytes: ArraySlice<UInt8>) -> Link? {
    let bytes = bytes.prefix(Self.longestLink)
    var open = 0
    var close: Int?
    for place in bytes.indices
    where place == bytes.startIndex || bytes[place - 1] != UInt8(ascii: "\\") {
      if bytes[place] == UInt8(ascii: "[") { open += 1 }
      if bytes[place] == UInt8(ascii: "]") { open -= 1 }
      if open == 0 {
        close = place
        break
      }
    }
    guard let close, bytes[(close + 1)...].first == UInt8(ascii: "(") else { return nil }
    var depth = 0
    let end = bytes[(close + 1)...].firstIndex { byte in
      depth += byte == UInt8(ascii: "(") ? 1 : byte == UInt8(ascii: ")") ? -1 : 0
      return depth == 0
    }
    guard let end else { return nil }
    let inside = Substring(String(decoding: bytes[(close + 2)..<end], as: UTF8.self)).trimmed
    var target = inside.prefix { !$0.isWhitespace }
    if target.hasPrefix("<"), target.hasSuffix(">") { target = target.dropFirst().dropLast() }
    return Link(text: bytes[(bytes.startIndex + 1)..<close], target: String(target), end: end + 1)
  }

  /// `<https://…>`
  private func address(_ bytes: ArraySlice<UInt8>) -> (String, Int)? {
    let inside = bytes.dropFirst().prefix(Self.longestLink).prefix {
      $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "<")
    }
    let target = String(decoding: inside, as: UTF8.self)
    guard bytes[inside.endIndex...].first == UInt8(ascii: ">"), Self.scheme(target) != nil,
      Self.isSafe(target)
    else { return nil }
    return (Self.anchor(target, HTML.escaped(target)), inside.endIndex + 1)
  }

  /// What stands before the `:` of an address; nil for one that is relative.
  private static func scheme(_ target: String) -> String? {
    guard let colon = target.firstIndex(of: ":") else { return nil }
    let name = target[..<colon]
    return name.contains(where: { "/?#".contains($0) }) ? nil : name.lowercased()
  }

  /// Whether following it opens a page or a letter, and runs nothing.
  private static func isSafe(_ target: String) -> Bool {
    guard let scheme = scheme(target) else { return true }
    return ["http", "https", "ftp", "mailto"].contains(scheme)
  }

  private static func anchor(_ target: String, _ text: String) -> String {
    isSafe(target) ? "<a href=\"\(HTML.escaped(target))\">\(text)</a>" : text
  }

  /// A picture that the notebook holds; the page is whole by itself, so another is a link.
  private func picture(_ link: Link) -> String {
    let alternative = String(decoding: link.text, as: UTF8.self)
    let name = "attachment:"
    if link.target.hasPrefix(name),
      let forms = attachments?[String(link.target.dropFirst(name.count))]?.members
    {
      for form in forms where PagePicture.types.contains(form.name) {
        if let picture = PagePicture.html(form.name, form.value.string ?? "", alternative) {
          return picture
        }
      }
    }
    for type in PagePicture.types {
      let start = "data:\(type);base64,"
      guard link.target.hasPrefix(start) else { continue }
      let base64 = Base64.checked(String(link.target.dropFirst(start.count)))
      return base64.map { HTML.picture(type, base64: $0, alternative: alternative) } ?? ""
    }
    return Self.anchor(link.target, HTML.escaped(alternative.isEmpty ? link.target : alternative))
  }
}

/// Pictures of outputs and attachments.
enum PagePicture {
  /// In the order of choice.
  static let types = ["image/svg+xml", "image/png", "image/jpeg", "image/gif", "image/webp"]

  /// Nil where `data` is no picture. SVG is text, the others are base64; as an image nothing in it runs.
  static func html(_ type: String, _ data: String, _ alternative: String) -> String? {
    let base64 = type == "image/svg+xml" ? Base64.text(of: data.utf8) : Base64.checked(data)
    return base64.map { HTML.picture(type, base64: $0, alternative: alternative) }
  }
}
