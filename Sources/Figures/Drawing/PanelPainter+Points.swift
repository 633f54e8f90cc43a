extension PanelPainter {
  /// Curves and clouds of points.
  mutating func points(_ series: [Series], isCloud: Bool, _ drawing: inout Drawing) {
    let axes = Axes(series, xTicks: 7, yTicks: max(Int(innerHeight / 50), 2), isCloud: isCloud)
    setFrame(left: left(beside: axes.y.ticks.map(\.label)))
    vertical(axes.y, &drawing)
    horizontal(axes.x.ticks.map { (x(axes.x, $0.value), $0.label) }, &drawing)
    for (number, one) in series.enumerated() {
      let colour = Palette.series(number)
      if isCloud {
        let diameter = one.count > 2000 ? 2.5 : one.count > 200 ? 4 : 6
        drawing.add(.dots(cloud(one, axes, apart: diameter / 2), colour, diameter: diameter))
      } else {
        let runs = one.decimated(to: 1200).runs.map { run in
          run.map { (x: x(axes.x, $0.x), y: y(axes.y, $0.y)) }
        }
        // A point without neighbours has no line.
        let alone = runs.filter { $0.count == 1 }.map { $0[0] }
        if !alone.isEmpty { drawing.add(.dots(alone, colour, diameter: 5)) }
        let joined = runs.filter { $0.count > 1 }
        guard !joined.isEmpty else { continue }
        drawing.add(.path(joined, colour, width: 1.8, dashes: Self.dashes(number)))
      }
    }
  }

  /// The places of points; of those that would cover each other, one.
  private func cloud(_ series: Series, _ axes: Axes, apart: Double) -> [Drawing.Point] {
    var taken: Set<Int> = []
    var places: [Drawing.Point] = []
    for point in 0..<series.count where series.isDrawn(point) {
      let place = (x: x(axes.x, series.x[point]), y: y(axes.y, series.y[point]))
      let cell = Int(place.y / apart) << 20 + Int(place.x / apart)
      if series.count <= 2000 || taken.insert(cell).inserted { places.append(place) }
    }
    return places
  }
}
