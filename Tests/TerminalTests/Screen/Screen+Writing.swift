extension Screen {
  /// Writes a character where the cursor is.
  mutating func write(_ scalar: Unicode.Scalar) {
    let width = scalar.columns
    guard width > 0 else { return join(scalar) }
    if wrapsNext || cursor.column + width > columns {
      guard modes.contains(7) || !wrapsNext else {
        cursor.column = max(columns - width, 0)
        wrapsNext = false
        return put(scalar, width)
      }
      lines[cursor.row].goesOn = true
      cursor.column = 0
      wrapsNext = false
      lineFeed()
    }
    put(scalar, width)
  }

  private mutating func put(_ scalar: Unicode.Scalar, _ width: Int) {
    breakWide(at: cursor.column)
    breakWide(at: cursor.column + width - 1)
    lines[cursor.row].cells[cursor.column] = Cell(
      text: String(Character(scalar)), style: style, link: link)
    if width == 2, cursor.column + 1 < columns {
      lines[cursor.row].cells[cursor.column + 1] = Cell(text: "", style: style, link: link)
    }
    if cursor.column + width < columns {
      cursor.column += width
    } else {
      cursor.column = columns - 1
      wrapsNext = true
    }
  }

  /// A wide character that loses a half loses both.
  private mutating func breakWide(at column: Int) {
    guard column < columns else { return }
    if lines[cursor.row].cells[column].text.isEmpty, column > 0 {
      lines[cursor.row].cells[column - 1].text = " "
      lines[cursor.row].cells[column].text = " "
    } else if column + 1 < columns, lines[cursor.row].cells[column + 1].text.isEmpty {
      lines[cursor.row].cells[column + 1].text = " "
    }
  }

  /// Adds a mark to the character before the cursor.
  private mutating func join(_ scalar: Unicode.Scalar) {
    var column = wrapsNext ? cursor.column : cursor.column - 1
    if column > 0, lines[cursor.row].cells[column].text.isEmpty { column -= 1 }
    guard column >= 0 else { return }
    lines[cursor.row].cells[column].text.unicodeScalars.append(scalar)
  }

  mutating func control(_ byte: UInt8) {
    switch byte {
    case 0x07: bells += 1
    case 0x08: move(toColumn: cursor.column - 1)
    case 0x09: move(toColumn: (cursor.column / 8 + 1) * 8)
    case 0x0A, 0x0B, 0x0C: lineFeed()
    case 0x0D: move(toColumn: 0)
    default: break
    }
  }

  mutating func escape(_ text: String) {
    switch text {
    case "7": saved = (cursor, style)
    case "8": restore()
    case "D": lineFeed()
    case "E":
      move(toColumn: 0)
      lineFeed()
    case "M":
      wrapsNext = false
      if cursor.row == region.lowerBound {
        insertLines(1, at: region.lowerBound)
      } else {
        cursor.row = max(cursor.row - 1, 0)
      }
    case "c": self = Screen(rows: rows, columns: columns)
    default: break
    }
  }

  mutating func restore() {
    let (place, style) = saved ?? (Place(row: 0, column: 0), Style())
    move(toRow: place.row)
    move(toColumn: place.column)
    self.style = style
  }

  mutating func move(toColumn column: Int) {
    cursor.column = min(max(column, 0), columns - 1)
    wrapsNext = false
  }

  mutating func move(toRow row: Int) {
    cursor.row = min(max(row, 0), rows - 1)
    wrapsNext = false
  }

  /// One row down; at the end of the region everything in it moves up.
  mutating func lineFeed() {
    wrapsNext = false
    if cursor.row == region.upperBound - 1 {
      scrollUp(1)
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
  }

  mutating func scrollUp(_ count: Int) {
    for _ in 0..<min(count, region.count) {
      if region.lowerBound == 0, otherLines == nil { leave(lines[0]) }
      lines.remove(at: region.lowerBound)
      lines.insert(blankLine, at: region.upperBound - 1)
    }
  }

  /// Keeps the text of a line that leaves at the top.
  mutating func leave(_ line: Line) { scrolledAway.append(Self.text(line)) }

  mutating func insertLines(_ count: Int, at row: Int) {
    for _ in 0..<min(count, region.upperBound - row) {
      lines.remove(at: region.upperBound - 1)
      lines.insert(blankLine, at: row)
    }
  }

  mutating func deleteLines(_ count: Int, at row: Int) {
    for _ in 0..<min(count, region.upperBound - row) {
      lines.remove(at: row)
      lines.insert(blankLine, at: region.upperBound - 1)
    }
  }
}
