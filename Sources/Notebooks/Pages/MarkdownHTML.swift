internal import JSON

/// Markdown as HTML: headings, paragraphs, emphasis, code, lists, quotes, links, pictures and tables.
///
/// A small part of CommonMark and of GitHub's tables. What is no part of it, HTML above all, is shown as it is written.
struct MarkdownHTML {
  /// Blocks stand in each other so deep at most; what is deeper is shown as text.
  private static let deepest = 12

  /// Pictures that the text names as `attachment:NAME`.
  let attachments: JSONValue?

  func text(_ source: String) -> String {
    blocks(
      source.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        .map { $0.replacing("\t", with: "    ") }, depth: 0)
  }

  private func blocks(_ lines: [Substring], depth: Int) -> String {
    var result = ""
    var place = 0
    while place < lines.count {
      let line = lines[place]
      if line.allSatisfy(\.isWhitespace) {
        place += 1
      } else if let block = Fence(opening: line) {
        result += code(lines, &place, block)
      } else if line.hasPrefix("    ") {
        let code = Self.taken(lines, &place) { $0.hasPrefix("    ") }
        result +=
          "<pre><code>\(HTML.escaped(code.map { $0.dropFirst(4) }.joined(separator: "\n")))</code></pre>\n"
      } else if let (level, text) = Self.heading(line) {
        result += "<h\(level)>\(inline(text))</h\(level)>\n"
        place += 1
      } else if Self.isRule(line) {
        result += "<hr>\n"
        place += 1
      } else if depth < Self.deepest, line.hasPrefix(">") {
        let quoted = Self.taken(lines, &place) { $0.hasPrefix(">") }
          .map { $0.dropFirst($0.hasPrefix("> ") ? 2 : 1) }
        result += "<blockquote>\n\(blocks(quoted, depth: depth + 1))</blockquote>\n"
      } else if depth < Self.deepest, let mark = ListMark(line) {
        result += list(lines, &place, mark, depth: depth)
      } else if place + 1 < lines.count, let table = MarkdownTable(line, lines[place + 1]) {
        place += 2
        let rows = Self.taken(lines, &place) { $0.contains("|") }
        result += table.text(rows, inline)
      } else {
        result += paragraph(lines, &place, depth: depth)
      }
    }
    return result
  }

  private func inline(_ text: some StringProtocol) -> String {
    MarkdownSpans(attachments: attachments).text(Array(text.utf8)[...])
  }

  /// The lines from `place` on for which `isPart` holds; `place` is then behind them.
  private static func taken(
    _ lines: [Substring], _ place: inout Int, while isPart: (Substring) -> Bool
  ) -> [Substring] {
    let taken = lines[place...].prefix(while: isPart)
    place = taken.endIndex
    return Array(taken)
  }

  // MARK: Kinds

  private static func heading(_ line: Substring) -> (Int, Substring)? {
    let level = line.prefix { $0 == "#" }.count
    guard (1...6).contains(level) else { return nil }
    let text = line.dropFirst(level)
    guard text.isEmpty || text.first == " " else { return nil }
    return (level, text.trimmed)
  }

  private static func isRule(_ line: Substring) -> Bool {
    let marks = line.filter { !$0.isWhitespace }
    guard let first = marks.first, "-*_".contains(first) else { return false }
    return marks.count >= 3 && marks.allSatisfy { $0 == first }
  }

  private func code(_ lines: [Substring], _ place: inout Int, _ fence: Fence) -> String {
    place += 1
    let code = Self.taken(lines, &place) { !fence.isClosed(by: $0) }.joined(separator: "\n")
    place += 1
    let text = fence.language == "setl" ? CodeHTML.text(code) : HTML.escaped(code)
    return "<pre><code>\(text)</code></pre>\n"
  }

  private func paragraph(_ lines: [Substring], _ place: inout Int, depth: Int) -> String {
    let start = place
    let text = Self.taken(lines, &place) { line in
      if line.allSatisfy(\.isWhitespace) { return false }
      return line == lines[start] || !beginsBlock(line, depth: depth) && Self.underline(line) == nil
    }
    let html = inline(text.map { $0.drop { $0 == " " } }.joined(separator: "\n"))
    guard place < lines.count, let level = Self.underline(lines[place]) else {
      return "<p>\(html)</p>\n"
    }
    place += 1
    return "<h\(level)>\(html)</h\(level)>\n"
  }

  /// The level of the heading that a line of `=` or `-` makes of the text above it.
  private static func underline(_ line: Substring) -> Int? {
    let marks = line.trimmed
    guard marks.count >= 2, let first = marks.first, marks.allSatisfy({ $0 == first }) else {
      return nil
    }
    return first == "=" ? 1 : first == "-" ? 2 : nil
  }

  private func beginsBlock(_ line: Substring, depth: Int) -> Bool {
    Fence(opening: line) != nil || Self.heading(line) != nil || Self.isRule(line)
      || depth < Self.deepest && (line.hasPrefix(">") || ListMark(line) != nil)
  }

  private func list(
    _ lines: [Substring], _ place: inout Int, _ mark: ListMark, depth: Int
  ) -> String {
    var items: [[Substring]] = []
    var isLoose = false
    while place < lines.count {
      let line = lines[place]
      if let next = ListMark(line), next.indentation <= mark.indentation + 1 {
        guard next.isOrdered == mark.isOrdered else { break }
        items.append([line.dropFirst(next.width)])
      } else if line.allSatisfy(\.isWhitespace) {
        // It belongs to the list where the list goes on behind it.
        let blanks = lines[place...].prefix { $0.allSatisfy(\.isWhitespace) }
        guard blanks.endIndex < lines.count,
          lines[blanks.endIndex].hasPrefix("  ")
            || ListMark(lines[blanks.endIndex])?.isOrdered == mark.isOrdered
        else { break }
        items[items.count - 1] += blanks
        isLoose = true
        place = blanks.endIndex - 1
      } else if line.hasPrefix("  ") || !beginsBlock(line, depth: depth),
        items.last?.last != "" || line.hasPrefix("  ")
      {
        let indentation = line.prefix { $0 == " " }.count
        items[items.count - 1].append(line.dropFirst(min(indentation, mark.width)))
      } else {
        break
      }
      place += 1
    }
    let name = mark.isOrdered ? "ol" : "ul"
    let start = mark.isOrdered && mark.number != 1 ? " start=\"\(mark.number)\"" : ""
    let texts = items.map { item in
      let text = blocks(item, depth: depth + 1)
      return "<li>\(isLoose ? text : Self.withoutParagraph(text))</li>\n"
    }
    return "<\(name)\(start)>\n\(texts.joined())</\(name)>\n"
  }

  /// The text of a paragraph that an item begins with stands in the item itself.
  private static func withoutParagraph(_ text: String) -> String {
    guard text.hasPrefix("<p>"), let end = text.firstRange(of: "</p>\n") else { return text }
    return String(text.dropFirst(3)[..<end.lowerBound] + text[end.upperBound...])
  }
}

/// The line that begins a block of code.
private struct Fence {
  private let mark: Substring
  let language: String

  init?(opening line: Substring) {
    let line = line.drop { $0 == " " }
    guard let first = line.first, first == "`" || first == "~" else { return nil }
    mark = line.prefix { $0 == first }
    let rest = line.dropFirst(mark.count).trimmed
    guard mark.count >= 3, !rest.contains("`") else { return nil }
    language = String(rest.prefix { !$0.isWhitespace })
  }

  func isClosed(by line: Substring) -> Bool {
    let line = line.trimmed
    return line.hasPrefix(mark) && line.allSatisfy { $0 == mark.first }
  }
}

/// What an item of a list begins with: `- `, `* `, `+ `, `1. ` or `1) `.
private struct ListMark {
  let indentation: Int
  /// Of the mark and what stands before it.
  let width: Int
  let isOrdered: Bool
  let number: Int

  init?(_ line: Substring) {
    indentation = line.prefix { $0 == " " }.count
    let text = line.dropFirst(indentation)
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    isOrdered = !digits.isEmpty
    let mark = text.dropFirst(digits.count)
    guard let first = mark.first, digits.count <= 9, mark.dropFirst().first == " ",
      isOrdered ? ".)".contains(first) : "-*+".contains(first)
    else { return nil }
    number = Int(digits) ?? 0
    width = indentation + digits.count + 2
  }
}
