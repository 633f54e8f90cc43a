/// What people write who come from other languages, and what is written here.
extension Parser {
  /// A hint where `token` stands for another language's habit; nil when it is nobody's.
  func foreignSpelling(_ token: Token) -> Stop? {
    switch token.kind {
    case .name(let name): foreignWord(name, token.span)
    case .stringStart: foreignString(token.span)
    case .number: callWithoutParentheses(token.span)
    case .keyword(let keyword): foreignKeyword(keyword, token.span)
    case .symbol(let symbol): foreignSymbol(symbol, token.span)
    default: nil
    }
  }

  private static let otherConditions = ["elif", "elsif", "elseif"]

  private func foreignWord(_ name: String, _ span: Span) -> Stop? {
    if Self.otherConditions.contains(name) {
      return foreign(name, span, "conditions go on with `else if`", "} else if … { … }")
    }
    if name == "then" { return foreign(name, span, "blocks stand in braces", "if … { … }") }
    guard let before = previousName else { return nil }
    if name == "is" {
      return foreign(name, span, "values are compared with `==`", "\(before) == …")
    }
    let place = previous.span
    switch before {
    case "def", "func", "function", "fun":
      return foreign(before, place, "functions begin with `fn`", "fn \(name)(…) { … }")
    case "var", "const", "val", "mut", "auto", "local":
      return foreign(before, place, "variables are declared with `let`", "let \(name) = …")
    case "lambda":
      return foreign(before, place, "functions of one expression have no keyword", "\(name) => …")
    case "from":
      return foreign(before, place, "imports name a file", "import \"file.setl\" as name")
    case "class", "struct":
      return foreign(before, place, "maps hold what belongs together", "{name: …, size: …}")
    case "del", "delete":
      return foreign(before, place, "a variable lets go of its value", "\(name) = none")
    default: return nil
    }
  }

  private func foreignString(_ span: Span) -> Stop? {
    if let before = previousName, previous.span.end == span.start, before.count <= 2 {
      return mistake(
        "S0106", "a string has no letter before it", previous.span,
        notes: ["every string takes values in braces"], help: "write  \"total {x}\"")
    }
    return callWithoutParentheses(span)
  }

  private func callWithoutParentheses(_ span: Span) -> Stop? {
    guard let before = previousName else { return nil }
    switch beforePrevious {
    case nil, .newline, .symbol(.semicolon), .symbol(.openBrace):
      return mistake("S0106", "a call has parentheses", span, help: "write  \(before)(…)")
    default: return nil
    }
  }

  private func foreignKeyword(_ keyword: Keyword, _ span: Span) -> Stop? {
    if let before = previousName, Self.otherConditions.contains(before) {
      return foreign(before, previous.span, "conditions go on with `else if`", "} else if … { … }")
    }
    switch keyword {
    case .for where openBracket == .openBracket:
      return mistake(
        "S0106", "a list holds no loop", span, notes: ["functions make lists of lists"],
        help: "write  map(xs, x => …)  filter(xs, x => …)")
    case .if: return conditionalValue(span)
    default: return nil
    }
  }

  private func foreignSymbol(_ symbol: Symbol, _ span: Span) -> Stop? {
    switch symbol {
    case .openParenthesis where previous.kind == .keyword(.let),
      .comma where previousName != nil && openBracket != .openParenthesis:
      return mistake(
        "S0106", "several variables stand in square brackets", span,
        help: "write  let [a, b] = [1, 2]")
    case .openParenthesis:
      guard let before = previousName, Self.otherConditions.contains(before) else { return nil }
      return foreign(before, previous.span, "conditions go on with `else if`", "} else if … { … }")
    case .colon: return foreignColon(span)
    case .question where previous.kind != .newline: return conditionalValue(span)
    case .divideWhole:
      return mistake("S0106", "a comment begins with `#`", span, help: "write  # …")
    case .greater where previous.kind == .symbol(.less):
      return mistake("S0106", "`<>` is no operator", span, help: "write  !=")
    case .greater where previous.kind == .symbol(.minus),
      .minus where peek(1).kind == .symbol(.greater):
      return mistake(
        "S0106", "a function does not say what it gives", span, help: "write  fn name(…) { … }")
    case .assign where previous.kind == .symbol(.equal):
      return mistake("S0106", "`===` is no operator", span, help: "write  ==")
    default: return nil
    }
  }

  private func foreignColon(_ span: Span) -> Stop {
    if openBracket == .openBracket {
      return mistake(
        "S0106", "a slice has no colon", span,
        notes: ["`..` stands between its ends, and alone for a whole axis"],
        help: "write  x[1..3]  x[.., 0]")
    }
    if case .number = previous.kind {
      return mistake("S0106", "a range has no colon", span, help: "write  0..10  0..10 by 2")
    }
    if previousName != nil, beforePrevious == .keyword(.let) {
      return mistake(
        "S0106", "a variable has no type", span, notes: ["it takes any value"],
        help: "write  let name = …")
    }
    return mistake(
      "S0106", "a colon opens nothing", span, notes: ["blocks stand in braces"],
      help: "write  { … }")
  }

  private func conditionalValue(_ span: Span) -> Stop {
    mistake(
      "S0106", "a condition comes before its values", span,
      help: "write  if … { … } else { … },  which gives the value of the block that ran")
  }

  private func foreign(_ word: String, _ span: Span, _ note: String, _ help: String) -> Stop {
    mistake(
      "S0106", "`\(word)` is no word of this language", span, notes: [note],
      help: "write  \(help)")
  }

  private var previousName: String? {
    if case .name(let name) = previous.kind { name } else { nil }
  }

  /// `pattern("a{2}")`: in a text the braces put the number there, and the pattern would be `a2`.
  func checkPattern(_ callee: Expression, _ arguments: [Expression.Argument]) throws {
    guard case .name("pattern") = callee.kind, let source = arguments.first?.value,
      case .string(let parts) = source.kind
    else { return }
    for case .interpolation(let value, _) in parts {
      guard case .number = value.kind else { continue }
      throw mistake(
        "S0115", "braces in a text put a value there", value.span,
        label: "the pattern would hold the number alone",
        help: "how often something is repeated is written  \\{2\\}  or  \\{2,5\\}")
    }
  }
}
