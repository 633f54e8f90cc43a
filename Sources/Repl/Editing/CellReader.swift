/// Where the prompt gets its cells from.
protocol CellReader {
  /// Has a person type a cell.
  func read(prompt: String) -> CellOutcome
  /// Takes keys that somebody else read.
  func take(_ bytes: [UInt8])
}

/// How the typing of a cell ended.
enum CellOutcome {
  case cell(String)
  case interrupted
  case end
}
