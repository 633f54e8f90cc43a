extension Screen {
  /// What terminals do with lines that no longer fit.
  enum Resizing: CaseIterable {
    /// xterm: cuts them off.
    case cuts
    /// GNOME's terminal, Kitty and others: wraps them anew.
    case rewraps
  }

  mutating func resize(rows newRows: Int, columns newColumns: Int, _ resizing: Resizing) {
    let (newRows, newColumns) = (max(newRows, 1), max(newColumns, 1))
    if resizing == .rewraps, newColumns != columns { rewrap(newColumns) }
    columns = newColumns
    for row in lines.indices { lines[row].cells = fitted(lines[row].cells) }
    if let others = otherLines {
      otherLines = others.map { Line(cells: fitted($0.cells), goesOn: $0.goesOn) }
    }
    // Rows go away below the cursor as far as they are empty, else at the top.
    while lines.count > newRows {
      if lines.count - 1 > cursor.row, Self.text(lines[lines.count - 1]).isEmpty {
        lines.removeLast()
      } else {
        leave(lines.removeFirst())
        cursor.row -= 1
      }
    }
    while lines.count < newRows { lines.append(blankLine) }
    otherLines = otherLines.map { others in
      Array((others + [Line](repeating: blankLine, count: newRows)).prefix(newRows))
    }
    rows = newRows
    region = 0..<rows
    let wrapped = wrapsNext && cursor.column == columns - 1
    move(toRow: cursor.row)
    move(toColumn: cursor.column)
    wrapsNext = wrapped
  }

  private func fitted(_ cells: [Cell]) -> [Cell] {
    Array(cells.prefix(columns))
      + [Cell](repeating: .blank, count: max(columns - cells.count, 0))
  }

  /// Joins what was wrapped and wraps it at `width`; the cursor stays at its character.
  private mutating func rewrap(_ width: Int) {
    var result: [Line] = []
    var place = cursor
    var row = 0
    while row < lines.count {
      var cells: [Cell] = []
      var cursorOffset: Int?
      while true {
        if row == cursor.row { cursorOffset = cells.count + cursor.column }
        cells += lines[row].cells
        row += 1
        guard row < lines.count, lines[row - 1].goesOn else { break }
      }
      while let last = cells.last, last == .blank, cells.count > (cursorOffset ?? 0) {
        cells.removeLast()
      }
      if let offset = cursorOffset {
        place = Place(row: result.count + offset / width, column: offset % width)
        // The cursor stands behind the text: no line is made for it alone unless it needs one.
        if offset == cells.count, offset > 0, offset % width == 0, wrapsNext {
          place = Place(row: result.count + offset / width - 1, column: width - 1)
        }
      }
      var start = 0
      repeat {
        var end = min(start + width, cells.count)
        // A wide character goes to the next line as a whole.
        if end < cells.count, end > start + 1, cells[end].text.isEmpty { end -= 1 }
        result.append(Line(cells: Array(cells[start..<end]), goesOn: end < cells.count))
        start = end
      } while start < cells.count
    }
    while result.count <= place.row { result.append(Line(cells: [])) }
    while result.count > rows, result.count - 1 > place.row, result.last?.cells.isEmpty == true {
      result.removeLast()
    }
    while result.count > rows, place.row > 0 {
      leave(result.removeFirst())
      place.row -= 1
    }
    lines = result
    cursor = place
  }
}
