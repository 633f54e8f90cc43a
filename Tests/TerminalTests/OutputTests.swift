import Testing

/// What programs print reaches the terminal, all of it and in time.
@Suite struct OutputTests {
  @Test func aMillionLinesArrive() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.send("for i in 0..1_000_000 { print(i) }", .enter)
    try terminal.waitFor("In [2]:")
    let lines = terminal.screen.wholeText.split(separator: "\n")
    let start = try #require(lines.firstIndex { $0 == "0" })
    let printed = lines[start...].prefix(1_000_000)
    #expect(printed.count == 1_000_000)
    #expect(printed.enumerated().allSatisfy { $0.element == "\($0.offset)" })
  }

  /// A line is seen while the program computes on, and so is a second one right behind it.
  @Test func linesDoNotWaitForTheEnd() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.send("print(\"one\"); print(\"two\"); while true { }", .enter)
    try terminal.wait("both lines") { $0.texts.contains("one") && $0.texts.contains("two") }
    #expect(terminal.isRunning && !terminal.screen.contains("In [2]:"))
    try terminal.send(.control("c"))
    try terminal.waitFor("In [2]:")
  }

  /// What is typed while a program runs is there when the prompt is, also behind a Ctrl-C.
  @Test func typingAheadIsKept() throws {
    let terminal = try Terminal.prompt(cells: LongTraining.setUp)
    try terminal.send("fit(m, d.train, epochs: 100_000);", .enter)
    try terminal.waitFor("density  ")
    try terminal.send("2 + 40", .enter)
    try terminal.send(.control("c"))
    try terminal.waitFor("Out[4]: 42")
  }

  /// A line without an end stands above the next prompt.
  @Test func aLineThatIsNotEndedStays() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.send("for i in 0..3 { print(i, end: \" \") }", .enter)
    try terminal.waitFor("In [2]:")
    #expect(terminal.screen.texts.contains { $0.hasPrefix("0 1 2") })
  }

  /// The bar passes: nothing of it is left where the loop ends, is left or is interrupted.
  @Test func aLoopTellsHowFarItIs() throws {
    let terminal = try Terminal()
    try terminal.waitFor("In [1]:")
    try terminal.send("for i in progress(iterate(0, i => i + 1), label: \"turns\") { }", .enter)
    try terminal.wait("the count") { $0.contains("turns ") && !$0.contains("In [2]:") }
    try terminal.send(.control("c"))
    try terminal.waitFor("In [2]:")
    try terminal.send(
      "fn wait_a_little() { let t = clock(); while clock() - t < 0.02 { } }", .enter)
    try terminal.waitFor("In [3]:")
    try terminal.send(
      "for i in progress(0..200, label: \"bar\") { wait_a_little(); if i == 60 { break } }", .enter)
    try terminal.waitFor("━┄")
    try terminal.waitFor("In [4]:")
    #expect(!terminal.screen.contains("┄") && !terminal.screen.contains("turns 1"))
  }
}
