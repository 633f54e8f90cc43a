import Glibc
import Testing

/// Typing cells at the prompt.
@Suite struct EditingTests {
  /// Whether the character before a column of the cursor's row, that in it and that after it are faint.
  private func isDim(_ terminal: Terminal, from column: Int) -> [Bool] {
    let cells = terminal.screen.lines[terminal.screen.cursor.row].cells
    return (column - 1...column + 1).map { cells[$0].style.isDim }
  }

  // MARK: Blocks

  @Test func aBlockIsOneTextAndSetIn() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("fn f(x) {", .enter, "let y = [", .enter, "x,", .enter, "]", .enter)
    try terminal.send("y[0] * 2", .enter, "}")
    #expect(
      try terminal.shown().suffix(6) == [
        "In [1]: fn f(x) {", "   ...:     let y = [", "   ...:         x,", "   ...:     ]",
        "   ...:     y[0] * 2", "   ...: }",
      ])
    try terminal.send(.enter, "f(21)", .enter)
    try terminal.waitFor("Out[2]: 42")
  }

  @Test func aBlockIsRecalledWholeAndArrowsGoThroughIt() throws {
    let terminal = try Terminal.prompt(cells: ["let old = 1", "if true {\n    old\n}"])
    // To the block, up through its lines, to the cell before, and back down again.
    try terminal.send(.up)
    #expect(
      try terminal.shown().suffix(3) == ["In [3]: if true {", "   ...:     old", "   ...: }"])
    try terminal.send(.up, .end, " + 1")
    #expect(try terminal.shown().suffix(2) == ["   ...:     old + 1", "   ...: }"])
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
    try terminal.send(.up, .up, .up, .up)
    #expect(try terminal.shown().last == "In [3]: let old = 1")
    try terminal.send(.down)
    #expect(
      try terminal.shown().suffix(3) == ["In [3]: if true {", "   ...:     old", "   ...: }"])
    try terminal.send(.down)
    #expect(try terminal.shown().last == "In [3]:")
  }

  @Test func upLooksForCellsThatBeginLikeTheText() throws {
    let terminal = try Terminal.prompt(cells: ["let one = 1", "let two = 2", "one + two"])
    try terminal.send("let", .up)
    #expect(try terminal.shown().last == "In [4]: let two = 2")
    try terminal.send(.up)
    #expect(try terminal.shown().last == "In [4]: let one = 1")
    try terminal.send(.down, .down)
    try terminal.waitUntilIdle()
    // What was typed comes back (with what it may become, faintly).
    #expect(isDim(terminal, from: 11) == [false, true, true])
    #expect(terminal.screen.texts.last == "In [4]: let two = 2")
  }

  @Test func enterInTheMiddleBreaksTheLine() throws {
    let terminal = try Terminal.prompt()
    // What goes to the next line leaves its blanks.
    try terminal.send("1  + 2", .left, .left, .left, .left, .left, .alt("\r"))
    #expect(try terminal.shown().suffix(2) == ["In [1]: 1", "   ...: + 2"])
    try terminal.send(.control("c"))
    try terminal.waitUntilIdle()
    try terminal.send("print(1)", .alt("\r"), "print(2)", .up, .home, .right, .right, .enter)
    #expect(
      try terminal.shown().suffix(3) == ["In [1]: pr", "   ...: int(1)", "   ...: print(2)"])
  }

  // MARK: Pasting

  @Test func aPasteIsNotRunBeforeEnter() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste("let a = 20\nlet b = 22\na + b\n"))
    #expect(
      try terminal.shown().suffix(3) == [
        "In [1]: let a = 20", "   ...: let b = 22", "   ...: a + b",
      ])
    try terminal.send(.enter)
    try terminal.waitFor("Out[1]: 42")
  }

  @Test func aPasteWithoutAnEndIsNotRun() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("\u{1B}[200~let lost = 1\nprint(\"ran\")\n")
    try terminal.wait("the pasted text") { $0.contains("print(\"ran\")") }
    #expect(!(try terminal.shown()).contains("ran"))
    // All that follows is part of it, until its end comes.
    try terminal.send(.enter, "print(\"too\")", .enter)
    try terminal.waitFor("print(\"too\")")
    #expect(!(try terminal.shown()).contains("too"))
    try terminal.send("\u{1B}[201~")
    try terminal.waitUntilIdle()
    try terminal.send(.enter)
    try terminal.wait("both lines") { $0.texts.contains("ran") && $0.texts.contains("too") }
  }

  /// As over a slow line. Escape alone is a key; what has begun beyond it is waited for.
  @Test func keysMayComeInPieces() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("\u{1B}[")
    for byte in Array("200~print(\"ä漢\")\n\u{1B}[201~".utf8) {
      usleep(60_000)
      try terminal.send(bytes: [byte])
    }
    try terminal.waitFor("print(\"ä漢\")")
    #expect(!(try terminal.shown()).contains("ä漢"))
    for byte in Array("é".utf8) {
      try terminal.send(bytes: [byte])
      usleep(60_000)
    }
    try terminal.send(.backspace, .enter)
    try terminal.wait("what it prints") { $0.texts.contains("ä漢") }
  }

  @Test func promptsVanishFromAPaste() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(
      .paste(
        "In [7]: fn f(x) {\n   ...:     x + 1\n   ...: }\nOut[7]: f\nIn [8]: f(1)\nOut[8]: 2\n"))
    #expect(
      try terminal.shown().suffix(4) == [
        "In [1]: fn f(x) {", "   ...:     x + 1", "   ...: }", "   ...: f(1)",
      ])
  }

  @Test func pythonsPromptsVanishToo() throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.paste(">>> let a = [\n...     1]\n>>> a\n[1]\n"))
    #expect(
      try terminal.shown().suffix(3) == ["In [1]: let a = [", "   ...:     1]", "   ...: a"])
  }

  // MARK: Looks

  @Test func whatIsTypedIsColouredOverSeveralRows() throws {
    let terminal = try Terminal.prompt(columns: 30)
    try terminal.send("let text = \"a text that is longer than the row\"  # why")
    let screen = { () throws -> Screen in
      try terminal.waitUntilIdle()
      return terminal.screen
    }
    let now = try screen()
    #expect(now.style(of: "let") != now.style(of: "text ="))
    #expect(now.style(of: "\"a text") == now.style(of: "longer than the"))
    #expect(now.style(of: "\"a text") != now.style(of: "# why"))
    try terminal.send(.enter, "print(mean([1, 2]))", .left)
    let later = try screen()
    #expect(later.style(of: "mean")?.foreground != later.style(of: "[1")?.foreground)
    // The cursor is after the inner `)`, so it and the `(` after mean are marked.
    let cells = later.cells(of: "print(mean([1, 2]))")
    #expect(cells[10].style.isUnderlined && cells[17].style.isUnderlined)
    #expect(!cells[5].style.isUnderlined && !cells[18].style.isUnderlined)
  }

  @Test func withoutColoursNothingIsColoured() throws {
    let terminal = try Terminal.prompt(environment: ["NO_COLOR": "1"])
    try terminal.send("let a = \"b\" + 1", .enter)
    try terminal.waitFor("error[")
    try terminal.waitUntilIdle()
    for text in ["In [1]", "let", "\"b\"", "error["] {
      #expect(terminal.screen.style(of: text)?.foreground == .standard)
    }
  }

  @Test func colourFollowsTheGround() throws {
    let dark = try Terminal.prompt()
    let light = try Terminal()
    light.answer = { question, screen in
      question == "]11;?"
        ? "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\"
        : Terminal.usualAnswer(question, screen)
    }
    try light.waitFor("In [1]:")
    for terminal in [dark, light] {
      try terminal.waitUntilIdle()
      try terminal.send("12345")
      try terminal.waitUntilIdle()
    }
    #expect(dark.screen.style(of: "12345") != light.screen.style(of: "12345"))
    #expect(light.screen.text(1) == "In [1]: 12345")
  }

  @Test func anEarlierCellIsSuggested() throws {
    let terminal = try Terminal.prompt(cells: ["let model_size = 64"])
    try terminal.send("let mo")
    try terminal.waitFor("let model_size = 64")
    try terminal.waitUntilIdle()
    #expect(isDim(terminal, from: 14) == [false, true, true])
    try terminal.send(.controlRight)
    try terminal.waitUntilIdle()
    #expect(isDim(terminal, from: 22) == [false, true, true])
    try terminal.send(.right, " * 2", .enter, "model_size", .enter)
    try terminal.waitFor("Out[3]: 128")
  }

  @Test func aSuggestionThatIsNotTakenIsNotRun() throws {
    let terminal = try Terminal.prompt(cells: ["1 + 1 + 1"])
    try terminal.send("1 + 1", .enter)
    try terminal.waitFor("Out[2]: 2")
    #expect(try terminal.shown().contains("In [2]: 1 + 1"))
  }

  // MARK: Keys

  @Test func undoAndRedo() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("one two", .control("w"), .control("_"))
    #expect(try terminal.shown().last == "In [1]: one two")
    try terminal.send(.control("_"))
    #expect(try terminal.shown().last == "In [1]: one")
    try terminal.send(.control("_"), .control("_"), .control("_"))
    #expect(try terminal.shown().last == "In [1]:")
    try terminal.send(.alt("/"), .alt("/"), .alt("/"), .alt("/"), .alt("/"))
    #expect(try terminal.shown().last == "In [1]: one")
  }

  @Test func wordsAreJumpedOverAndCut() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("alpha beta gamma", .controlLeft, .controlLeft, "X", .controlRight, "Y")
    #expect(try terminal.shown().last == "In [1]: alpha XbetaY gamma")
    try terminal.send(.control("w"), .control("a"), .control("k"), .control("y"), .control("y"))
    #expect(try terminal.shown().last == "In [1]: alpha  gammaalpha  gamma")
  }

  @Test func viKeysByAnOption() throws {
    let terminal = try Terminal.prompt(["--vi"])
    try terminal.send("wrong words", .escape)
    try terminal.waitUntilIdle()
    try terminal.send("0dwi1 + ", .escape)
    try terminal.waitUntilIdle()
    try terminal.send("wC1", .enter)
    try terminal.waitFor("Out[1]: 2")
  }

  @Test func charactersArePeoplesCharacters() throws {
    let terminal = try Terminal.prompt(columns: 40)
    try terminal.send("\"日本\" + \"e\u{301}🙂x\"", .left, .left, .backspace, .backspace, "!", .enter)
    try terminal.waitFor("Out[1]: \"日本!x\"")
  }

  @Test(arguments: ["\u{1B}[200~let a = 1\r\nlet b = 2\r\na + b\u{1B}[201~", "[\r\n1,\r\n2]"])
  func twoCharactersMayEndALine(keys: String) throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.text(keys))
    #expect(
      try terminal.shown().suffix(3).map { $0.prefix(8) } == ["In [1]: ", "   ...: ", "   ...: "])
  }

  /// The cursor stands at the letter that it is before, whatever stands there.
  @Test(arguments: [("✅✅✅", 6), ("⌚日", 4), ("e\u{301}\u{302}", 1), ("🇩🇪", 2)])
  func symbolsAreAsWideAsTheyAreShown(symbols: String, width: Int) throws {
    let terminal = try Terminal.prompt()
    try terminal.send(.text("\"\(symbols)abc\""), .left, .left, .left, .left)
    try terminal.waitUntilIdle()
    #expect(terminal.screen.cursor.column == 9 + width)
  }

  @Test func whatIsShownDoesNotSteerTheTerminal() throws {
    let terminal = try Terminal.prompt(columns: 100)
    try terminal.send(
      "throw \"bell \\u{7} and \\u{1B}]0;title\\u{7}\"", .enter)
    try terminal.waitFor("In [2]:")
    try terminal.send("background(() => error_\\u{1B}[31m)", .enter)
    try terminal.waitFor("In [3]:")
    try terminal.send("bar({\"a\\u{1B}[5mb\": 1}, title: \"t\\u{9B}5m\")", .enter)
    try terminal.waitFor("In [4]:")
    #expect(terminal.screen.bells == 0 && terminal.screen.title != "title")
    let text = terminal.screen.wholeText
    #expect(text.contains("bell \\u{7} and \\u{1B}]0;title"))
    #expect(text.contains("a\\u{1B}[5mb") && text.contains("t\\u{9B}5m"))
  }

  @Test func aReportThatIsCutShortIsNoCrash() throws {
    let terminal = try Terminal.prompt()
    try terminal.send("\u{1B}[M")
    try terminal.waitUntilIdle()
    try terminal.send("abc\u{0}6 * 7", .control("c"))
    try terminal.waitFor("^C")
    try terminal.waitUntilIdle()
    try terminal.send("6 * 7", .enter)
    try terminal.waitFor("Out[1]: 42")
  }

  // MARK: Windows

  @Test(arguments: [Screen.Resizing.rewraps, .cuts])
  func theTextIsDrawnAnewInAnotherWindow(resizing: Screen.Resizing) throws {
    let terminal = try Terminal.prompt(columns: 60)
    try terminal.send("let numbers = [1111, 2222, 3333, 4444, 5555, 6666]")
    try terminal.waitUntilIdle()
    terminal.resize(rows: 20, columns: 30, resizing)
    #expect(
      try terminal.shown().suffix(2) == [
        "In [1]: let numbers = [1111, 2", "222, 3333, 4444, 5555, 6666]",
      ])
    terminal.resize(rows: 20, columns: 80, resizing)
    try terminal.send(.enter, "numbers[5]", .enter)
    try terminal.waitFor("Out[2]: 6666")
    #expect(
      try terminal.shown().contains("In [1]: let numbers = [1111, 2222, 3333, 4444, 5555, 6666]"))
  }

  /// However often the width changes and wherever the cursor is, the cell stands there once.
  @Test(arguments: [0, 2, 3])
  func aCellOfSeveralLinesIsDrawnOnce(linesUp: Int) throws {
    let terminal = try Terminal.prompt(rows: 15, columns: 90, cells: ["print(\"marker\")"])
    let cell = [
      "fn area(width, height) {", "    let result = width * height + 1000000000 + 2000000000",
      "    result", "}",
    ]
    try terminal.send(.paste(cell.joined(separator: "\n")))
    for _ in 0..<linesUp { try terminal.send(.up) }
    for columns in [70, 60, 33, 25, 40, 25, 90, 24, 90] {
      try terminal.waitUntilIdle()
      terminal.resize(rows: 15, columns: columns)
    }
    try terminal.waitUntilIdle()
    #expect(terminal.screen.wholeText.ranges(of: "fn area").count == 1)
    #expect(terminal.screen.wholeText.ranges(of: "marker").count == 2)
    #expect(
      terminal.screen.texts.suffix(4) == ["In [2]: \(cell[0])"]
        + cell.dropFirst().map { "   ...: \($0)" })
  }

  /// What was drawn before stays where the window keeps lines as they are and cuts them off.
  @Test func whatStandsAboveStaysInAWindowThatCuts() throws {
    let terminal = try Terminal.prompt(columns: 60, cells: ["print(\"marker\")"])
    try terminal.send("let numbers = [1111, 2222, 3333, 4444, 5555]")
    for columns in [40, 25, 60] {
      try terminal.waitUntilIdle()
      terminal.resize(rows: 24, columns: columns, .cuts)
    }
    try terminal.waitUntilIdle()
    #expect(
      terminal.screen.texts.suffix(2) == [
        "marker", "In [2]: let numbers = [1111, 2222, 3333, 4444, 5555]",
      ])
  }

  @Test func aCellMayBeHigherThanTheWindow() throws {
    let terminal = try Terminal.prompt(rows: 10)
    let lines = (0..<30).map { "let line_\($0) = \($0)" }
    try terminal.send(.paste(lines.joined(separator: "\n")))
    try terminal.waitFor("line_29")
    for _ in 0..<29 { try terminal.send(.up) }
    try terminal.waitFor("line_0 ")
    try terminal.send(.end, "00", .enter)
    try terminal.waitUntilIdle()
    for _ in 0..<30 { try terminal.send(.down) }
    try terminal.send(.end, .enter)
    try terminal.waitFor("In [2]:")
    let whole = terminal.screen.wholeText
    for line in lines.dropFirst() { #expect(whole.contains(line)) }
    #expect(whole.contains("let line_0 = 000"))
  }

  // MARK: Plain terminals

  @Test func aDumbTerminalGetsNoSequences() throws {
    let terminal = try Terminal.prompt(environment: ["TERM": "dumb"])
    try terminal.send("fn f(x) {", .enter, "x + 1", .enter, "}", .enter, "f(41)", .enter)
    try terminal.waitFor("Out[2]: 42")
    #expect(!terminal.received.contains(0x1B))
    try terminal.waitUntilIdle()
    try terminal.send(.control("d"))
    #expect(try terminal.waitForExit() == 0)
  }
}
