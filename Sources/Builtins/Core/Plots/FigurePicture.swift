internal import Evaluation
internal import Figures

/// A figure as front ends see it.
struct FigurePicture: Picture {
  /// Made when it is looked at.
  private let make: @Sendable () -> Figure
  /// Characters a line where nobody says how many there are.
  static let columns = 72

  init(_ make: @escaping @Sendable () -> Figure) { self.make = make }

  init(figure: Figure) { self.init { figure } }

  func text(columns: Int, rows: Int?, isColoured: Bool) -> String {
    let figure = make()
    let height = figure.panels.count * (figure.panels.count > 1 ? 13 : 16)
    return figure.text(
      width: columns, height: min(height, rows ?? height), isColoured: isColoured)
  }
  var svg: String { make().svg }
  var size: (width: Double, height: Double) { make().size }
  func png(scale: Double) -> [UInt8]? { make().png(scale: scale) }
}
