/// Characters on a grid, each with a colour as terminals number them.
struct TextCanvas {
  private struct Cell {
    var character: Character = " "
    var colour: Int?
    var background: Int?
    /// Taken by the wide character before it.
    var isCovered = false
  }

  let width: Int
  let height: Int
  private var cells: [Cell]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [Cell](repeating: Cell(), count: width * height)
  }

  /// Writes a line of text; what does not fit is left out.
  mutating func put(
    _ text: String, row: Int, column: Int, colour: Int? = nil, background: Int? = nil
  ) {
    var column = column
    for character in text {
      let size = columns(of: character)
      if (0..<height).contains(row), column >= 0, column + size <= width {
        cells[row * width + column] = Cell(
          character: character, colour: colour, background: background)
        if size == 2 { cells[row * width + column + 1] = Cell(isCovered: true) }
      }
      column += size
    }
  }

  func isEmpty(row: Int, column: Int) -> Bool {
    guard (0..<height).contains(row), (0..<width).contains(column) else { return true }
    return cells[row * width + column].character == " "
  }

  /// The rows, without spaces at their ends.
  func lines(isColoured: Bool) -> [String] {
    (0..<height).map { row in
      var line = ""
      var now: (colour: Int?, background: Int?) = (nil, nil)
      let cells = cells[row * width..<(row + 1) * width]
      let end = cells.lastIndex { $0.character != " " || ($0.background != nil && isColoured) }
      for cell in cells[..<(end.map { $0 + 1 } ?? cells.startIndex)] where !cell.isCovered {
        if isColoured, now != (cell.colour, cell.background) {
          line += "\u{1B}[0"
          if let colour = cell.colour { line += ";38;5;\(colour)" }
          if let background = cell.background { line += ";48;5;\(background)" }
          line += "m"
          now = (cell.colour, cell.background)
        }
        line.append(cell.character)
      }
      return now == (nil, nil) ? line : line + "\u{1B}[0m"
    }
  }
}

/// How many columns a terminal gives a text: letters of East Asia and pictures take two.
func columns(of text: String) -> Int { text.reduce(0) { $0 + columns(of: $1) } }

private func columns(of character: Character) -> Int {
  switch character.unicodeScalars.first?.value ?? 0 {
  case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
    0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
    2
  default: 1
  }
}

/// The beginning of a text that fits `width` columns, with … where something is left out. Line breaks and
/// what else steers a terminal are spaces.
func fitted(_ text: String, _ width: Int) -> String {
  let text = text.map { ($0.unicodeScalars.first?.value ?? 0) < 32 || $0 == "\u{7F}" ? " " : $0 }
  guard columns(of: String(text)) > width else { return String(text) }
  var result = ""
  for character in text {
    guard columns(of: result) + columns(of: character) < width else { break }
    result.append(character)
  }
  return width > 0 ? result + "…" : ""
}
