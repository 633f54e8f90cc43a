internal import Sessions

/// Where the prompt gets its cells from.
protocol CellReader {
  /// Has a person type a cell.
  func read(_ prompt: Prompt) -> CellOutcome
  /// Takes keys that somebody else read.
  func take(_ bytes: [UInt8])
  /// The next cell begins with a text, as if it were typed.
  func offer(_ text: String)
}

/// How the typing of a cell ended.
enum CellOutcome {
  case cell(String)
  case interrupted
  /// The person leaves.
  case end
  /// The terminal is gone.
  case lost
}
