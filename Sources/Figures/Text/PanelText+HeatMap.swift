internal import Characters

extension PanelText {
  /// A matrix: its numbers in coloured or shaded cells where they are few, else shades alone, in colour two
  /// rows to a character.
  func heatMap(_ grid: Grid) -> [String] {
    guard grid.rows > 0, grid.columns > 0 else { return ["(no cells)"] }
    let range = grid.colourRange
    let scale = Scale(Extent(range.low, range.high), ticks: 4, isRounded: false)
    return numbered(grid, scale, range.isDiverging) ?? shaded(grid, scale, range.isDiverging)
  }

  private static let shades = ["·", "░", "▒", "▓", "█"]

  private func shade(_ share: Double) -> String {
    share.isFinite ? Self.shades[min(Int(min(max(share, 0), 1) * 5), 4)] : " "
  }

  private func terminal(_ share: Double, _ isDiverging: Bool) -> Int {
    Palette.heat(share, isDiverging: isDiverging).terminalNumber
  }

  /// Each number as text; nil when they do not fit.
  private func numbered(_ grid: Grid, _ scale: Scale, _ isDiverging: Bool) -> [String]? {
    guard grid.rows <= 24, grid.columns <= 16 else { return nil }
    let texts = (0..<grid.rows).map { row in
      (0..<grid.columns).map { grid.label(row, $0) }
    }
    let names = rowNames(grid)
    let left = min(names.map { displayWidth(of: $0) }.max() ?? 0, width / 3)
    let titles = grid.columnNames.isEmpty ? (0..<grid.columns).map(String.init) : grid.columnNames
    let most = max(
      texts.joined().map(\.count).max() ?? 1,
      min(titles.map { displayWidth(of: $0) }.max() ?? 1, 12))
    let cell = most + (isColoured ? 2 : 5)
    guard left + 2 + cell * grid.columns <= width else { return nil }
    var canvas = TextCanvas(width: left + 2 + cell * grid.columns, height: grid.rows + 1)
    for (column, title) in titles.enumerated() {
      let text = fitted(title, most)
      canvas.put(
        text, row: 0, column: left + 1 + (column + 1) * cell - 1 - displayWidth(of: text))
    }
    for row in 0..<grid.rows {
      let name = fitted(names[row], left)
      canvas.put(name, row: row + 1, column: left - displayWidth(of: name))
      for column in 0..<grid.columns {
        let share = scale.share(grid[row, column])
        let start = left + 1 + column * cell
        let space = String(repeating: " ", count: cell - 1 - texts[row][column].count)
        let text = space + texts[row][column] + " "
        if isColoured {
          let ground = Palette.heat(share, isDiverging: isDiverging)
          canvas.put(
            text, row: row + 1, column: start, colour: ground.brightness > 0.5 ? 16 : 231,
            background: ground.terminalNumber)
        } else {
          canvas.put(text, row: row + 1, column: start)
          canvas.put(shade(share) + shade(share), row: row + 1, column: start + 1)
        }
      }
    }
    return canvas.lines(isColoured: isColoured)
      + below(left + 1, isKeyed: false, scale, isDiverging)
  }

  private func shaded(_ grid: Grid, _ scale: Scale, _ isDiverging: Bool) -> [String] {
    let left = min(rowNames(grid).map { displayWidth(of: $0) }.max() ?? 0, width / 3)
    let perRow = isColoured ? 2 : 1
    let small = grid.reduced(
      rows: innerHeight * perRow, columns: max(width - left - 2, 4))
    // Cells are about square: a character is twice as high as wide.
    let across = small.columns * 2 <= width - left - 2 ? (isColoured ? 1 : 2) : 1
    let height = (small.rows + perRow - 1) / perRow
    var canvas = TextCanvas(width: left + 2 + small.columns * across, height: height)
    let names = rowNames(grid)
    for row in 0..<height {
      // The first row of a block names it.
      let first = row * perRow * grid.rows / small.rows
      if row % 2 == 0 || height < 8, first < names.count {
        let name = fitted(names[first], left)
        canvas.put(name, row: row, column: left - displayWidth(of: name))
      }
      for column in 0..<small.columns {
        let upper = scale.share(small[row * perRow, column])
        let place = left + 1 + column * across
        if isColoured {
          let lower = row * 2 + 1 < small.rows ? scale.share(small[row * 2 + 1, column]) : nil
          canvas.put(
            "▀", row: row, column: place, colour: terminal(upper, isDiverging),
            background: lower.map { terminal($0, isDiverging) })
        } else {
          canvas.put(String(repeating: shade(upper), count: across), row: row, column: place)
        }
      }
    }
    var lines = canvas.lines(isColoured: isColoured)
    let last = "\(grid.columns - 1)"
    let middle = small.columns * across - 1 - last.count
    if grid.columnNames.isEmpty {
      lines.append(
        String(repeating: " ", count: left + 1) + "0"
          + String(repeating: " ", count: max(middle, 1))
          + (grid.columns > 1 ? last : ""))
    }
    return lines + below(left + 1, isKeyed: true, scale, isDiverging)
  }

  private func rowNames(_ grid: Grid) -> [String] {
    grid.rowNames.isEmpty ? (0..<grid.rows).map(String.init) : grid.rowNames
  }

  /// The label of the columns, and what the shades stand for.
  private func below(
    _ left: Int, isKeyed: Bool, _ scale: Scale, _ isDiverging: Bool
  ) -> [String] {
    let space = String(repeating: " ", count: left)
    var lines = panel.xLabel.isEmpty ? [] : [space + fitted(panel.xLabel, width - left)]
    guard isKeyed else { return lines }
    let key = (0..<5).map { step in
      let share = Double(step) / 4
      guard isColoured else { return Self.shades[step] + Self.shades[step] }
      return "\u{1B}[38;5;\(terminal(share, isDiverging))m██\u{1B}[0m"
    }
    lines.append(
      space + Number.short(scale.low) + " " + key.joined() + " " + Number.short(scale.high))
    return lines
  }
}
