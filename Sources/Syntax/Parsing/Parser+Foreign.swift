extension Parser {
  /// A hint for who comes from another language; nil when the token is nobody's habit.
  func foreignSpelling(_ token: Token) -> Stop? {
    let before = previousName
    switch token.kind {
    case .name(let name):
      if ["elif", "elsif", "elseif"].contains(name) {
        return mistake(
          "S0106", "`\(name)` is no word of this language", token.span,
          notes: ["conditions go on with `else if`"], help: "write  } else if … { … }")
      }
      switch before {
      case "def", "func", "function", "fun":
        return foreign(before, "functions begin with `fn`", "fn \(name)(…) { … }")
      case "var", "const", "val", "mut", "auto", "local":
        return foreign(before, "variables are declared with `let`", "let \(name) = …")
      case "lambda":
        return foreign(before, "functions of one expression have no keyword", "\(name) => …")
      case "from": return foreign(before, "imports name a file", "import \"file.setl\" as name")
      default: return nil
      }
    case .symbol(.openParenthesis), .symbol(.colon), .symbol(.openBrace), .keyword:
      if let before, ["elif", "elsif", "elseif"].contains(before) {
        return foreign(before, "conditions go on with `else if`", "} else if … { … }")
      }
      if token.kind == .keyword(.not) || token.kind == .symbol(.openBrace) { return nil }
      if token.kind == .symbol(.colon), openBracket == .openBracket {
        return mistake(
          "S0106", "a slice has no colon", token.span,
          notes: ["`..` stands between its ends, and alone for a whole axis"],
          help: "write  x[1..3]  x[.., 0]")
      }
      if token.kind == .symbol(.colon) {
        return mistake(
          "S0106", "a colon opens nothing", token.span, notes: ["blocks stand in braces"],
          help: "write  { … }")
      }
      return nil
    default: return nil
    }
  }

  private func foreign(_ word: String?, _ note: String, _ help: String) -> Stop {
    mistake(
      "S0106", "`\(word ?? "")` is no word of this language", previous.span, notes: [note],
      help: "write  \(help)")
  }

  private var previousName: String? {
    if case .name(let name) = previous.kind { name } else { nil }
  }
}
