extension PanelPainter {
  /// Standing bars in groups.
  mutating func bars(_ categories: [String], _ series: [Bars], _ drawing: inout Drawing) {
    let values = series.flatMap(\.values).filter(\.isFinite)
    let scale = Scale(
      Extent(min(values.min() ?? 0, 0), max(values.max() ?? 0, 0)),
      ticks: max(Int(innerHeight / 50), 2), isRounded: true)
    // Long names lean, and want room below.
    let band = 560 / Double(max(categories.count, 1))
    let longest = categories.map { Drawing.length(of: $0) }.max() ?? 0
    let leans = longest + 8 > band && categories.count <= 40
    let room = leans ? min(longest * 0.5, 80) : 0
    // The first of them reaches out to the left.
    let reach = leans ? min(longest, 170) * 0.8 - band / 2 : 0
    setFrame(
      left: max(left(beside: scale.ticks.map(\.label)), reach), bottom: frame.bottom - room)
    vertical(scale, &drawing)
    let each = width / Double(max(categories.count, 1))
    let thick = each * 0.76 / Double(max(series.count, 1))
    let zero = y(scale, 0)
    for (number, bars) in series.enumerated() {
      for (place, value) in bars.values.prefix(categories.count).enumerated() where value.isFinite {
        let end = y(scale, value)
        let start = frame.left + (Double(place) + 0.12) * each + Double(number) * thick
        drawing.add(
          .rectangle(
            x: start, y: min(end, zero), width: max(thick - (thick > 6 ? 1.5 : 0), 0.5),
            height: abs(end - zero), Palette.series(number)))
      }
    }
    let middles = categories.indices.map { frame.left + (Double($0) + 0.5) * each }
    guard leans else {
      let step = max(Int(((longest + 8) / each).rounded(.up)), 1)
      let named = stride(from: 0, to: categories.count, by: step)
      horizontal(named.map { (middles[$0], categories[$0]) }, &drawing)
      return
    }
    drawing.line((frame.left, frame.bottom), (frame.right, frame.bottom), Palette.ink)
    for (place, name) in zip(middles, categories) {
      drawing.text(fitted(name, 24), place + 3, frame.bottom + 14, size: 11, .end, turn: -32)
    }
  }

  /// Bars without room between them.
  mutating func histogram(_ bins: Bins, _ drawing: inout Drawing) {
    let counts = bins.counts.map(Double.init)
    let yScale = Scale(
      Extent(0, max(counts.max() ?? 0, 1)), ticks: max(Int(innerHeight / 50), 2), isRounded: true,
      isWhole: true)
    setFrame(left: left(beside: yScale.ticks.map(\.label)))
    vertical(yScale, &drawing)
    let each = width / Double(counts.count)
    let seam = each > 4 ? 1.0 : 0
    for (place, count) in counts.enumerated() where count > 0 {
      let top = y(yScale, count)
      drawing.add(
        .rectangle(
          x: frame.left + Double(place) * each + seam / 2, y: top, width: each - seam,
          height: frame.bottom - top, Palette.series(0)))
    }
    let xScale = Scale(Extent(bins.low, bins.high), ticks: 8, isRounded: false)
    horizontal(xScale.ticks.map { (x(xScale, $0.value), $0.label) }, &drawing)
  }
}
