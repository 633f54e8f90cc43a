/// What a terminal shows: a model of xterm that is fed with the bytes of a program.
///
/// Beyond the characters it keeps what a test may want to ask: styles and links of each place, the modes
/// that are on, the lines that have scrolled away, the strings and questions that were sent.
struct Screen {
  struct Cell: Equatable {
    /// A character with the marks that join it; empty in the right half of a wide one.
    var text = " "
    var style = Style()
    /// Where a click leads (OSC 8).
    var link: String?

    static let blank = Cell()
  }

  struct Line: Equatable {
    var cells: [Cell]
    /// The next line is the rest of this one.
    var goesOn = false
  }

  struct Place: Equatable {
    var row: Int
    var column: Int
  }

  var rows: Int
  var columns: Int
  var lines: [Line]
  var cursor = Place(row: 0, column: 0)
  /// A character was written in the last column: the next one wraps before it is written.
  var wrapsNext = false
  var style = Style()
  var link: String?
  /// Private modes (`CSI ? n h`) that are on: 25 the cursor is seen, 2004 bracketed paste, 1049 the
  /// other screen.
  var modes: Set<Int> = [7, 25]
  /// Every private mode that was ever set or reset.
  var usedModes: Set<Int> = []
  /// The texts of lines that have left at the top, the oldest first.
  var scrolledAway: [String] = []
  var title = ""
  var bells = 0
  /// Device and application strings in their order, such as Kitty's pictures.
  var strings: [ControlString] = []
  /// What the program asked the terminal, without the escape at the start: `[6n`, `[c`, `]11;?`.
  var questions: [String] = []
  /// The rows that scroll, from the first to behind the last.
  var region: Range<Int>

  var saved: (place: Place, style: Style)?
  /// The lines of the screen that is not shown.
  var otherLines: [Line]?
  var parser = ControlParser()

  init(rows: Int, columns: Int) {
    self.rows = max(rows, 1)
    self.columns = max(columns, 1)
    lines = []
    region = 0..<self.rows
    lines = [Line](repeating: blankLine, count: self.rows)
  }

  var blankLine: Line { Line(cells: [Cell](repeating: .blank, count: columns)) }

  mutating func feed(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      guard let command = parser.take(byte) else { continue }
      switch command {
      case .character(let scalar): write(scalar)
      case .control(let byte): control(byte)
      case .escape(let text): escape(text)
      case .sequence(let sequence): carryOut(sequence)
      case .string(let string): keep(string)
      }
    }
  }

  mutating func feed(_ text: String) { feed(text.utf8) }

  // MARK: Asking

  /// The characters of a row, without blanks at its end.
  func text(_ row: Int) -> String {
    guard lines.indices.contains(row) else { return "" }
    return Self.text(lines[row])
  }

  static func text(_ line: Line) -> String {
    var end = line.cells.count
    while end > 0, line.cells[end - 1].text == " " { end -= 1 }
    return line.cells[..<end].map(\.text).joined()
  }

  /// All rows, without empty ones at the end.
  var texts: [String] {
    var texts = lines.indices.map { text($0) }
    while texts.last == "" { texts.removeLast() }
    return texts
  }

  /// All lines as they were written, also those that have scrolled away; what was wrapped is whole.
  var wholeText: String {
    var text = scrolledAway.map { $0 + "\n" }.joined()
    for line in lines { text += Self.text(line) + (line.goesOn ? "" : "\n") }
    return text
  }

  /// Whether `text` stands on the screen, be it wrapped.
  func contains(_ text: String) -> Bool {
    var shown = ""
    for line in lines { shown += Self.text(line) + (line.goesOn ? "" : "\n") }
    return shown.contains(text)
  }

  /// The cells of the first place within a row that reads `text`; none when there is none.
  func cells(of text: String) -> [Cell] {
    for line in lines {
      for start in line.cells.indices {
        var read = ""
        var end = start
        while end < line.cells.count, read.count < text.count {
          read += line.cells[end].text
          end += 1
        }
        if read == text { return Array(line.cells[start..<end]) }
      }
    }
    return []
  }

  /// The style of `text`, when it has one and one alone.
  func style(of text: String) -> Style? {
    let styles = Set(cells(of: text).map(\.style))
    return styles.count == 1 ? styles.first : nil
  }

  var showsCursor: Bool { modes.contains(25) }

  /// The screen in a frame; the cursor's place is marked on it.
  var picture: String {
    var picture = "┌" + String(repeating: "─", count: columns) + "┐\n"
    for (row, line) in lines.enumerated() {
      var cells = line.cells.map(\.text)
      if row == cursor.row, showsCursor, cells[cursor.column] == " " { cells[cursor.column] = "▏" }
      picture += "│" + cells.joined() + (line.goesOn ? "↩\n" : "│\n")
    }
    return picture + "└" + String(repeating: "─", count: columns)
      + "┘ cursor \(cursor.row),\(cursor.column) modes \(modes.sorted())"
  }
}
