/// Both scales of a panel of points.
struct Axes {
  let x: Scale
  let y: Scale

  /// For curves the horizontal axis ends where they do; a cloud of points has room around it.
  init(_ series: [Series], xTicks: Int, yTicks: Int, isCloud: Bool) {
    let drawn = series.lazy.flatMap { one in
      (0..<one.count).lazy.filter(one.isDrawn).map { (one, $0) }
    }
    let isWhole = !isCloud && series.allSatisfy { $0.x.allSatisfy { $0 == $0.rounded() } }
    x = Scale(
      Extent(drawn.map { $0.0.x[$0.1] }), ticks: xTicks, isRounded: isCloud, isWhole: isWhole)
    y = Scale(Extent(drawn.map { $0.0.y[$0.1] }), ticks: yTicks, isRounded: true)
  }
}

extension Series {
  /// At most about `limit` points that look the same at so many steps of width: of each piece of a long
  /// curve its lowest and highest point, and a gap where all of it is one.
  func decimated(to limit: Int) -> Series {
    guard count > 2 * max(limit, 1), limit > 0 else { return self }
    let size = (2 * count + limit - 1) / limit
    var (xs, ys): ([Double], [Double]) = ([], [])
    for start in stride(from: 0, to: count, by: size) {
      let piece = (start..<min(start + size, count)).filter(isDrawn)
      guard let low = piece.min(by: { y[$0] < y[$1] }), let high = piece.max(by: { y[$0] < y[$1] })
      else {
        xs.append(x[start])
        ys.append(.nan)
        continue
      }
      for place in low == high ? [low] : [min(low, high), max(low, high)] {
        xs.append(x[place])
        ys.append(y[place])
      }
    }
    return Series(name, x: xs, y: ys)
  }

  /// Runs of points that are joined.
  var runs: [[(x: Double, y: Double)]] {
    var runs: [[(x: Double, y: Double)]] = [[]]
    for place in 0..<count {
      if isDrawn(place) {
        runs[runs.count - 1].append((x[place], y[place]))
      } else if !runs[runs.count - 1].isEmpty {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }
}
