import Testing

/// How the prompt looks: themes, terminals of ASCII alone, long output by pages.
@Suite struct PresentationTests {
  @Test func withoutUnicodeNothingElseIsDrawn() throws {
    let terminal = try Terminal.prompt(
      rows: 40, environment: ["LC_ALL": "C"],
      cells: [
        "[1, 2, 3, 2]", "plot([1, 2, 3, 2])", "list(0..1000)",
        "fit(sequential(dense(1, inputs: 1)), examples([[0], [1]], [0, 1]), epochs: 2);",
        "1 + \"a\"",
      ])
    try terminal.send("fit(", .tab)
    try terminal.waitUntilIdle()
    #expect(!terminal.received.contains { $0 >= 0x80 })
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
    try terminal.send("print(\"größe\")", .enter)
    // A program's own letters are its own.
    try terminal.waitFor("größe")
  }

  /// In a narrow window lines break between words, and tables keep their rows.
  @Test func whatIsShownFitsTheWindow() throws {
    let terminal = try Terminal.prompt(
      rows: 60, columns: 50,
      cells: ["let long = list(0..9)", "let text = \"one two three four five six seven\""])
    try terminal.run(["session.history()"], from: 3)
    try terminal.waitUntilIdle()
    #expect(terminal.screen.texts.contains { $0.contains("let text = ") && $0.hasSuffix("…") })
    try terminal.send("?round", .enter)
    try terminal.waitFor("In [5]:")
    let words = Set(terminal.screen.texts.flatMap { $0.split(separator: " ") })
    #expect(words.isSuperset(of: ["Rounds", "nearest", "negative"]))
  }

  @Test func aTerminalThatCannotMoveHasNoPages() throws {
    let terminal = try Terminal.prompt(environment: ["TERM": "dumb", "PAGER": "echo paged; cat"])
    try terminal.send("pager(\"one page\")", .enter)
    try terminal.waitFor("In [2]:")
    #expect(terminal.screen.texts.contains("one page") && !terminal.screen.texts.contains("paged"))
  }

  @Test(arguments: [
    ("C", false), ("POSIX", false), ("en_US.UTF-8", true), ("de_DE.utf8", true),
    ("de_DE.ISO-8859-1", false), ("", true),
  ]) func theLocaleDecides(_ name: String, isUnicode: Bool) throws {
    let terminal = try Terminal.prompt(environment: ["LANG": name])
    try terminal.send("list(0..1000)", .enter)
    try terminal.waitFor("In [2]:")
    #expect(terminal.received.contains { $0 >= 0x80 } == isUnicode)
  }

  @Test func aThemeIsChosen() throws {
    let terminal = try Terminal.prompt(cells: ["set_theme(\"okabe_ito\")"])
    try terminal.send("\"text\"")
    try terminal.waitUntilIdle()
    #expect(String(decoding: terminal.received, as: UTF8.self).contains("\u{1B}[38;5;214m"))
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
    try terminal.send("set_theme(\"plain\")", .enter)
    try terminal.waitFor("In [3]:")
    let before = terminal.received.count
    try terminal.send("let x = \"text\"; 1 + \"a\"", .enter)
    try terminal.waitFor("In [4]:")
    let later = String(decoding: terminal.received[before...], as: UTF8.self)
    #expect(later.firstMatch(of: /\x1B\[[0-9;]*[39][0-9]m|\x1B\[[0-9;]*38;/) == nil)
    try terminal.send("set_theme(\"pink\")", .enter)
    try terminal.waitFor("cannot be \"pink\"")
  }

  @Test func longOutputByPages() throws {
    let home = try TemporaryFolder()
    try home.write("#!/bin/sh\necho 'page of:'\nhead -3\nread key < /dev/tty\n", to: "pages.sh")
    let terminal = try Terminal.prompt(
      environment: ["PAGER": "sh \(home.path)/pages.sh"], home: home)
    try terminal.send("pager(list(0..5000))", .enter)
    try terminal.waitFor("page of:")
    try terminal.waitUntilIdle()
    #expect(terminal.screen.texts.suffix(3) == ["0", "1", "2"])
    try terminal.send(.enter)
    try terminal.waitFor("In [2]:")
    // Ctrl-C ends the pages, and not what comes after them.
    try terminal.send("pager(\"text\"); print(40 + 2)", .enter)
    try terminal.wait("the pages") { $0.wholeText.ranges(of: "page of:").count == 2 }
    try terminal.send(.control("c"))
    try terminal.waitFor("In [3]:")
    #expect(terminal.screen.texts.contains("42"))
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func withoutAPagerItIsWritten() throws {
    let terminal = try Terminal.prompt(environment: ["PAGER": "/no/such/program"])
    try terminal.send("pager(\"the text\")", .enter)
    try terminal.waitFor("In [2]:")
    #expect(terminal.screen.texts.contains("the text"))
  }
}
