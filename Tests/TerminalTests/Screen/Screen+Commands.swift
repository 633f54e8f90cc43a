extension Screen {
  /// Carries out what came between `CSI` and its last byte.
  mutating func carryOut(_ sequence: ControlParser.Sequence) {
    if let mark = sequence.mark { return carryOut(sequence, marked: mark) }
    let count = sequence.count()
    switch sequence.last {
    case "A": move(toRow: max(cursor.row - count, cursor.row < top ? 0 : top))
    case "B", "e": move(toRow: min(cursor.row + count, cursor.row >= bottom ? rows : bottom - 1))
    case "C", "a": move(toColumn: cursor.column + count)
    case "D": move(toColumn: cursor.column - count)
    case "E":
      move(toRow: cursor.row + count)
      move(toColumn: 0)
    case "F":
      move(toRow: cursor.row - count)
      move(toColumn: 0)
    case "G", "`": move(toColumn: count - 1)
    case "d": move(toRow: count - 1)
    case "H", "f":
      move(toRow: count - 1)
      move(toColumn: sequence.count(1) - 1)
    case "J": erase(screen: sequence.count(else: 0))
    case "K": erase(line: sequence.count(else: 0))
    case "X": clear(cursor.row, cursor.column..<min(cursor.column + count, columns))
    case "L": if region.contains(cursor.row) { insertLines(count, at: cursor.row) }
    case "M": if region.contains(cursor.row) { deleteLines(count, at: cursor.row) }
    case "@": shift(by: min(count, columns - cursor.column))
    case "P": shift(by: -min(count, columns - cursor.column))
    case "S": scrollUp(count)
    case "T": insertLines(count, at: region.lowerBound)
    case "m": style.apply(sequence.numbers)
    case "r": setRegion(sequence)
    case "s": saved = (cursor, style)
    case "u": restore()
    case "c", "n": ask("[", sequence)
    default: break
    }
  }

  private var top: Int { region.lowerBound }
  private var bottom: Int { region.upperBound }

  private mutating func carryOut(_ sequence: ControlParser.Sequence, marked mark: Character) {
    switch (mark, sequence.last) {
    case ("?", "h"): for number in sequence.numbers { set(mode: number, true) }
    case ("?", "l"): for number in sequence.numbers { set(mode: number, false) }
    case (_, "c"), (_, "n"), (_, "u"), (_, "p"), (_, "q"): ask("[\(mark)", sequence)
    default: break
    }
  }

  private mutating func ask(_ start: String, _ sequence: ControlParser.Sequence) {
    let numbers = sequence.numbers.map(String.init).joined(separator: ";")
    questions.append(start + numbers + sequence.between + String(sequence.last))
  }

  private mutating func set(mode: Int, _ isOn: Bool) {
    usedModes.insert(mode)
    guard isOn != modes.contains(mode) else { return }
    if isOn { modes.insert(mode) } else { modes.remove(mode) }
    guard mode == 1049 || mode == 1047 || mode == 47 else { return }
    if isOn {
      saved = (cursor, style)
      otherLines = lines
      lines = [Line](repeating: blankLine, count: rows)
    } else {
      lines = otherLines ?? lines
      otherLines = nil
      restore()
    }
  }

  private mutating func setRegion(_ sequence: ControlParser.Sequence) {
    let first = min(sequence.count() - 1, rows - 1)
    let end = min(sequence.count(1, else: rows), rows)
    guard first + 1 < end else { return }
    region = first..<end
    move(toRow: 0)
    move(toColumn: 0)
  }

  private mutating func erase(screen part: Int) {
    switch part {
    case 0:
      erase(line: 0)
      for row in cursor.row + 1..<max(rows, cursor.row + 1) { clear(row, 0..<columns) }
    case 1:
      for row in 0..<cursor.row { clear(row, 0..<columns) }
      erase(line: 1)
    case 2: for row in 0..<rows { clear(row, 0..<columns) }
    case 3: scrolledAway = []
    default: break
    }
  }

  private mutating func erase(line part: Int) {
    switch part {
    case 0: clear(cursor.row, cursor.column..<columns)
    case 1: clear(cursor.row, 0..<cursor.column + 1)
    case 2: clear(cursor.row, 0..<columns)
    default: break
    }
  }

  /// Makes places blank, with the background of the style as xterm does.
  private mutating func clear(_ row: Int, _ range: Range<Int>) {
    var blank = Cell.blank
    blank.style.background = style.background
    for column in range { lines[row].cells[column] = blank }
    if range.upperBound == columns { lines[row].goesOn = false }
    wrapsNext = false
  }

  /// Moves the rest of the line to the right, or to the left.
  private mutating func shift(by count: Int) {
    wrapsNext = false
    let blanks = [Cell](repeating: .blank, count: abs(count))
    if count > 0 {
      lines[cursor.row].cells.insert(contentsOf: blanks, at: cursor.column)
      lines[cursor.row].cells.removeLast(count)
    } else {
      lines[cursor.row].cells.removeSubrange(cursor.column..<cursor.column - count)
      lines[cursor.row].cells += blanks
    }
  }

  /// Titles and links act; questions and the rest are kept.
  mutating func keep(_ string: ControlString) {
    guard string.kind == .system else {
      strings.append(string)
      return
    }
    let parts = string.text.split(separator: ";", maxSplits: 2, omittingEmptySubsequences: false)
    switch parts.first {
    case "0", "2": title = parts.dropFirst().joined(separator: ";")
    case "8" where parts.count == 3: link = parts[2].isEmpty ? nil : String(parts[2])
    default:
      if parts.last == "?" { questions.append("]" + string.text) } else { strings.append(string) }
    }
  }
}
