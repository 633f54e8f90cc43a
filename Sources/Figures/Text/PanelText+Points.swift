extension PanelText {
  /// Curves and clouds of points.
  func points(_ series: [Series], isCloud: Bool) -> [String] {
    let axes = Axes(
      series, xTicks: max(width / 12, 2), yTicks: max(innerHeight / 3, 2), isCloud: isCloud)
    var frame = TextFrame(width: width, height: innerHeight, y: axes.y)
    var dots = Dots(width: frame.width, height: frame.height)
    func place(_ x: Double, _ y: Double) -> (x: Int, y: Int) {
      let across = min(max(axes.x.share(x), 0), 1) * Double(dots.columns - 1)
      let up = min(max(axes.y.share(y), 0), 1) * Double(dots.rows - 1)
      return (Int(across.rounded()), dots.rows - 1 - Int(up.rounded()))
    }
    for (number, one) in series.enumerated() {
      if isCloud, series.count > 1 {
        // Dots of several series would mix within a character: each has a mark instead.
        for point in 0..<one.count where one.isDrawn(point) {
          let (x, y) = place(one.x[point], one.y[point])
          let mark = String(Self.pointMarks[number % Self.pointMarks.count])
          frame.put(mark, y / 4, x / 2, colour: colour(number))
        }
      } else if isCloud {
        for point in 0..<one.count where one.isDrawn(point) {
          let (x, y) = place(one.x[point], one.y[point])
          // A few points are seen, many make a cloud.
          one.count > 200 ? dots.dot(x, y) : dots.spot(x, y, owner: 0)
        }
      } else {
        for run in one.decimated(to: dots.columns * 2).runs {
          let points = run.map { place($0.x, $0.y) }
          if points.count == 1 {
            dots.spot(points[0].x, points[0].y, owner: number)
          } else {
            dots.path(points, pattern: pattern(number), owner: number)
          }
        }
      }
    }
    for row in 0..<dots.height {
      for column in 0..<dots.width {
        guard let dot = dots.character(row: row, column: column) else { continue }
        frame.put(String(dot.character), row, column, colour: colour(dot.owner))
      }
    }
    frame.name(axes.x.ticks.map { (axes.x.share($0.value), $0.label) })
    return frame.lines(isColoured: isColoured, label: panel.xLabel)
  }
}
