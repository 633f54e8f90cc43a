internal import Evaluation
internal import Figures
internal import Tensors

extension SparseObject {
  /// Sizes, density and weights, and where the connections are.
  var picture: String {
    var lines = [
      "sparse[\(matrix.rows), \(matrix.columns)] with \(matrix.count.grouped) connections, "
        + percent(matrix.density)
    ]
    lines += matrix.densityPicture(width: 40, height: 10)
    if matrix.count > 0 { lines.append("weights: " + Statistics(of: matrix.values).line) }
    return lines.joined(separator: "\n")
  }
}

extension SparseMatrix {
  /// Where the connections are; of a small matrix each, of others how many in each block.
  func densityPicture(width: Int, height: Int) -> [String] {
    DensityPicture.lines(
      rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices,
      width: width, height: height)
  }
}
