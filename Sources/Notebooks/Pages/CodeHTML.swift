internal import Syntax

/// Code in colours, by the language's own lexer.
enum CodeHTML {
  static func text(_ code: String) -> String {
    let source = SourceText(name: "", text: code)
    var result = ""
    // What is alike stands in one span.
    var run: (name: String?, span: Span) = (nil, Span(0, 0))
    func finish(_ end: Int) {
      let text = source.text(in: Span(run.span.start, end))
      result += run.name.map { HTML.span($0, text) } ?? HTML.escaped(text)
    }
    let tokens = Lexer(source).tokens
    for (number, token) in tokens.enumerated() where token.span.end > token.span.start {
      let name = name(of: token, before: tokens.dropFirst(number + 1).first)
      guard name != run.name || token.span.start != run.span.end else {
        run.span.end = token.span.end
        continue
      }
      finish(run.span.end)
      result += HTML.escaped(source.text(in: Span(run.span.end, token.span.start)))
      run = (name, token.span)
    }
    finish(run.span.end)
    return result + HTML.escaped(source.text(in: Span(run.span.end, source.bytes.count)))
  }

  /// The class of a token; those of Pygments, which style sheets know.
  private static func name(of token: Token, before next: Token?) -> String? {
    switch token.kind {
    case .keyword(let word):
      switch word.role {
      case .declaration: "kd"
      case .control: "k"
      case .operator: "ow"
      case .constant: "kc"
      }
    case .number: "m"
    case .stringStart, .stringText, .stringEnd: "s"
    case .interpolationStart, .interpolationEnd, .format: "si"
    case .comment: "c"
    case .invalid: "err"
    case .name: next?.kind == .symbol(.openParenthesis) ? "nf" : nil
    case .symbol, .newline, .end: nil
    }
  }
}
