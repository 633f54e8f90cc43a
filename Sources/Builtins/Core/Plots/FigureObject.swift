internal import Evaluation
internal import Figures

/// A figure as a value: what `plot` and the like show and give.
final class FigureObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "figure" }
  let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  override var kind: String { "figure" }
  override func copied(_ copier: Copier) -> NativeObject { FigureObject(figure) }
  override var summary: String {
    let kinds = figure.panels.map { panel in
      switch panel.content {
      case .lines(let series): counted(series.count, "curve")
      case .points(let series): counted(series.reduce(0) { $0 + $1.x.count }, "point")
      case .bars(let categories, _): "bars of \(counted(categories.count, "category"))"
      case .histogram(let bins): "histogram of \(counted(bins.counts.count, "bin"))"
      case .heatMap(let grid): "heat map of \(grid.rows) by \(grid.columns)"
      case .kinds(let map): "map of \(map.rows) by \(map.columns)"
      }
    }
    return "figure: " + kinds.joined(separator: ", ")
  }

  override var display: DisplayBundle {
    let picture = FigurePicture(figure: figure)
    return DisplayBundle(
      text: picture.text(columns: FigurePicture.columns, rows: nil, isColoured: false),
      picture: picture)
  }

  private func counted(_ count: Int, _ name: String) -> String {
    if count == 1 { return "1 " + name }
    return count.grouped + " " + (name.hasSuffix("y") ? name.dropLast() + "ies" : name + "s")
  }

  /// The file of a figure: `svg`, `png`, or `txt` for what a terminal shows.
  func bytes(as form: String) throws -> [UInt8] {
    switch form {
    case "svg": return Array(figure.svg.utf8)
    case "png":
      if let bytes = figure.png() { return bytes }
      throw NativeError(
        "S0422", "no PNG can be made here", notes: ["cairo, which draws it, is not installed"],
        help: "install libcairo2, or save as .svg", argument: "path")
    default: return Array((display.text + "\n").utf8)
    }
  }
}
