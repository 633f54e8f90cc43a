internal import Evaluation
internal import Sessions
internal import Notebooks
struct SessionOutline: Sendable {
  func completions(of: String, at: Int) -> Completions { fatalError() }
  func inspection(of: String, at: Int) -> DisplayBundle? { nil }
}
extension Session {
  struct CellOptions { var isSilent: Bool; var isStored: Bool }
  func runCell(_ t: String, _ o: CellOptions) -> Result { runCell(t) }
  var outline: SessionOutline { SessionOutline() }
}
struct Notice { var cell: Int?; var line: String }
extension Notices {
  func take(_ n: Int) -> [Notice] {
    let l: [String] = take(n); return l.map { Notice(cell: nil, line: $0) }
  }
}
