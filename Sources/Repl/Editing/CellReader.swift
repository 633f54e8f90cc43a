/// Where the prompt gets its cells from.
protocol CellReader {
  /// Has a person type a cell.
  func read(prompt: String) -> CellOutcome
}

/// How the typing of a cell ended.
enum CellOutcome {
  case cell(String)
  case interrupted
  case end
}
