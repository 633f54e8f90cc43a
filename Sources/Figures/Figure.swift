/// A picture of numbers as a value: it is drawn when somebody looks at it, as terminal text
/// (`text`), as SVG (`svg`) or as PNG (`png`).
///
/// It has one panel or several, one above the other. Nothing that the numbers hold can make drawing fail:
/// what is not finite leaves a gap, what is empty leaves an empty frame.
public struct Figure: Sendable {
  public var panels: [Panel]

  public init(_ panels: [Panel]) { self.panels = panels }

  public init(
    _ content: Panel.Content, title: String = "", xLabel: String = "", yLabel: String = ""
  ) {
    self.init([Panel(content, title: title, xLabel: xLabel, yLabel: yLabel)])
  }
}

/// One pair of axes with what stands between them.
public struct Panel: Sendable {
  public enum Content: Sendable {
    /// Curves, each point joined to the next.
    case lines([Series])
    /// Points alone.
    case points([Series])
    /// A group of bars for each category, a bar for each series.
    case bars(categories: [String], [Bars])
    /// How many values fall into each of the bins.
    case histogram(Bins)
    /// A coloured cell for each number of a matrix.
    case heatMap(Grid)
    /// A matrix some of whose cells belong to one of a few kinds.
    case kinds(KindMap)
  }

  public var content: Content
  public var title: String
  public var xLabel: String
  public var yLabel: String

  public init(_ content: Content, title: String = "", xLabel: String = "", yLabel: String = "") {
    self.content = content
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
  }

  /// What the series are called, where there are several to be told apart.
  var legend: [String] {
    let names: [String] =
      switch content {
      case .lines(let series), .points(let series): series.map(\.name)
      case .bars(_, let series): series.map(\.name)
      case .kinds(let map): map.names
      case .histogram, .heatMap: []
      }
    return names.count > 1 && names.contains { !$0.isEmpty } ? names : []
  }
}

/// Points in their order: a curve, or a cloud.
public struct Series: Sendable {
  public var name: String
  public let x: [Double]
  public let y: [Double]

  /// What one of `x` and `y` has more than the other is left out.
  public init(_ name: String = "", x: [Double], y: [Double]) {
    let count = min(x.count, y.count)
    self.name = name
    self.x = Array(x.prefix(count))
    self.y = Array(y.prefix(count))
  }

  /// Values one step apart, the first at `start`.
  public init(_ name: String, _ values: [Double], from start: Double = 0) {
    self.name = name
    x = values.indices.map { start + Double($0) }
    y = values
  }

  var count: Int { x.count }

  /// Whether point `place` can be drawn.
  func isDrawn(_ place: Int) -> Bool { x[place].isFinite && y[place].isFinite }
}

/// A bar for each category.
public struct Bars: Sendable {
  public var name: String
  public var values: [Double]

  public init(_ name: String, _ values: [Double]) {
    self.name = name
    self.values = values
  }
}
