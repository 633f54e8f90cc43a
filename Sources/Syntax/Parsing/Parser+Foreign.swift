/// What people write who come from other languages, and what is written here.
extension Parser {
  /// A hint where `token` stands for another language's habit; nil when it is nobody's.
  func foreignSpelling(_ token: Token) -> Stop? {
    if let statement = foreignStatement ?? foreignMagic(token) { return statement }
    switch token.kind {
    case .name(let name): return foreignWord(name, token.span)
    case .stringStart: return foreignString(token.span)
    case .number: return callWithoutParentheses(token.span)
    case .keyword(let keyword): return foreignKeyword(keyword, token.span)
    case .symbol(let symbol): return foreignSymbol(symbol, token.span)
    default: return nil
    }
  }

  /// The statement begins with a word that does so elsewhere, and that is not used as a name.
  private var foreignStatement: Stop? {
    let first = firstOfLine
    guard case .name(let word) = first.kind, let second = tokenOnLine(after: first) else {
      return nil
    }
    switch second.kind {
    case .name, .number, .stringStart, .keyword, .symbol(.openParenthesis),
      .symbol(.openBracket), .symbol(.openBrace), .symbol(.colon):
      break
    default: if !source.isCommand(at: first.span) { return nil }
    }
    let rest = source.restOfLine(from: first.span.end)
    guard let statement = ForeignStatement(word, rest) else { return nil }
    return foreign(word, first.span, statement)
  }

  /// `cd ..`, which would go on if it were a range.
  var foreignFolder: Stop? {
    let first = firstOfLine
    guard case .name("cd") = first.kind else { return nil }
    let rest = source.restOfLine(from: first.span.end)
    guard ["..", "../", "-", "/"].contains(rest), let statement = ForeignStatement("cd", rest)
    else { return nil }
    return foreign("cd", first.span, statement)
  }

  /// `%run file` at the start of a line.
  private func foreignMagic(_ token: Token) -> Stop? {
    guard token.kind == .symbol(.remainder), source.isFirstOfLine(token.span.start) else {
      return nil
    }
    let line = source.restOfLine(from: token.span.start).drop { $0 == "%" }
    let word = String(line.prefix { !$0.isWhitespace })
    let rest = line.dropFirst(word.count).trimmedOfSpace
    guard let statement = ForeignStatement(magic: word, rest) else { return nil }
    return foreign("%" + word, Span(token.span.start, token.span.end), statement)
  }

  private static let otherConditions = ["elif", "elsif", "elseif"]

  private func foreignWord(_ name: String, _ span: Span) -> Stop? {
    if Self.otherConditions.contains(name) { return otherCondition(name, span) }
    if name == "then" { return foreign(name, span, "blocks stand in braces", "if … { … }") }
    if case .keyword(.import) = previous.kind {
      return foreignImport(name, span)
    }
    guard let before = previousName else { return nil }
    if name == "is" {
      return foreign(name, span, "values are compared with `==`", "\(before) == …")
    }
    if Self.otherConditions.contains(before) { return otherCondition(before, previous.span) }
    if before == "lambda",
      let lambda = ForeignStatement(before, source.restOfLine(from: span.start))
    {
      return foreign(before, previous.span, lambda)
    }
    return nil
  }

  /// `import tools.parts as t`.
  private func foreignImport(_ name: String, _ span: Span) -> Stop {
    let words = source.restOfLine(from: span.start).split(separator: " ")
    let path = (words.first ?? "").split(separator: ".").joined(separator: "/")
    let own = words.count == 3 && words[1] == "as" ? String(words[2]) : nil
    let last = path.split(separator: "/").last.map(String.init) ?? name
    return mistake(
      "S0106", "an import names a file", span,
      notes: ["functions of the library need no import"],
      help: "write  import \"\(path).setl\" as \(own ?? last)",
      meant: .init(name: name))
  }

  private func otherCondition(_ word: String, _ span: Span) -> Stop {
    let rest = source.restOfLine(from: span.end)
    let condition = rest.prefix { $0 != "{" && $0 != ":" }.trimmedOfSpace
    return foreign(
      word, span, "conditions go on with `else if`",
      "} else if \(condition.isEmpty ? "…" : condition) { … }")
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
      let rest = source.restOfLine(from: span.start)
      return mistake(
        "S0106", "a call has parentheses", span,
        help: "write  \(before)(\(rest.isEmpty ? "…" : rest))",
        meant: .init(name: before, arguments: rest.listedParts))
    default: return nil
    }
  }

  private func foreignKeyword(_ keyword: Keyword, _ span: Span) -> Stop? {
    if let before = previousName, Self.otherConditions.contains(before) {
      return otherCondition(before, previous.span)
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
    case .comma where firstOfLine.kind == .keyword(.for) && openBracket == nil:
      return severalInLoop(span)
    case .openParenthesis where previous.kind == .keyword(.let),
      .comma where previousName != nil && openBracket != .openParenthesis:
      return severalVariables(span)
    case .openParenthesis:
      guard let before = previousName, Self.otherConditions.contains(before) else { return nil }
      return otherCondition(before, previous.span)
    case .openBrace: return functionInCall(span)
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

  /// `for i, x in xs`, with the names and values that stand there.
  private func severalInLoop(_ span: Span) -> Stop {
    let rest = source.restOfLine(from: firstOfLine.span.end)
    let head = rest.prefix { $0 != "{" }
    var values = "pairs"
    var names = "a, b"
    if let word = head.range(of: " in ") {
      names = head[..<word.lowerBound].trimmedOfSpace
      values = head[word.upperBound...].trimmedOfSpace
      if values.hasSuffix(":") { values.removeLast() }
      if values.hasSuffix(".items()") { values = "entries(\(values.dropLast(8)))" }
    }
    return mistake(
      "S0106", "several variables stand in square brackets", span,
      help: "write  for [\(names)] in \(values) { … }")
  }

  /// `a, b = b, a` and `let a, b = 1, 2`.
  private func severalVariables(_ span: Span) -> Stop {
    let first = firstOfLine
    let declares = first.kind == .keyword(.let)
    let line = source.restOfLine(from: declares ? first.span.end : first.span.start)
    let sides = line.split(separator: "=", maxSplits: 1).map { side in
      let text = side.trimmedOfSpace
      return text.hasPrefix("(") && text.hasSuffix(")") ? String(text.dropFirst().dropLast()) : text
    }
    let isAssignment = sides.count == 2 && !sides[1].hasPrefix("=") && !sides[0].contains("(")
    let (left, right) = isAssignment ? (sides[0], sides[1]) : ("a, b", "1, 2")
    let value = right.contains(",") ? "[\(right)]" : right
    return mistake(
      "S0106", "several variables stand in square brackets", span,
      help: "write  \(declares || !isAssignment ? "let " : "")[\(left)] = \(value)")
  }

  /// `function(x) {` where a value may stand.
  private func functionInCall(_ span: Span) -> Stop? {
    guard previous.kind == .symbol(.closeParenthesis), let word = wordBeforeParentheses,
      ["function", "func", "fun", "def", "lambda"].contains(word.text)
    else { return nil }
    let head = source.text(in: Span(word.span.end, span.start))
    guard let function = ForeignStatement("function", head) else { return nil }
    return foreign(word.text, word.span, function)
  }

  private func foreignColon(_ span: Span) -> Stop {
    if let bracket = openBracketToken, bracket.kind == .symbol(.openBracket) {
      return mistake(
        "S0106", "a slice has no colon", span,
        notes: ["`..` stands between its ends, and alone for a whole axis"],
        help: "write  \(slice(from: bracket))")
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

  /// `x[1:3, ::-1]` as it is written here.
  private func slice(from bracket: Token) -> String {
    let target = source.operand(endingAt: bracket.span.start) ?? "x"
    let rest = source.restOfLine(from: bracket.span.end)
    let items = rest.prefix { $0 != "]" }.split(separator: ",").map { item in
      let parts = item.split(separator: ":", omittingEmptySubsequences: false).map {
        $0.trimmedOfSpace
      }
      guard parts.count > 1 else { return parts.first ?? "" }
      let ends = "\(parts[0])..\(parts[1])"
      return parts.count > 2 && !parts[2].isEmpty ? "\(ends) by \(parts[2])" : ends
    }
    return "\(target)[\(items.joined(separator: ", "))]"
  }

  private func conditionalValue(_ span: Span) -> Stop {
    mistake(
      "S0106", "a condition comes before its values", span,
      help: "write  if … { … } else { … },  which gives the value of the block that ran")
  }

  private func foreign(
    _ word: String, _ span: Span, _ note: String, _ help: String, meant: Diagnostic.Meant? = nil
  ) -> Stop {
    mistake(
      "S0106", "`\(word)` is no word of this language", span, notes: [note],
      help: "write  \(help)", meant: meant)
  }

  private func foreign(_ word: String, _ span: Span, _ statement: ForeignStatement) -> Stop {
    foreign(
      word, span, statement.note, statement.written,
      meant: statement.module.map { .init(name: $0) })
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

extension StringProtocol {
  /// Where a text stands first.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
