internal import Characters

/// The last rows of a terminal, where passing lines are drawn over and over.
///
/// Between drawings the cursor stands at the start of the first row, on a blank: wherever the terminal
/// moves what it shows, and however it wraps it anew in another width, the first row is where the cursor
/// is, and all that is old lies behind it. Everything gives a text to be written at once; a terminal that
/// knows synchronized updates (`CSI ? 2026`) then never shows a half of it.
struct LiveArea {
  /// What stands there; empty when nothing does.
  private var lines: [String] = []
  private var size = (rows: 0, columns: 0)

  var isEmpty: Bool { lines.isEmpty }

  /// Replaces what stands there by `newLines`, which must be fewer than the screen has rows. Where the
  /// area keeps its size, only the lines are written that differ.
  mutating func draw(_ newLines: [String], rows: Int, columns: Int) -> String {
    let fitting = newLines.map { (" " + shownOnLine(drawn($0))).begun(width: max(columns - 1, 1)) }
    let stays = fitting.count == lines.count && size == (rows, columns)
    if stays && fitting == lines { return "" }
    var text = stays ? "" : "\u{1B}[J"
    for (row, line) in fitting.enumerated() {
      if row > 0 { text += "\r\n" }
      if !stays || line != lines[row] { text += line + "\u{1B}[K" }
    }
    lines = fitting
    size = (rows, columns)
    if lines.count > 1 { text += "\u{1B}[\(lines.count - 1)A" }
    return Self.atOnce(text + "\r")
  }

  private func drawn(_ line: String) -> String { Letters.areASCII ? inASCII(line) : line }

  /// Writes whole lines of text above the area, which moves down; in a new size it is gone instead, until
  /// it is drawn again.
  mutating func insert(_ text: String, rows: Int, columns: Int) -> String {
    guard !isEmpty else { return text }
    guard size == (rows, columns) else { return clear() + text }
    let below = lines.joined(separator: "\r\n")
    let up = lines.count > 1 ? "\u{1B}[\(lines.count - 1)A" : ""
    return Self.atOnce("\u{1B}[J" + text + below + up + "\r")
  }

  /// Shows a line in place of the last one, until the area is drawn again.
  mutating func note(_ text: String, rows: Int, columns: Int) -> String {
    draw(lines.dropLast().map { String($0.dropFirst()) } + [text], rows: rows, columns: columns)
  }

  /// Removes all.
  mutating func clear() -> String {
    guard !isEmpty else { return "" }
    lines = []
    return "\r\u{1B}[J"
  }

  /// The area is gone without our doing; what is drawn next is drawn where the cursor then is.
  mutating func forget() { lines = [] }

  /// Nothing is shown before all is there, and the cursor is not seen on its way.
  private static func atOnce(_ text: String) -> String {
    "\u{1B}[?2026h\u{1B}[?25l\(text)\u{1B}[?25h\u{1B}[?2026l"
  }
}

extension String {
  /// As many of its first characters as `width` columns hold.
  fileprivate func begun(width: Int) -> String {
    var left = width
    return String(
      prefix { character in
        left -= displayWidth(of: character)
        return left >= 0
      })
  }
}
