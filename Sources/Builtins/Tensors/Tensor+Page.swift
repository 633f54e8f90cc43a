internal import Evaluation
internal import Tensors

extension Tensor {
  /// Of a vector and a matrix a table of what its text shows, with the places of rows and columns; the text
  /// of others.
  var pageParts: [DisplayPart] {
    let shown = shown
    guard !shown.texts.isEmpty else { return [.code([text])] }
    func title(_ place: Int?) -> String { place.map { "\($0)" } ?? "…" }
    var columns = shown.columns.map { Table.Column.right(title($0)) }
    var rows = shown.texts
    if rank == 2 {
      columns.insert(.right(), at: 0)
      rows = zip(shown.rows, rows).map { [title($0)] + $1 }
    }
    return [.lines([name]), .table(Table(columns, rows))]
      + (statisticsLine.map { [.lines([$0])] } ?? [])
  }
}
