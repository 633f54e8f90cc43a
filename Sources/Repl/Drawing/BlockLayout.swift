internal import Characters
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
  /// Columns that are taken: what follows a row that is full to the last must not erase it.
  private(set) var widths: [Int] = []
  /// Whether a row ends only because the window does, so that the next goes on with the same line.
  private(set) var goesOn: [Bool] = []

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
  /// The row has characters of several code points. Terminals do not agree on their widths, so it is not
  /// left to them where the row ends.
  private var hasSequences = false

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
      goesOn.append(false)
    }
  }

  private mutating func startLine(_ prompt: String) {
    for character in prompt { put(character, .prompt) }
  }

  private mutating func markCursor() {
    if column == columns { endRow(goesOn: true) }
    cursorRow = rows.count
    cursorColumn = column
  }

  private mutating func put(_ character: Character, _ newStyle: Theme.Style) {
    // Nearly all that is typed is plain.
    let isPlain = character.asciiValue.map { (0x20..<0x7F).contains($0) } ?? false
    // A cell from a file may hold what nobody types.
    guard isPlain || !character.unicodeScalars.contains(where: { $0.steersTerminal }) else {
      for shown in shown(String(character)) { put(shown, newStyle) }
      return
    }
    let width = isPlain ? 1 : displayWidth(of: character)
    if column + width > columns { endRow(goesOn: true) }
    if newStyle != style {
      if style != .plain { row += "\u{1B}[0m" }
      row += theme.begin(newStyle)
      style = newStyle
    }
    row.append(character)
    column += width
    hasSequences = hasSequences || !isPlain && character.unicodeScalars.count > 1
  }

  private mutating func endRow(goesOn: Bool = false) {
    if style != .plain { row += "\u{1B}[0m" }
    rows.append(row)
    widths.append(column)
    self.goesOn.append(goesOn && !hasSequences)
    hasSequences = false
    (row, column, style) = ("", 0, .plain)
  }

  /// The rows that fit into `height`, so that the cursor is among them; those before `first` only where it
  /// is in them.
  func window(height: Int, from first: Int) -> BlockLayout {
    let first = min(first, cursorRow)
    guard height > 0, first > 0 || rows.count > height else { return self }
    let top = min(max(first, cursorRow - height + 1), max(rows.count - height, first))
    let end = min(top + height, rows.count)
    var part = self
    part.rows = Array(rows[top..<end])
    part.widths = Array(widths[top..<end])
    part.goesOn = Array(goesOn[top..<end])
    part.cursorRow = cursorRow - top
    return part
  }

  static func == (a: BlockLayout, b: BlockLayout) -> Bool {
    a.rows == b.rows && a.cursorRow == b.cursorRow && a.cursorColumn == b.cursorColumn
  }

  /// A row as it is written: what stood behind it goes, unless it reaches the last column.
  func text(of row: Int) -> String { rows[row] + (widths[row] >= columns ? "" : "\u{1B}[K") }

  /// The first row of the line that a row belongs to.
  func lineStart(_ row: Int) -> Int {
    var start = row
    while start > 0, goesOn[start - 1] { start -= 1 }
    return start
  }
}
