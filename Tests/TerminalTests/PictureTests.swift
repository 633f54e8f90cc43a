import Testing

/// Figures on terminals that have pictures, and on those that have not.
@Suite struct PictureTests {
  private static let kitty = "\u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|kitty(0.35.2)\u{1B}\\"
  private static let iTerm = "\u{1B}P>|iTerm2 3.5.0\u{1B}\\"

  /// A prompt at a terminal that answers so before it says what kind it is.
  private func prompt(
    _ answer: String, after: String = "", environment: [String: String] = ["KITTY_WINDOW_ID": "1"]
  ) throws -> Terminal {
    let terminal = try Terminal(rows: 30, environment: environment)
    terminal.answer = { question, screen in
      let usual = Terminal.usualAnswer(question, screen)
      return question == "[c" ? answer + (usual ?? "") + after : usual
    }
    try terminal.waitFor("In [1]:")
    return terminal
  }

  private func sent(_ terminal: Terminal) -> String {
    String(decoding: terminal.received, as: UTF8.self)
  }

  @Test func kittyGetsPictures() throws {
    let terminal = try prompt(Self.kitty)
    try terminal.send("plot([1, 4, 9])", .enter)
    try terminal.waitFor("In [2]:")
    #expect(sent(terminal).contains("\u{1B}_Ga=T,f=100,q=2,c=72,m=1;iVBORw0KGgo"))
    #expect(!terminal.screen.contains("┤"))
    try terminal.send("let f = plot([1]); f", .enter)
    try terminal.waitFor("In [3]:")
    #expect(sent(terminal).ranges(of: "\u{1B}_Ga=T").count == 3)
  }

  @Test func iTermGetsPictures() throws {
    let terminal = try prompt(Self.iTerm, environment: ["TERM_PROGRAM": "iTerm.app"])
    try terminal.send("bar({a: 1, b: 2})", .enter)
    try terminal.waitFor("In [2]:")
    #expect(sent(terminal).contains("\u{1B}]1337;File=inline=1;width=72;"))
    #expect(!terminal.screen.contains("┤"))
  }

  @Test func othersGetCharactersAndAreAskedOnce() throws {
    let terminal = try prompt("")
    #expect(!sent(terminal).contains("\u{1B}_Gi=31"))
    try terminal.send("plot([1, 4, 9], title: \"Squares\")", .enter)
    try terminal.waitFor("In [2]:")
    try terminal.send("plot([3, 2, 1])", .enter)
    try terminal.waitFor("In [3]:")
    #expect(terminal.screen.wholeText.contains("Squares") && terminal.screen.contains("┤"))
    #expect(sent(terminal).ranges(of: "\u{1B}_Gi=31").count == 1)
    // In colour, which ends where it should.
    #expect(sent(terminal).contains("\u{1B}[0;38;5;32m"))
    try terminal.send("1 + 1", .enter)
    try terminal.waitFor("Out[3]: 2")
  }

  @Test func aFigureIsNoHigherThanTheWindow() throws {
    let terminal = try Terminal(rows: 14)
    try terminal.waitFor("In [1]:")
    try terminal.send("plot([1, 4, 9], title: \"Squares\")", .enter)
    try terminal.waitFor("In [2]:")
    let lines = try terminal.shown()
    #expect(lines.contains { $0.contains("Squares") && !$0.contains("plot") })
    #expect(lines.filter { $0.contains("│") || $0.contains("┤") }.count >= 3)
  }

  /// A terminal of which nobody knows that it understands the question, or tmux or screen before one.
  @Test(arguments: [
    [:], ["TERM": "linux"], ["KITTY_WINDOW_ID": "1", "TMUX": "/tmp/tmux-0/default,1,0"],
    ["TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"],
    ["TERM_PROGRAM": "WezTerm", "STY": "1.pts"],
  ])
  func othersAreNotAsked(_ environment: [String: String]) throws {
    let terminal = try prompt(Self.kitty, environment: environment)
    try terminal.send("plot([1, 4, 9])", .enter)
    try terminal.waitFor("In [2]:")
    #expect(!sent(terminal).contains("\u{1B}_G") && terminal.screen.contains("┤"))
  }

  @Test func aSilentTerminalIsNotWaitedForLong() throws {
    let terminal = try Terminal(rows: 30, environment: ["KITTY_WINDOW_ID": "1"])
    terminal.answer = { _, _ in nil }
    try terminal.waitFor("In [1]:")
    try terminal.send("plot([1, 4, 9])", .enter)
    try terminal.waitFor("In [2]:")
    #expect(terminal.screen.contains("┤"))
  }

  @Test func whatIsTypedMeanwhileIsKept() throws {
    let terminal = try prompt("20 +" + Self.kitty, after: " 22")
    try terminal.send("plot([1, 4, 9])", .enter)
    try terminal.waitFor("In [2]: 20 + 22")
    try terminal.send(.enter)
    try terminal.waitFor("Out[2]: 42")
  }

  @Test func aFileGetsPlainText() throws {
    let terminal = try Terminal(
      rows: 30, program: "/bin/sh",
      ["-c", "\"$0\" -e 'plot([1, 4, 9])' | cat", try Terminal.setl()])
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.screen.contains("┤") && !sent(terminal).contains("\u{1B}"))
  }
}
