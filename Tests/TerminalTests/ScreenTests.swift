import Testing

/// The model of the screen does as xterm does.
@Suite struct ScreenTests {
  private func screen(_ text: String, rows: Int = 4, columns: Int = 10) -> Screen {
    var screen = Screen(rows: rows, columns: columns)
    screen.feed(text)
    return screen
  }

  @Test func linesAndTabs() {
    #expect(screen("ab\r\ncd\tx\u{8}y\u{7}").texts == ["ab", "cd      y"])
    #expect(screen("ab\ncd").texts == ["ab", "  cd"])
    #expect(screen("\u{7}\u{7}").bells == 2)
  }

  /// A full line does not wrap before one more character comes.
  @Test func wrapsLate() {
    #expect(screen("0123456789").cursor == Screen.Place(row: 0, column: 9))
    #expect(screen("0123456789\r\nx").texts == ["0123456789", "x"])
    let wrapped = screen("0123456789ab")
    #expect(wrapped.texts == ["0123456789", "ab"])
    #expect(wrapped.contains("789ab"))
    #expect(screen("0123456789\u{1B}[Kx").texts == ["012345678x"])
  }

  @Test func scrollsAndKeepsWhatLeaves() {
    let scrolled = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6")
    #expect(scrolled.texts == ["3", "4", "5", "6"])
    #expect(scrolled.scrolledAway == ["1", "2"])
    #expect(scrolled.wholeText == "1\n2\n3\n4\n5\n6\n")
  }

  @Test func scrollsARegion() {
    let text = "a\r\nb\r\nc\r\nd\u{1B}[2;3r\u{1B}[3;1H\nx"
    #expect(screen(text).texts == ["a", "c", "x", "d"])
    #expect(screen(text + "\u{1B}[2;1H\u{1B}My").texts == ["a", "y", "c", "d"])
    #expect(screen(text).scrolledAway.isEmpty)
  }

  @Test func wideAndCombining() {
    let wide = screen("a漢e\u{301}b")
    #expect(wide.texts == ["a漢e\u{301}b"])
    #expect(wide.cursor.column == 5)
    #expect(screen("012345678漢").texts == ["012345678", "漢"])
    // Half a wide character is none.
    #expect(screen("漢\u{8}x").texts == [" x"])
    #expect(screen("漢\rx").texts == ["x"])
    #expect(screen("🙂x").cursor.column == 3)
  }

  @Test func moves() {
    #expect(screen("\u{1B}[3;4Hx").texts == ["", "", "   x"])
    #expect(screen("\u{1B}[3;4H\u{1B}[A\u{1B}[2Dx").texts == ["", " x"])
    #expect(screen("\u{1B}[99;99H").cursor == Screen.Place(row: 3, column: 9))
    #expect(
      screen("\u{1B}[2Ea\u{1B}[Fb\u{1B}[6Gc\u{1B}[4dd").texts == ["", "b    c", "a", "      d"])
    #expect(screen("ab\u{1B}7\u{1B}[3;3H\u{1B}8c\u{1B}[s\u{1B}[H\u{1B}[ud").texts == ["abcd"])
  }

  @Test func erases() {
    let full = "aaaa\r\nbbbb\r\ncccc\u{1B}[2;3H"
    #expect(screen(full + "\u{1B}[J").texts == ["aaaa", "bb"])
    #expect(screen(full + "\u{1B}[1J").texts == ["", "   b", "cccc"])
    #expect(screen(full + "\u{1B}[2J").texts == [])
    #expect(screen(full + "\u{1B}[K").texts == ["aaaa", "bb", "cccc"])
    #expect(screen(full + "\u{1B}[1K").texts == ["aaaa", "   b", "cccc"])
    #expect(screen(full + "\u{1B}[2K").texts == ["aaaa", "", "cccc"])
    #expect(screen(full + "\u{1B}[X").texts == ["aaaa", "bb b", "cccc"])
  }

  @Test func insertsAndDeletes() {
    let full = "abcd\r\nefgh\r\nijkl\u{1B}[2;2H"
    #expect(screen(full + "\u{1B}[2@").texts == ["abcd", "e  fgh", "ijkl"])
    #expect(screen(full + "\u{1B}[2P").texts == ["abcd", "eh", "ijkl"])
    #expect(screen(full + "\u{1B}[L").texts == ["abcd", "", "efgh", "ijkl"])
    #expect(screen(full + "\u{1B}[M").texts == ["abcd", "ijkl"])
  }

  @Test func styles() throws {
    let styled = screen("\u{1B}[1;31mred\u{1B}[0m \u{1B}[2;4;38;5;208mx\u{1B}[38;2;1;2;3my")
    let red = try #require(styled.style(of: "red"))
    #expect(red.isBold && red.foreground == .palette(1))
    let x = try #require(styled.style(of: "x"))
    #expect(x.isDim && x.isUnderlined && !x.isBold && x.foreground == .palette(208))
    #expect(styled.style(of: "y")?.foreground == .rgb(1, 2, 3))
    #expect(styled.style(of: "d ") == nil)
    #expect(screen("\u{1B}[7mr\u{1B}[27ms").style(of: "r")?.isReversed == true)
  }

  @Test func modesAndTheOtherScreen() {
    var modes = screen("ab\u{1B}[?25l\u{1B}[?2004h")
    #expect(!modes.showsCursor && modes.modes.contains(2004))
    modes.feed("\u{1B}[?1049h\u{1B}[Hother")
    #expect(modes.texts == ["other"])
    modes.feed("\u{1B}[?1049lc")
    #expect(modes.texts == ["abc"])
  }

  @Test func strings() {
    let text =
      "\u{1B}]2;a title\u{7}\u{1B}]8;;https://x.y/\u{1B}\\link\u{1B}]8;;\u{1B}\\."
      + "\u{1B}_Gf=100;AAAA\u{1B}\\\u{1B}[6n\u{1B}[c\u{1B}]11;?\u{1B}\\\u{1B}[?2026$p"
    let told = screen(text, columns: 20)
    #expect(told.title == "a title")
    #expect(told.texts == ["link."])
    #expect(told.cells(of: "link").allSatisfy { $0.link == "https://x.y/" })
    #expect(told.cells(of: ".").first?.link == nil)
    #expect(told.strings == [ControlString(kind: .application, text: "Gf=100;AAAA")])
    #expect(told.questions == ["[6n", "[c", "]11;?", "[?2026$p"])
  }

  /// What comes in pieces gives the same as what comes at once; what is broken breaks nothing.
  @Test func piecesAndRubbish() {
    let text = "ä漢\u{1B}[1;38;5;1mx\u{1B}]0;t\u{7}\u{1B}[2;2Hé"
    var pieces = Screen(rows: 4, columns: 10)
    for byte in text.utf8 { pieces.feed([byte]) }
    #expect(pieces.lines == screen(text).lines && pieces.title == "t")
    var random = SystemRandomNumberGenerator()
    var torn = Screen(rows: 3, columns: 5)
    for _ in 0..<20_000 {
      torn.feed([[0x1B, 0x5B, 0x3B, 0x39, 0xE6].randomElement() ?? random.next()])
      torn.feed([UInt8.random(in: 0...255, using: &random)])
    }
    #expect(torn.lines.count == 3 && torn.lines.allSatisfy { $0.cells.count == 5 })
  }

  @Test func resizes() {
    let long = "0123456789abcde\r\nx"
    var cut = screen(long)
    cut.resize(rows: 4, columns: 6, .cuts)
    #expect(cut.texts == ["012345", "abcde", "x"])
    var wrapped = screen(long)
    wrapped.resize(rows: 4, columns: 6, .rewraps)
    #expect(wrapped.texts == ["012345", "6789ab", "cde", "x"])
    #expect(wrapped.cursor == Screen.Place(row: 3, column: 1))
    wrapped.resize(rows: 4, columns: 20, .rewraps)
    #expect(wrapped.texts == ["0123456789abcde", "x"])
    wrapped.feed("y")
    #expect(wrapped.texts == ["0123456789abcde", "xy"])
    wrapped.resize(rows: 1, columns: 20, .rewraps)
    #expect(wrapped.texts == ["xy"] && wrapped.scrolledAway == ["0123456789abcde"])
  }
}
