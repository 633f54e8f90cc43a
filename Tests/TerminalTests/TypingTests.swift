import Testing

/// Keys that make typing short: what was cut, words, counts, signatures, signs.
@Suite struct TypingTests {
  private func text(_ terminal: Terminal) throws -> String? {
    try terminal.waitUntilIdle()
    return terminal.screen.texts.last { $0.hasPrefix("In [") }
  }

  /// With the cell go the keys that were not read yet.
  private func forget(_ terminal: Terminal) throws {
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
  }

  @Test func cutsInARowAreOne() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("one two three", .control("w"), .control("w"), .control("y"))
    #expect(try text(terminal) == "In [1]: one two three")
    // From both sides of the cursor.
    try forget(terminal)
    try terminal.send("abc def", .alt("b"), .control("k"), .control("u"))
    try terminal.send(.control("y"))
    #expect(try text(terminal) == "In [1]: abc def")
  }

  @Test func whatWasCutBeforeComesBackToo() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("one", .control("u"), "two", .control("u"), "3", .left, .control("k"))
    try terminal.send(.control("y"))
    #expect(try text(terminal) == "In [1]: 3")
    try terminal.send(.alt("y"))
    #expect(try text(terminal) == "In [1]: two")
    try terminal.send(.alt("y"))
    #expect(try text(terminal) == "In [1]: one")
    try terminal.send(.alt("y"))
    #expect(try text(terminal) == "In [1]: 3")
    // Another key between ends it.
    try terminal.send(.left, .right, .alt("y"))
    #expect(try text(terminal) == "In [1]: 3")
  }

  @Test func lettersAreExchanged() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("retrun", .left, .left, .control("t"))
    #expect(try text(terminal) == "In [1]: return")
  }

  @Test func wordsAreExchanged() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("aa + bb", .alt("t"))
    #expect(try text(terminal) == "In [1]: bb + aa")
    try terminal.send(.control("a"), .alt("f"), .alt("t"), " ")
    #expect(try text(terminal) == "In [1]: aa + bb")
    try forget(terminal)
    try terminal.send("alone", .alt("t"))
    #expect(try text(terminal) == "In [1]: alone")
  }

  @Test func aNumberCountsTheNextKey() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.alt("5"), "x", .alt("3"), .left, "|")
    #expect(try text(terminal) == "In [1]: xx|xxx")
    try forget(terminal)
    try terminal.send(.alt("1"), "2", "-", .alt("2"), .backspace)
    #expect(try text(terminal) == "In [1]: ----------")
  }

  @Test func shiftEnterBeginsALine() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let a = 40", .shiftEnter, "a + 2")
    #expect(try terminal.shown().suffix(2) == ["In [1]: let a = 40", "   ...: a + 2"])
    try terminal.send(.enter)
    try terminal.waitFor("Out[1]: 42")
  }

  /// Ctrl-S is a key at the prompt, and stops the terminal while a cell runs, as everywhere.
  @Test func controlSSearchesForwards() throws {
    let terminal = try Terminal.prompt(cells: ["let alpha = 1", "let beta = 2", "let gamma = 3"])
    try terminal.waitUntilIdle()
    #expect(!terminal.modes.stopsAtControlS)
    try terminal.send(.control("r"), "let", .control("r"), .control("r"))
    try terminal.waitFor("3 of 3")
    try terminal.send(.control("s"))
    try terminal.waitFor("2 of 3")
    try terminal.send(.control("g"), .control("s"), "gamma")
    try terminal.waitFor("search: gamma")
    try terminal.send(.control("g"), "while true { }", .enter)
    try terminal.wait("the cell to run") { _ in terminal.modes.stopsAtControlS }
    try terminal.send(.control("c"))
    try terminal.waitFor("interrupted")
    try terminal.send("exit", .enter)
    #expect(try terminal.waitForExit() == 0)
    #expect(terminal.modes == terminal.modesBefore)
  }

  @Test func aCellIsRunAndTheNextOneFollows() throws {
    let terminal = try Terminal.prompt(cells: ["100 + 1", "100 + 2", "100 + 3"])
    try terminal.send(.up, .up, .up, .control("o"))
    try terminal.waitFor("Out[4]: 101")
    #expect(try text(terminal) == "In [5]: 100 + 2")
    try terminal.send(.control("o"))
    try terminal.waitFor("Out[5]: 102")
    #expect(try text(terminal) == "In [6]: 100 + 3")
  }

  @Test func theLastWordOfTheCellBefore() throws {
    let terminal = try Terminal.prompt(cells: [
      "let data = {train: [1, 2]}", "length(data.train)", "print(\"a b\")",
    ])
    try terminal.send("x = ", .alt("."))
    #expect(try text(terminal) == "In [4]: x = \"a b\"")
    try terminal.send(.alt("."))
    #expect(try text(terminal) == "In [4]: x = data.train")
  }

  @Test func signsByTheirNames() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("let \\alpha", .tab, " = 42; \\alph", .tab, .tab, .enter)
    try terminal.waitFor("Out[1]: 42")
    #expect(terminal.screen.contains("let α = 42; α"))
  }

  // MARK: Lists and signatures

  @Test func arrowsGoThroughTheList() throws {
    let terminal = try Terminal.prompt(cells: ["let rate_one = 1", "let rate_two = 2"])
    try terminal.send("rate_", .tab, .down)
    #expect(try text(terminal) == "In [3]: rate_one")
    try terminal.send(.right)
    #expect(try text(terminal) == "In [3]: rate_two")
    try terminal.send(.left)
    #expect(try text(terminal) == "In [3]: rate_one")
    try terminal.send(.up)
    #expect(try text(terminal) == "In [3]: rate_two")
    try terminal.send(.enter, " + 40", .enter)
    try terminal.waitFor("Out[3]: 42")
  }

  @Test func theSignatureStandsBelowWhileACallIsTyped() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("round(")
    #expect(try terminal.shown().suffix(2) == ["In [1]: round(", "round(x, digits = 0)"])
    #expect(terminal.screen.style(of: "digits = 0")?.isDim == true)
    try terminal.send("2.345, ")
    try terminal.waitUntilIdle()
    #expect(terminal.screen.style(of: "digits = 0")?.isDim == false)
    // It goes with the call, and nothing of it stays.
    try terminal.send("1)")
    #expect(try terminal.shown().last == "In [1]: round(2.345, 1)")
    try terminal.send(.enter)
    try terminal.waitFor("Out[1]: 2.3")
    #expect(!terminal.screen.contains("digits"))
  }

  /// What an earlier cell suggests stands behind the text, the signature below it.
  @Test func theSuggestionAndTheSignatureBothHaveAPlace() throws {
    let terminal = try Terminal.prompt(cells: ["sqrt(16)"])
    try terminal.send("sqrt(")
    #expect(try terminal.shown().suffix(2) == ["In [2]: sqrt(16)", "sqrt(x)"])
    try terminal.send(.right, .enter)
    try terminal.waitFor("Out[2]: 4")
  }

  // MARK: Keys of one's own

  @Test func keysAreToldAndChanged() throws {
    let home = try TemporaryFolder()
    try home.write("bind \"^Xf\" setl-search\nbind \"\\ew\" setl-cut-word-left\n", to: ".editrc")
    let terminal = try Terminal.prompt(rows: 60, columns: 100, home: home, cells: ["let alpha = 1"])
    try terminal.send(.control("x"), "falph")
    try terminal.waitFor("search: alph   1 of 1")
    try terminal.send(.control("g"), "one two", .alt("w"))
    #expect(try text(terminal) == "In [2]: one")
    try forget(terminal)
    try terminal.send("?keys", .enter)
    try terminal.waitFor("bind \"^Xs\" setl-search")
    #expect(terminal.screen.contains("put-back-earlier"))
    #expect(terminal.screen.contains("Ctrl-W"))
    #expect(terminal.screen.contains("Alt-Y"))
  }
}
