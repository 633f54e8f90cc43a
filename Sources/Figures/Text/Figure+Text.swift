internal import Characters

extension Figure {
  /// The figure in characters: lines and points as braille dots, bars and matrices as blocks.
  ///
  /// It takes `width` columns and about `height` rows, never less than 20 by 6 a panel. Where it is not
  /// `isColoured`, series are told apart by how their lines are broken, by marks and by shades. Cost: the
  /// number of points, and of characters.
  public func text(width: Int = 72, height: Int = 16, isColoured: Bool = false) -> String {
    let width = min(max(width, 20), 1000)
    let each = min(max(height / max(panels.count, 1), 6), 1000)
    return panels.map { panel in
      PanelText(panel: panel, width: width, height: each, isColoured: isColoured).lines
        .joined(separator: "\n")
    }.joined(separator: "\n\n")
  }
}

/// One panel in characters.
struct PanelText {
  let panel: Panel
  let width: Int
  let height: Int
  let isColoured: Bool

  var lines: [String] {
    let body =
      switch panel.content {
      case .lines(let series): points(series, isCloud: false)
      case .points(let series): points(series, isCloud: true)
      case .bars(let categories, let series): bars(categories, series)
      case .histogram(let bins): histogram(bins)
      case .heatMap(let grid): heatMap(grid)
      case .kinds(let map): kinds(map)
      }
    return heading + body
  }

  /// The lines above the axes: title, legend, and the label of what goes up.
  private var heading: [String] {
    var lines: [String] = []
    if !panel.title.isEmpty { lines.append(fitted(panel.title, width)) }
    lines += legendLines
    if showsLabelOnTop { lines.append(fitted(panel.yLabel, width)) }
    return lines
  }

  /// Bars lie, so that what goes up elsewhere goes to the right.
  private var showsLabelOnTop: Bool {
    if case .bars = panel.content { return false }
    return !panel.yLabel.isEmpty
  }

  private var legendLines: [String] {
    var lines: [String] = []
    var used = width
    for (number, name) in panel.legend.enumerated() {
      let text = fitted(name, max(width - 8, 1))
      let size = 6 + displayWidth(of: text) + 3
      if used + size > width + 3 {
        lines.append("")
        used = 0
      } else {
        lines[lines.count - 1] += "   "
      }
      lines[lines.count - 1] += coloured(mark(of: number), number) + " " + text
      used += size
    }
    return lines
  }

  /// What stands for a series in the legend.
  private func mark(of number: Int) -> String {
    switch panel.content {
    case .lines:
      var dots = Dots(width: 5, height: 1)
      dots.path([(0, 1), (9, 1)], pattern: pattern(number), owner: 0)
      return dots.lines.joined()
    case .points: return String(Self.pointMarks[number % Self.pointMarks.count])
    case .kinds: return isColoured ? "■" : String(kindMark(number))
    case .bars, .histogram, .heatMap: return String(repeating: barMark(number), count: 2)
    }
  }

  func coloured(_ text: String, _ number: Int) -> String {
    colour(number).map { "\u{1B}[38;5;\($0)m\(text)\u{1B}[0m" } ?? text
  }

  func colour(_ number: Int) -> Int? {
    guard isColoured else { return nil }
    if case .kinds = panel.content { return Palette.terminalKind(number) }
    return Palette.terminalSeries(number)
  }

  func pattern(_ number: Int) -> [Int] {
    isColoured ? [] : Dots.patterns[number % Dots.patterns.count]
  }

  static let pointMarks: [Character] = ["•", "×", "○", "+", "◆", "▵"]

  func barMark(_ number: Int) -> Character {
    let marks: [Character] = ["█", "▒", "░", "▓"]
    return isColoured ? "█" : marks[number % marks.count]
  }

  /// Rows that are left for the axes' inside.
  var innerHeight: Int {
    let around = heading.count + 2 + (panel.xLabel.isEmpty ? 0 : 1)
    return max(height - around, 3)
  }
}
