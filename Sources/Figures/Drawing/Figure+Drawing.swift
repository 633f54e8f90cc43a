extension Figure {
  /// The size of the drawing in points.
  public var size: (width: Double, height: Double) {
    (640, panels.count > 1 ? 280 * Double(panels.count) : 400)
  }

  /// The figure as shapes: its panels one below the other, each of the same height.
  var drawing: Drawing {
    var drawing = Drawing(width: size.width, height: size.height)
    let each = size.height / Double(max(panels.count, 1))
    for (number, panel) in panels.enumerated() {
      var painter = PanelPainter(panel: panel, top: Double(number) * each, height: each)
      painter.paint(&drawing)
    }
    return drawing
  }
}

/// Draws one panel into its part of a drawing.
///
/// The margins hold title and legend above, tick labels and the axes' names beside the frame; the frame has
/// a line at the left and below only, and faint lines across at the ticks.
struct PanelPainter {
  let panel: Panel
  let top: Double
  let height: Double
  /// The inside of the axes.
  private(set) var frame = (left: 64.0, top: 0.0, right: 620.0, bottom: 0.0)

  init(panel: Panel, top: Double, height: Double) {
    self.panel = panel
    self.top = top
    self.height = height
    let head = (panel.title.isEmpty ? 0.0 : 24) + Double(legendRows) * 18
    frame.top = top + 18 + head
    frame.bottom = top + height - (panel.xLabel.isEmpty ? 32 : 50)
  }

  mutating func paint(_ drawing: inout Drawing) {
    switch panel.content {
    case .lines(let series): points(series, isCloud: false, &drawing)
    case .points(let series): points(series, isCloud: true, &drawing)
    case .bars(let categories, let series): bars(categories, series, &drawing)
    case .histogram(let bins): histogram(bins, &drawing)
    case .heatMap(let grid): heatMap(grid, &drawing)
    case .kinds(let map): kinds(map, &drawing)
    }
    names(&drawing)
  }

  var width: Double { frame.right - frame.left }
  var innerHeight: Double { frame.bottom - frame.top }

  mutating func setFrame(left: Double, right: Double = 620, bottom: Double? = nil) {
    frame.left = left
    frame.right = right
    frame.bottom = bottom ?? frame.bottom
  }

  /// The left end of the frame beside labels of these lengths.
  func left(beside labels: [String]) -> Double {
    let longest = labels.map { Drawing.length(of: $0) }.max() ?? 0
    return min(longest, 200) + (panel.yLabel.isEmpty ? 20 : 42)
  }

  // MARK: Title, legend, names of the axes

  private func names(_ drawing: inout Drawing) {
    let middle = (frame.left + frame.right) / 2
    drawing.text(panel.title, middle, top + 26, size: 15, .middle, isBold: true)
    legend(&drawing)
    drawing.text(panel.xLabel, middle, top + height - 12, size: 13, .middle)
    drawing.text(
      panel.yLabel, 20, (frame.top + frame.bottom) / 2, size: 13, .middle, turn: -90)
  }

  private func legend(_ drawing: inout Drawing) {
    var y = top + (panel.title.isEmpty ? 20 : 46)
    var number = 0
    for row in legendLayout {
      var x = frame.left
      for name in row {
        sample(number, x, y - 4, &drawing)
        drawing.text(name, x + 32, y, size: 12)
        x += 32 + Drawing.length(of: name) + 24
        number += 1
      }
      y += 18
    }
  }

  private func sample(_ number: Int, _ x: Double, _ y: Double, _ drawing: inout Drawing) {
    switch panel.content {
    case .lines:
      drawing.line(
        (x, y), (x + 26, y), Palette.series(number), width: 1.8, dashes: Self.dashes(number))
    case .points: drawing.add(.dots([(x + 18, y)], Palette.series(number), diameter: 7))
    case .kinds:
      drawing.add(.rectangle(x: x + 12, y: y - 6, width: 14, height: 12, Palette.kind(number)))
    case .bars, .histogram, .heatMap:
      drawing.add(
        .rectangle(x: x + 12, y: y - 6, width: 14, height: 12, Palette.series(number)))
    }
  }

  /// Names side by side as far as a row reaches.
  private var legendLayout: [[String]] {
    var rows: [[String]] = []
    var used = Double.infinity
    for name in panel.legend {
      let size = 56 + Drawing.length(of: name)
      if used + size > 570 {
        rows.append([])
        used = 0
      }
      rows[rows.count - 1].append(name)
      used += size
    }
    return rows
  }

  private var legendRows: Int { legendLayout.count }

  /// Series are told apart without colours too.
  static func dashes(_ number: Int) -> [Double] {
    [[], [7, 5], [1, 4], [9, 4, 1, 4], [3, 5]][number % 5]
  }

  // MARK: Axes

  func y(_ scale: Scale, _ value: Double) -> Double {
    frame.bottom - min(max(scale.share(value), 0), 1) * innerHeight
  }

  func x(_ scale: Scale, _ value: Double) -> Double {
    frame.left + min(max(scale.share(value), 0), 1) * width
  }

  /// The left axis with its ticks, and lines across.
  func vertical(_ scale: Scale, _ drawing: inout Drawing) {
    for tick in scale.ticks {
      let place = y(scale, tick.value)
      let isZero = tick.value == 0 && scale.low < 0
      drawing.line(
        (frame.left, place), (frame.right, place), isZero ? Palette.faint : Palette.rule,
        width: isZero ? 0.8 : 1)
      drawing.text(tick.label, frame.left - 8, place + 4, .end)
    }
    drawing.line((frame.left, frame.top), (frame.left, frame.bottom), Palette.ink)
  }

  /// The line below; `ticks` are places and what stands there. A label that would touch the one before
  /// it is left out.
  func horizontal(_ ticks: [(place: Double, label: String)], _ drawing: inout Drawing) {
    drawing.line((frame.left, frame.bottom), (frame.right, frame.bottom), Palette.ink)
    var free = -Double.infinity
    for tick in ticks {
      let half = Drawing.length(of: tick.label) / 2
      drawing.line((tick.place, frame.bottom), (tick.place, frame.bottom + 4), Palette.ink)
      guard tick.place - half >= free else { continue }
      drawing.text(tick.label, tick.place, frame.bottom + 18, .middle)
      free = tick.place + half + 8
    }
  }
}
