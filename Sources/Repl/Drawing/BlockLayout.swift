internal import Sessions
internal import Syntax

/// A cell as rows of the screen: prompts, wrapped lines in colour, the rest of a suggestion, and what
/// stands below it.
///
/// A row is a string with its colours, and no wider than the window; where the cursor stands is counted
/// in rows and columns. Nothing here writes: two layouts are compared, and what differs is drawn.
struct BlockLayout: Equatable {
  private(set) var rows: [String] = []
  private(set) var cursorRow = 0
  private(set) var cursorColumn = 0
  /// Rows that are full to the last column: what follows them must not erase it.
  private(set) var widths: [Int] = []

  /// What a layout is made of.
  struct Content {
    var prompt: Prompt
    var buffer: EditBuffer
    /// The style of each byte of the text.
    var styles: [Theme.Style] = []
    /// Shown faintly after the text.
    var ghost = ""
    /// Rows below the text, already in colour, with their widths.
    var below: [(text: String, width: Int)] = []
  }

  private let columns: Int
  private let theme: Theme
  private var row = ""
  private var column = 0
  private var style = Theme.Style.plain

  init(_ content: Content, columns: Int, theme: Theme) {
    self.columns = max(columns, 4)
    self.theme = theme
    let continuation = content.prompt.next + " "
    startLine(content.prompt.first + " ")
    var byte = 0
    for (index, character) in content.buffer.text.enumerated() {
      if index == content.buffer.cursor { markCursor() }
      if character == "\n" {
        endRow()
        startLine(continuation)
      } else {
        put(character, byte < content.styles.count ? content.styles[byte] : .plain)
      }
      byte += character.utf8.count
    }
    if content.buffer.isAtEnd { markCursor() }
    for character in content.ghost {
      if character == "\n" {
        endRow()
        startLine(continuation)
      } else {
        put(character, .ghost)
      }
    }
    endRow()
    for line in content.below {
      rows.append(line.text)
      widths.append(line.width)
    }
  }

  private mutating func startLine(_ prompt: String) {
    for character in prompt { put(character, .prompt) }
  }

  private mutating func markCursor() {
    if column == columns { endRow() }
    cursorRow = rows.count
    cursorColumn = column
  }

  private mutating func put(_ character: Character, _ newStyle: Theme.Style) {
    let width = displayWidth(of: character)
    if column + width > columns { endRow() }
    if newStyle != style {
      if style != .plain { row += "\u{1B}[0m" }
      row += theme.begin(newStyle)
      style = newStyle
    }
    row.append(character)
    column += width
  }

  private mutating func endRow() {
    if style != .plain { row += "\u{1B}[0m" }
    rows.append(row)
    widths.append(column)
    (row, column, style) = ("", 0, .plain)
  }

  /// The rows that fit into `height`, so that the cursor is among them.
  func window(height: Int) -> BlockLayout {
    guard rows.count > height, height > 0 else { return self }
    let top = min(max(0, cursorRow - height + 1), rows.count - height)
    var part = self
    part.rows = Array(rows[top..<top + height])
    part.widths = Array(widths[top..<top + height])
    part.cursorRow = cursorRow - top
    return part
  }

  static func == (a: BlockLayout, b: BlockLayout) -> Bool {
    a.rows == b.rows && a.cursorRow == b.cursorRow && a.cursorColumn == b.cursorColumn
  }

  /// In how many rows of a window `columns` wide the rows up to the cursor's stand, where a terminal wraps
  /// them anew.
  func rowsToCursor(wrappedTo columns: Int) -> Int {
    let columns = max(columns, 1)
    let above = widths.prefix(cursorRow).reduce(0) { $0 + max(1, ($1 + columns - 1) / columns) }
    return above + cursorColumn / columns
  }

  /// Whether a row reaches the last column.
  func isFull(_ row: Int) -> Bool { widths[row] >= columns }
}
