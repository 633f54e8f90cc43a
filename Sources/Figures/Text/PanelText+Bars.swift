internal import Characters

extension PanelText {
  /// Lying bars, a line each, with their numbers behind them.
  func bars(_ categories: [String], _ series: [Bars]) -> [String] {
    guard !categories.isEmpty else { return ["(no bars)"] }
    let values = series.flatMap(\.values).filter(\.isFinite)
    let extent = Extent(min(values.min() ?? 0, 0), max(values.max() ?? 0, 0))
    let numbers = values.map { Number.short($0).count }.max() ?? 1
    let names = min(categories.map { displayWidth(of: fitted($0, 1000)) }.max() ?? 0, width / 3)
    let inner = max(width - names - numbers - 4, 4)
    let span = extent.high / 2 - extent.low / 2
    let zero = span > 0 ? -extent.low / 2 / span : 0
    var lines: [String] = []
    // A list that is longer than any screen is not read to its end.
    let shown = min(categories.count, 200)
    for (place, category) in categories.prefix(shown).enumerated() {
      let name = fitted(category, names)
      for (number, bars) in series.enumerated() {
        let value = place < bars.values.count ? bars.values[place] : .nan
        var line = String(repeating: " ", count: names - (number == 0 ? displayWidth(of: name) : 0))
        line = (number == 0 ? line + name : line) + " ┤"
        let share = value.isFinite && span > 0 ? value / 2 / span : 0
        line += bar(from: zero, share, inner, number) + " " + Number.short(value)
        lines.append(line)
      }
      if series.count > 1, place < shown - 1 { lines.append("") }
    }
    if shown < categories.count { lines.append("… \(categories.count - shown) more") }
    let label = panel.yLabel.isEmpty ? panel.xLabel : panel.yLabel
    if !label.isEmpty {
      lines.append(String(repeating: " ", count: names + 2) + fitted(label, inner))
    }
    return lines
  }

  /// A bar from `zero` that is `share` of the width long, in eighths of a character; leftwards in halves,
  /// for which there are characters.
  private func bar(from zero: Double, _ share: Double, _ width: Int, _ number: Int) -> String {
    let start = Int((zero * Double(width)).rounded())
    let full = barMark(number)
    var text: String
    if share < 0 {
      let halves = min(Int((-share * Double(width) * 2).rounded()), start * 2)
      text = String(repeating: full, count: halves / 2)
      if halves % 2 == 1 { text = "▐" + text }
      let empty = String(repeating: " ", count: start - (halves + 1) / 2)
      return empty + coloured(text, number)
    }
    let length = share * Double(width)
    let eighths = min(Int((length * 8).rounded()), (width - start) * 8)
    text = String(repeating: full, count: eighths / 8)
    let rest = eighths % 8
    // A shade has no thinner forms.
    if rest > 0, full == "█" { text.append(Self.parts[rest - 1]) }
    if rest > 3, full != "█" { text.append(full) }
    return String(repeating: " ", count: start) + coloured(text, number)
  }

  private static let parts: [Character] = ["▏", "▎", "▍", "▌", "▋", "▊", "▉"]

  /// Standing bars side by side.
  func histogram(_ bins: Bins) -> [String] {
    let counts = bins.counts.map(Double.init)
    let most = counts.max() ?? 0
    let y = Scale(
      Extent(0, max(most, 1)), ticks: max(innerHeight / 3, 2), isRounded: true, isWhole: true)
    var frame = TextFrame(width: width, height: innerHeight, y: y)
    let each = max(frame.width / counts.count, 1)
    // More bins than columns share them.
    let columns = min(counts.count * each, frame.width)
    for column in 0..<columns {
      let first = column * counts.count / columns
      let last = max((column + 1) * counts.count / columns, first + 1)
      let count = counts[first..<last].max() ?? 0
      var eighths = Int((y.share(count) * Double(frame.height) * 8).rounded())
      // What is there is seen.
      if count > 0 { eighths = max(eighths, 1) }
      for row in 0..<frame.height {
        let here = min(max(eighths - (frame.height - 1 - row) * 8, 0), 8)
        if here > 0 { frame.put(Sparkline.steps[here - 1], row, column, colour: colour(0)) }
      }
    }
    let x = Scale(
      Extent(bins.low, bins.high), ticks: max(columns / 10, 3), isRounded: false)
    let used = Double(columns) / Double(frame.width)
    frame.name(x.ticks.map { (x.share($0.value) * used, $0.label) })
    return frame.lines(isColoured: isColoured, label: panel.xLabel)
  }
}
