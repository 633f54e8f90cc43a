internal import Evaluation
internal import Figures
internal import Tensors

/// Where the connections of a sparse matrix are: of a small one each with its weight, of others how full each
/// block is.
struct ConnectionPicture: Picture {
  let matrix: SparseMatrix
  var title = ""

  /// There is nothing to be seen.
  var isEmpty: Bool { matrix.count == 0 }

  private var figure: FigurePicture {
    FigurePicture { [self] in Figure(.heatMap(matrix.grid(atMost: 64)), title: title) }
  }

  func text(columns: Int, rows: Int?, isColoured: Bool) -> String {
    matrix.densityPicture(width: columns - 2, height: (rows ?? 12) - 2).joined(separator: "\n")
  }
  var svg: String { figure.svg }
  var size: (width: Double, height: Double) { figure.size }
  func png(scale: Double) -> [UInt8]? { figure.png(scale: scale) }
}
