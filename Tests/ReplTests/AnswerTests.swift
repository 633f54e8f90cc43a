import Repl
import Testing

/// What terminals answer when they are asked for pictures.
@Suite struct AnswerTests {
  private func answer(_ text: String) -> TerminalAnswer { TerminalAnswer(Array(text.utf8)) }

  @Test func kitty() {
    let answer = answer("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|kitty(0.35.2)\u{1B}\\\u{1B}[?62;c")
    #expect(answer.takesKittyPictures && answer.isComplete && answer.typed.isEmpty)
    #expect(answer.version == "kitty(0.35.2)")
  }

  @Test func iTerm() {
    let answer = answer("\u{1B}P>|iTerm2 3.5.0\u{1B}\\\u{1B}[?64;1;2;4;6c")
    #expect(!answer.takesKittyPictures && answer.isComplete)
    #expect(answer.version == "iTerm2 3.5.0")
  }

  @Test func aTerminalThatRefuses() {
    let answer = answer("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\\u{1B}[?6c")
    #expect(!answer.takesKittyPictures && answer.isComplete && answer.version == nil)
  }

  @Test func whatIsTypedIsKept() {
    let answer = answer("pri\u{1B}_Gi=31;OK\u{1B}\\nt\u{1B}[A(1\u{1B}[?62c)é\n")
    #expect(answer.takesKittyPictures && answer.isComplete)
    #expect(String(decoding: answer.typed, as: UTF8.self) == "print\u{1B}[A(1)é\n")
  }

  @Test func halfAnAnswerIsNone() {
    #expect(!answer("").isComplete)
    #expect(!answer("\u{1B}[?62;").isComplete)
    #expect(!answer("\u{1B}_Gi=31;OK").takesKittyPictures)
    #expect(!answer("\u{1B}[5c").isComplete)
    #expect(answer("\u{1B}").typed == [0x1B])
  }
}
