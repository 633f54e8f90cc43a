extension PanelText {
  /// A mark a cell, or in colour two rows to a character.
  func kinds(_ map: KindMap) -> [String] {
    guard map.rows > 0, map.columns > 0 else { return ["(no cells)"] }
    let left = "\(map.rows - 1)".count
    let perRow = isColoured ? 2 : 1
    let small = map.reduced(rows: innerHeight * perRow, columns: max(width - left - 2, 4))
    let across = !isColoured && small.columns * 2 <= width - left - 2 ? 2 : 1
    let height = (small.rows + perRow - 1) / perRow
    var canvas = TextCanvas(width: left + 2 + small.columns * across, height: height)
    for row in 0..<height {
      if row % 2 == 0 || height < 8 {
        let name = "\(row * perRow * map.rows / small.rows)"
        canvas.put(name, row: row, column: left - name.count)
      }
      for column in 0..<small.columns {
        let upper = small.kinds[row * perRow * small.columns + column]
        let place = left + 1 + column * across
        guard isColoured else {
          if upper >= 0 { canvas.put(String(kindMark(upper)), row: row, column: place) }
          continue
        }
        let next = (row * 2 + 1) * small.columns + column
        let lower = next < small.kinds.count ? small.kinds[next] : -1
        put(upper, lower, row: row, column: place, on: &canvas)
      }
    }
    let last = "\(map.columns - 1)"
    let middle = max((small.columns - 1) * across - last.count, 1)
    let space = String(repeating: " ", count: left + 1)
    return canvas.lines(isColoured: isColoured)
      + [space + "0" + String(repeating: " ", count: middle) + (map.columns > 1 ? last : "")]
      + (panel.xLabel.isEmpty ? [] : [space + fitted(panel.xLabel, width - left)])
  }

  private func put(_ upper: Int, _ lower: Int, row: Int, column: Int, on canvas: inout TextCanvas) {
    if upper >= 0 {
      canvas.put(
        "▀", row: row, column: column, colour: colour(upper),
        background: lower >= 0 ? colour(lower) : nil)
    } else if lower >= 0 {
      canvas.put("▄", row: row, column: column, colour: colour(lower))
    }
  }

  /// What stands for a kind without colours.
  func kindMark(_ kind: Int) -> Character {
    let marks: [Character] = ["·", "×", "+", "○", "◆", "▵"]
    return marks[kind % marks.count]
  }
}
