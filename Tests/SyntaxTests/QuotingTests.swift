import Characters
import Syntax
import Testing

/// What is written of a text is read back as the same text, and nothing in it reaches a screen but what is
/// seen.
@Suite struct QuotingTests {
  /// Scalars of all kinds: letters, escapes, controls, format characters, marks, emoji and their parts.
  private static let scalars: [Unicode.Scalar] =
    (0..<0x180).compactMap { Unicode.Scalar($0 as UInt32) }
    + [
      0x301, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x2028, 0x2029, 0x202A, 0x202E, 0x2060, 0x2066,
      0x2069, 0xAD, 0xFE0F, 0xFEFF, 0xFFFD, 0xE000, 0x65E5, 0x1F469, 0x1F4BB, 0xE0067, 0x10FFFF,
    ].compactMap { Unicode.Scalar($0 as UInt32) }

  @Test func quotedTextsAreReadBack() {
    var random = Generator(state: 13)
    for _ in 0..<3000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<random.below(12) {
        view.append(Self.scalars[random.below(Self.scalars.count)])
      }
      let text = String(view)
      let tokens = Lexer(SourceText(name: "", text: text.quoted)).tokens.map(\.kind)
      guard tokens.count == 4, case .stringText(let read) = tokens[1] else {
        Issue.record("\(text.quoted) is read as \(tokens)")
        continue
      }
      #expect(ExactText(read) == ExactText(text))
    }
  }

  @Test func nothingIsHidden() {
    let text = "a\r\n\u{1B}[2J\u{9B}\u{7F}\u{202E}\u{200B}\u{2028}"
    #expect(text.quoted == #""a\r\n\u{1B}[2J\u{9B}\u{7F}\u{202E}\u{200B}\u{2028}""#)
    #expect("plain é 日本".quoted == "\"plain é 日本\"")
    // Joiners that make one picture of two stay.
    #expect("👩\u{200D}💻 a\u{200D}b".quoted == "\"👩\u{200D}💻 a\\u{200D}b\"")
  }

  @Test func textsAreTheSameByCodePoints() {
    #expect(ExactText("\u{E9}") != ExactText("e\u{301}"))
    #expect(Set([ExactText("\u{E9}"), ExactText("e\u{301}"), ExactText("\u{E9}")]).count == 2)
    #expect("a".ordered(before: "b") < 0 && "\u{FF21}".ordered(before: "\u{1F600}") < 0)
    #expect("ab".ordered(before: "a") > 0 && "".ordered(before: "") == 0)
  }

  @Test func longTextsAreClipped() {
    let text = String(repeating: "é", count: 10_000)
    #expect(text.clipped.unicodeScalars.count == 81)
    #expect("short".clipped == "short")
  }

  /// A linear congruence is random enough here.
  private struct Generator {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
  }
}
