internal import Characters

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
      let size = displayWidth(of: character)
      if (0..<height).contains(row), column >= 0, column + size <= width {
        cells[row * width + column] = Cell(
          character: character, colour: colour, background: background)
        for covered in 1..<max(size, 1) {
          cells[row * width + column + covered] = Cell(isCovered: true)
        }
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

/// The beginning of a text that fits `width` columns, with … where something is left out, on one line.
func fitted(_ text: String, _ width: Int) -> String {
  let text = shownOnLine(text)
  guard displayWidth(of: text) > width else { return text }
  var result = ""
  var used = 0
  for character in text {
    used += displayWidth(of: character)
    guard used < width else { break }
    result.append(character)
  }
  return width > 0 ? result + "…" : ""
}
