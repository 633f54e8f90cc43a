/// A table of Markdown: a line of names, one of dashes, and rows.
struct MarkdownTable {
  private let names: [Substring]
  /// Of each column; empty where nothing is said.
  private let sides: [String]

  /// Nil where the two lines begin no table.
  init?(_ head: Substring, _ dashes: Substring) {
    guard head.contains("|"), dashes.contains("-") else { return nil }
    names = Self.cells(head)
    let marks = Self.cells(dashes)
    guard marks.count == names.count else { return nil }
    var sides: [String] = []
    for mark in marks {
      let (left, right) = (mark.hasPrefix(":"), mark.hasSuffix(":"))
      let line = mark.dropFirst(left ? 1 : 0).dropLast(right ? 1 : 0)
      guard !line.isEmpty, line.allSatisfy({ $0 == "-" }) else { return nil }
      sides.append(left && right ? "center" : right ? "right" : left ? "left" : "")
    }
    self.sides = sides
  }

  /// `|` between cells; `\|` is a character of one.
  private static func cells(_ line: Substring) -> [Substring] {
    var cells: [Substring] = []
    var text = line.trimmed
    if text.hasPrefix("|") { text = text.dropFirst() }
    var start = text.startIndex
    var isEscaped = false
    for place in text.indices {
      if text[place] == "|", !isEscaped {
        cells.append(text[start..<place].trimmed)
        start = text.index(after: place)
      }
      isEscaped = text[place] == "\\" && !isEscaped
    }
    if start < text.endIndex { cells.append(text[start...].trimmed) }
    return cells
  }

  /// Rows have as many cells as there are names; `inline` words a cell.
  func text(_ rows: [Substring], _ inline: (Substring) -> String) -> String {
    func row(_ cells: [Substring], _ tag: String) -> String {
      let texts = sides.enumerated().map { place, side in
        let style = side.isEmpty ? "" : " style=\"text-align: \(side)\""
        return "<\(tag)\(style)>\(place < cells.count ? inline(cells[place]) : "")</\(tag)>"
      }
      return "<tr>\(texts.joined())</tr>\n"
    }
    return "<table>\n<thead>\n\(row(names, "th"))</thead>\n<tbody>\n"
      + rows.map { row(Self.cells($0), "td") }.joined() + "</tbody>\n</table>\n"
  }
}
