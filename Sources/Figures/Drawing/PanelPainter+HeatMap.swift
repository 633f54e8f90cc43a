extension PanelPainter {
  /// A coloured cell each, with its number where that fits, and a key of the colours.
  ///
  /// Of a matrix beyond 96 rows or columns a cell is the mean of a block of it.
  mutating func heatMap(_ grid: Grid, _ drawing: inout Drawing) {
    let rowNames = grid.rowNames.isEmpty ? (0..<grid.rows).map(String.init) : grid.rowNames
    let columnNames =
      grid.columnNames.isEmpty ? (0..<grid.columns).map(String.init) : grid.columnNames
    setFrame(left: left(beside: rowNames.map { fitted($0, 28) }), right: 560)
    let small = grid.reduced(rows: 96, columns: 96)
    let range = grid.colourRange
    let scale = Scale(Extent(range.low, range.high), ticks: 5, isRounded: false)
    let cell = (
      width: width / Double(max(small.columns, 1)), height: innerHeight / Double(max(small.rows, 1))
    )
    let size = min(13, cell.height * 0.5)
    // Of many cells those of nearly the same colour share it, as they then share the drawing's text.
    let isFine = small.rows * small.columns <= 400
    var corners: [Colour: [Drawing.Point]] = [:]
    var labels: [Drawing.Text] = []
    for row in 0..<small.rows {
      for column in 0..<small.columns {
        let value = small[row, column]
        let share = scale.share(value)
        let colour = Palette.heat(
          isFine ? share : (share * 64).rounded() / 64, isDiverging: range.isDiverging)
        let (x, y) = (
          frame.left + Double(column) * cell.width, frame.top + Double(row) * cell.height
        )
        corners[colour, default: []].append((x, y))
        let label = value.isFinite ? Number.short(value) : ""
        guard size >= 8, Drawing.length(of: label, size: size) + 4 < cell.width else { continue }
        labels.append(
          Drawing.Text(
            string: label, place: (x + cell.width / 2, y + cell.height / 2 + size * 0.35),
            size: size, anchor: .middle,
            colour: colour.brightness > 0.5 ? Palette.ink : Palette.paper))
      }
    }
    for (colour, places) in corners.sorted(by: { $0.key.hexadecimal < $1.key.hexadecimal }) {
      drawing.add(.cells(places, width: cell.width, height: cell.height, colour))
    }
    for label in labels { drawing.add(.text(label)) }
    guard small.rows > 0, small.columns > 0 else { return }
    rows(rowNames, &drawing)
    let each = width / Double(grid.columns)
    horizontal(
      Self.sparse(columnNames.indices, most: max(2, Int(width / 40)))
        .map { (frame.left + (Double($0) + 0.5) * each, fitted(columnNames[$0], 16)) }, &drawing)
    key(scale, range.isDiverging, &drawing)
  }

  /// The rows' names at the left, as many as there is room for.
  func rows(_ names: [String], _ drawing: inout Drawing) {
    let each = innerHeight / Double(names.count)
    for row in Self.sparse(names.indices, most: max(2, Int(innerHeight / 18))) {
      drawing.text(
        fitted(names[row], 28), frame.left - 8, frame.top + (Double(row) + 0.5) * each + 4, .end)
    }
  }

  /// At most so many of them, a round number apart.
  static func sparse(_ places: Range<Int>, most: Int) -> [Int] {
    var step = 1
    for factor in [2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 10_000, 100_000, 1_000_000]
    where places.count / step > most {
      step = factor
    }
    return Array(stride(from: 0, to: places.count, by: step))
  }

  /// What the colours stand for, at the right.
  private func key(_ scale: Scale, _ isDiverging: Bool, _ drawing: inout Drawing) {
    let steps = 64
    let each = innerHeight / Double(steps)
    for step in 0..<steps {
      let share = (Double(step) + 0.5) / Double(steps)
      drawing.add(
        .rectangle(
          x: 572, y: frame.bottom - Double(step + 1) * each, width: 12, height: each,
          Palette.heat(share, isDiverging: isDiverging), isCrisp: true))
    }
    for tick in scale.ticks {
      drawing.text(tick.label, 589, y(scale, tick.value) + 4, size: 11)
    }
  }
}
