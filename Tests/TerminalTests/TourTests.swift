import Testing

/// The lesson leads from its first step to its last.
@Suite struct TourTests {
  /// A person types what each step says.
  @Test func theWholeTourCanBeTyped() throws {
    let terminal = try Terminal(rows: 60, columns: 100)
    try terminal.waitFor("In [1]:")
    try terminal.send("tour()", .enter)
    var steps = 0
    for cell in 2...40 {
      try terminal.waitFor("In [\(cell)]:")
      try terminal.waitUntilIdle()
      let texts = terminal.screen.texts
      if texts.contains(where: { $0.contains("── 11 of 11") }) { break }
      steps += 1
      let start = try #require(texts.lastIndex { $0 == "Type:" || $0 == "Good. Now type:" })
      let lines = texts[(start + 2)...].prefix { $0.hasPrefix("    ") }.map { $0.dropFirst(4) }
      #expect(!lines.isEmpty)
      try terminal.send(.paste(lines.joined(separator: "\n")), .enter)
    }
    #expect(steps == 18)
    #expect(terminal.screen.contains("That was the tour."))
    let shown = terminal.screen.wholeText
    for step in 1...11 { #expect(shown.contains("── \(step) of 11"), "step \(step)") }
    #expect(!shown.contains("Not yet."))
    // It is over, and says no more.
    try terminal.send("1 + 1", .enter)
    try terminal.waitUntilIdle()
    #expect(!terminal.screen.contains("tour: to go on"))
  }
}
