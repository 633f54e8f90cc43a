import Testing

/// Tab at the prompt, and looking for earlier cells.
@Suite struct CompletionKeysTests {
  @Test func oneWayIsTakenAndTold() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("sparse_ls", .tab)
    let screen = try terminal.shown()
    #expect(screen[1] == "In [1]: sparse_lstm")
    #expect(screen[2].hasPrefix("sparse_lstm(units"))
    #expect(screen[3].hasPrefix("A long short-term memory layer"))
    // The help goes with the next key.
    try terminal.send("(")
    #expect(try terminal.shown()[1] == "In [1]: sparse_lstm(")
    #expect(terminal.screen.texts.count == 3)
  }

  @Test func severalWaysAreListedAndGoneThrough() throws {
    let terminal = try Terminal.prompt(cells: ["let rate_one = 1", "let rate_two = 2"])
    try terminal.send("ra", .tab)
    try terminal.waitFor("random_normal")
    try terminal.send(.escape)
    try terminal.wait("the list to go") { !$0.contains("random_normal") }
    try terminal.send("te", .tab)
    #expect(try terminal.shown()[3...] == ["In [3]: rate_", "rate_one  rate_two"])
    try terminal.send(.tab, .tab)
    #expect(try terminal.shown()[3] == "In [3]: rate_two")
    #expect(terminal.screen.style(of: "rate_one  ")?.isReversed != true)
    try terminal.send(.shiftTab)
    #expect(try terminal.shown()[3] == "In [3]: rate_one")
    // Enter takes it without running the cell; typing goes on after it.
    try terminal.send(.enter, " + 41", .enter)
    try terminal.waitFor("Out[3]: 42")
  }

  @Test func tabSetsInAtTheStartOfALine() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.tab, "1", .enter)
    try terminal.waitFor("In [1]:     1")
    try terminal.waitFor("Out[1]: 1")
  }

  @Test func namesOfTheCell() throws {
    let terminal = try Terminal.prompt(cells: ["let data = toy_reviews(20, seed: 1)"])
    try terminal.send("data.tr", .tab, ".cl", .tab, .enter)
    try terminal.waitFor("Out[2]: [\"negative\", \"positive\"]")
  }

  @Test func aCellThatWasLookedForIsRunWhole() throws {
    let terminal = try Terminal.prompt(cells: ["fn twice(x) {\n    x * 2\n}", "let twice = none"])
    try terminal.send(.control("r"), "x * 2")
    try terminal.waitFor("1 of 1")
    try terminal.send(.enter)
    try terminal.waitFor("In [4]:")
    try terminal.send("twice(21)", .enter)
    try terminal.waitFor("Out[4]: 42")
  }

  @Test func controlRLooksForCells() throws {
    let terminal = try Terminal.prompt(cells: [
      "let first = \"lstm one\"", "let second = \"lstm two\"", "1",
    ])
    try terminal.send(.control("r"), "LSTM")
    try terminal.waitFor("no earlier cell holds this")
    for _ in 0..<4 { try terminal.send(.backspace) }
    try terminal.send("lstm")
    try terminal.waitFor("search: lstm   1 of 2")
    #expect(try terminal.shown().contains("In [4]: let second = \"lstm two\""))
    try terminal.send(.control("r"))
    try terminal.waitFor("2 of 2")
    #expect(try terminal.shown().contains("In [4]: let first = \"lstm one\""))
    try terminal.send(.enter)
    try terminal.waitFor("In [5]:")
    // Given up, the text is as it was.
    try terminal.send("mine", .control("r"), "second", .control("g"))
    #expect(try terminal.shown().last == "In [5]: mine")
    // Another key takes the cell and goes on in it.
    try terminal.send(.control("r"), "second", .end, " + \"!\"", .enter, "second", .enter)
    try terminal.waitFor("Out[6]: \"lstm two!\"")
  }
}
