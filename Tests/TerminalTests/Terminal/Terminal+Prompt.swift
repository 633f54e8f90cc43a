extension Terminal {
  /// A prompt that waits, after it has run `cells`.
  static func prompt(
    rows: Int = 24, columns: Int = 80, _ arguments: [String] = [],
    environment: [String: String] = [:], home: TemporaryFolder? = nil, cells: [String] = []
  ) throws -> Terminal {
    let terminal = try Terminal(
      rows: rows, columns: columns, arguments, environment: environment, home: home)
    try terminal.waitFor("In [1]:")
    try terminal.run(cells, from: 1)
    return terminal
  }

  /// Runs cells, the first of which is number `first`, and waits for each.
  func run(_ cells: [String], from first: Int) throws {
    // A terminal that knows no sequences marks no pastes either.
    let marksPastes = screen.modes.contains(2004)
    for (index, cell) in cells.enumerated() {
      try send(marksPastes ? .paste(cell) : .text(cell), .enter)
      try waitFor("In [\(first + index + 1)]:")
    }
  }

  /// The rows of the screen once the program waits.
  func shown() throws -> [String] {
    try waitUntilIdle()
    return screen.texts
  }
}
