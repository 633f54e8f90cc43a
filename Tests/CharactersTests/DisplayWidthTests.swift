import Characters
import Testing

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本", 4), ("ｱ", 1), ("Ａ", 2), ("…", 1),
    ("✅", 2), ("⌚", 2), ("❤", 1), ("\u{200B}", 0), ("\u{7F}\u{1B}\u{9B}", 0), ("\u{AD}", 1),
  ])
  func `A character is as wide as its East Asian Width says, a mark takes nothing`(
    text: String, columns: Int
  ) {
    #expect(displayWidth(of: text) == columns)
  }

  @Test(arguments: [
    ("❤\u{FE0F}", 2), ("©\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("⌚\u{FE0E}", 2),
    ("🇩🇪", 2), ("🇩🇪🇫🇷", 4), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("❤\u{FE0F}‍🔥", 2),
    ("🏴\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}", 2), ("한글", 4),
    ("\u{1112}\u{1161}\u{11AB}", 2), ("का", 2), ("👨‍👩‍👧!", 3),
  ])
  func `A sequence that is drawn as one picture is measured as one`(text: String, columns: Int) {
    #expect(displayWidth(of: text) == columns)
  }

  @Test func `What steers a terminal is shown as an escape`() {
    #expect(shown("plain é 日 👨‍👩‍👧") == "plain é 日 👨‍👩‍👧")
    #expect(shown("a\u{1B}[31mb\r\n\u{9B}\u{202E}") == "a\\u{1B}[31mb\\r\\n\\u{9B}\\u{202E}")
    #expect(shownOnLine("a\r\nb\tc\u{7}") == "a b c\\u{7}")
  }
}
