internal import Evaluation
internal import Figures
internal import Tensors

extension SparseObject {
  /// Sizes, density and weights, and where the connections are.
  var parts: [DisplayPart] {
    let heading =
      "sparse[\(matrix.rows), \(matrix.columns)] with \(matrix.count.grouped) connections, "
      + percent(matrix.density)
    let picture = ConnectionPicture(matrix: matrix)
    let characters = DisplayPart.characters(matrix.densityPicture(width: 40, height: 10))
    guard !picture.isEmpty else { return [.lines([heading]), characters] }
    return [
      .lines([heading]), characters, .picture(picture),
      .lines(["weights: " + Statistics(of: matrix.values).line]),
    ]
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
