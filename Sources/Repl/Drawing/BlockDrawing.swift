/// Draws layouts over each other: what is written is what differs.
///
/// All moves are relative to the rows drawn last, since nobody knows where on the screen the prompt
/// stands. Each step is one text, so that nothing is seen half done. A row that goes on in the next is
/// written up to it without a line break: so the terminal knows them for one line, and wraps it in a window
/// of another width as the layout does.
struct BlockDrawing {
  private(set) var drawn: BlockLayout?
  /// Where the terminal's cursor stands, in rows of `drawn`.
  private var row = 0

  /// The sequence that turns what is on the screen into `layout`.
  mutating func draw(_ layout: BlockLayout) -> String {
    guard layout != drawn else { return "" }
    let old = drawn ?? layout
    let count = drawn?.rows.count ?? 0
    let shared = min(count, layout.rows.count)
    // From where lines are broken in other places.
    let anew = layout.lineStart(
      (0..<shared).first { old.goesOn[$0] != layout.goesOn[$0] } ?? shared)
    var output = ""
    for index in 0..<anew where old.rows[index] != layout.rows[index] {
      output += move(to: index) + "\r" + layout.text(of: index)
    }
    if anew < layout.rows.count {
      output += anew < count || anew == 0 ? move(to: anew) + "\r" : newRow(after: anew - 1)
      output += (anew < count ? Self.clear : "") + lines(of: layout, from: anew)
    } else if count > layout.rows.count {
      output += move(to: layout.rows.count) + "\r\u{1B}[J"
    }
    output += move(to: layout.cursorRow) + "\r"
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    drawn = layout
    return "\u{1B}[?25l" + output + "\u{1B}[?25h"
  }

  /// The rows from one on, which the cursor is in, and none of which is on the screen.
  private mutating func lines(of layout: BlockLayout, from first: Int) -> String {
    var output = ""
    for index in first..<layout.rows.count {
      let continues = index > first && layout.goesOn[index - 1]
      if index > first, !continues { output += "\r\n" }
      // A line that ends with the window goes on when something is written behind it.
      output += continues && layout.rows[index].isEmpty ? " \r" : layout.text(of: index)
    }
    row = layout.rows.count - 1
    return output
  }

  private mutating func move(to target: Int) -> String {
    defer { row = target }
    if target < row { return "\u{1B}[\(row - target)A" }
    return target > row ? "\u{1B}[\(target - row)B" : ""
  }

  private mutating func newRow(after last: Int) -> String {
    let output = move(to: last) + "\r\n"
    row = last + 1
    return output
  }

  /// Removes the block from the screen; the cursor stands where it began.
  mutating func erase() -> String {
    defer { self = BlockDrawing() }
    return drawn == nil ? "" : move(to: 0) + Self.clear
  }

  /// The same where the cursor is known to stand `rows` below the first row on the screen.
  mutating func erase(_ rows: Int) -> String {
    self = BlockDrawing()
    return (rows > 0 ? "\u{1B}[\(rows)A" : "") + Self.clear
  }

  /// Clears from the row of the cursor on. Not from its first column: at the top of the screen tmux would
  /// keep what goes as a page that was scrolled away.
  private static let clear = "\r\u{1B}[2K \u{1B}[J\r"

  /// Leaves the block as it is; the cursor stands at the beginning of the row after it.
  mutating func finish() -> String {
    defer { self = BlockDrawing() }
    guard let drawn else { return "" }
    return move(to: drawn.rows.count - 1) + "\r\n"
  }
}
