internal import Characters

/// Axes in characters around a place of `width` by `height` of them.
struct TextFrame {
  let left: Int
  let width: Int
  let height: Int
  let y: Scale
  private(set) var canvas: TextCanvas

  /// The axes take `width` columns with their labels, and two rows more than `height`.
  init(width: Int, height: Int, y: Scale) {
    let labels = y.ticks.map { displayWidth(of: $0.label) }.max() ?? 0
    left = min(labels + 2, max(width - 4, 2))
    self.width = max(width - left - 1, 4)
    self.height = height
    self.y = y
    canvas = TextCanvas(width: left + self.width + 1, height: height + 2)
    drawVertical()
  }

  private mutating func drawVertical() {
    for row in 0..<height { put("│", row, -1) }
    for place in stride(from: 0, to: y.ticks.count, by: labelStep) {
      let tick = y.ticks[place]
      let row = min(max(height - 1 - Int(y.share(tick.value) * Double(height)), 0), height - 1)
      put("┤", row, -1)
      canvas.put(tick.label, row: row, column: left - 2 - displayWidth(of: tick.label))
    }
    put("└" + String(repeating: "─", count: width), height, -1)
  }

  /// Every which tick has room for its label, a row being free between two; one that names both ends if
  /// there is such.
  private var labelStep: Int {
    let gaps = y.ticks.count - 1
    guard gaps > 0, height > 1 else { return 1 }
    let least = (2 * gaps + height - 2) / (height - 1)
    return (least...max(least * 2, least + 1)).first { gaps % $0 == 0 } ?? least
  }

  /// Names places of the lower axis: shares of the width, and what stands there.
  mutating func name(_ ticks: [(share: Double, label: String)]) {
    var free = 0
    for tick in ticks where (-0.001...1.001).contains(tick.share) {
      let column = min(Int(tick.share * Double(width)), width - 1)
      let size = displayWidth(of: tick.label)
      let start = min(max(left + column - size / 2, 0), max(left + width + 1 - size, 0))
      guard start >= free else { continue }
      put("┬", height, column)
      canvas.put(tick.label, row: height + 1, column: start)
      free = start + size + 1
    }
  }

  /// Writes inside the axes; column −1 is the axis.
  mutating func put(
    _ text: String, _ row: Int, _ column: Int, colour: Int? = nil, background: Int? = nil
  ) {
    canvas.put(text, row: row, column: left + column, colour: colour, background: background)
  }

  func isEmpty(_ row: Int, _ column: Int) -> Bool {
    canvas.isEmpty(row: row, column: left + column)
  }

  /// The rows, with the label of the lower axis in the middle below them.
  func lines(isColoured: Bool, label: String) -> [String] {
    var lines = canvas.lines(isColoured: isColoured)
    if !label.isEmpty {
      let text = fitted(label, width)
      let before = left + (width - displayWidth(of: text)) / 2
      lines.append(String(repeating: " ", count: before) + text)
    }
    return lines
  }
}
