internal import Syntax

/// Code in colours, by the language's own lexer.
enum CodeHTML {
  static func text(_ code: String) -> String {
    let source = SourceText(name: "", text: code)
    var result = ""
    var place = 0
    let tokens = Lexer(source).tokens
    for (number, token) in tokens.enumerated() where token.span.end > token.span.start {
      guard let name = name(of: token, before: tokens.dropFirst(number + 1).first) else { continue }
      result += HTML.escaped(source.text(in: Span(place, token.span.start)))
      result += HTML.span(name, source.text(in: token.span))
      place = token.span.end
    }
    return result + HTML.escaped(source.text(in: Span(place, source.bytes.count)))
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
