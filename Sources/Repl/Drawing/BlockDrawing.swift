/// Draws layouts over each other: what is written is what differs.
///
/// All moves are relative to the rows drawn last, since nobody knows where on the screen the prompt
/// stands. Each step is one text, so that nothing is seen half done.
struct BlockDrawing {
  private var drawn: BlockLayout?
  /// Where the terminal's cursor stands, in rows of `drawn`.
  private var row = 0

  /// The sequence that turns what is on the screen into `layout`.
  mutating func draw(_ layout: BlockLayout) -> String {
    guard layout != drawn else { return "" }
    let old = drawn?.rows ?? []
    var output = ""
    for (index, text) in layout.rows.enumerated() {
      if index < old.count, old[index] == text { continue }
      output += index < old.count || index == 0 ? move(to: index) : newRow(after: index - 1)
      output += "\r" + text + (layout.isFull(index) ? "" : "\u{1B}[K")
    }
    if old.count > layout.rows.count {
      output += move(to: layout.rows.count) + "\r\u{1B}[J"
    }
    output += move(to: layout.cursorRow) + "\r"
    if layout.cursorColumn > 0 { output += "\u{1B}[\(layout.cursorColumn)C" }
    drawn = layout
    return "\u{1B}[?25l" + output + "\u{1B}[?25h"
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
    return drawn == nil ? "" : move(to: 0) + "\r\u{1B}[J"
  }

  /// The same after the window has become `columns` wide and the terminal has wrapped the rows anew.
  mutating func erase(wrappedTo columns: Int) -> String {
    guard let drawn else { return "" }
    self = BlockDrawing()
    let above = drawn.rowsToCursor(wrappedTo: columns)
    return (above > 0 ? "\u{1B}[\(above)A" : "") + "\r\u{1B}[J"
  }

  /// Leaves the block as it is; the cursor stands at the beginning of the row after it.
  mutating func finish() -> String {
    defer { self = BlockDrawing() }
    guard let drawn else { return "" }
    return move(to: drawn.rows.count - 1) + "\r\n"
  }
}
