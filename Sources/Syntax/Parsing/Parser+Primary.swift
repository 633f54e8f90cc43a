/// What an expression is made of: literals, names, brackets, `if` and `fn`.
extension Parser {
  mutating func parsePrimary() throws -> Expression {
    let token = peek()
    switch token.kind {
    case .number(let value):
      take()
      return Expression(.number(value), token.span)
    case .stringStart: return try parseString()
    case .name(let name):
      take()
      return Expression(.name(name), token.span)
    case .keyword(.true), .keyword(.false):
      take()
      return Expression(.bool(token.kind == .keyword(.true)), token.span)
    case .keyword(.none):
      take()
      return Expression(.none, token.span)
    case .keyword(.if): return try parseConditional()
    case .keyword(.fn):
      take()
      let function = try parseFunctionRest(token.span)
      return Expression(.function(function), function.span)
    case .symbol(.openParenthesis):
      take()
      return try within(newlines: false) { parser in
        var inner = try parser.parseExpression()
        let close = try parser.expect(.closeParenthesis, "to close the parenthesis").span
        inner.span = token.span.union(close)
        return inner
      }
    case .symbol(.openBracket):
      take()
      return try within(newlines: false) { try $0.parseList(token.span) }
    case .symbol(.openBrace):
      take()
      return try within(newlines: false) { try $0.parseMap(token.span) }
    case .symbol(.question):
      throw mistake(
        "S0105", "`?` asks for help at the prompt alone", token.span,
        notes: ["it stands at the beginning of the cell"], help: "write  help(name)")
    default: throw unexpected("a value")
    }
  }

  // MARK: Strings

  mutating func parseString() throws -> Expression {
    let start = take().span
    // The texts of a block string share their indentation.
    let isBlock = source.text(in: start) == "\"\"\""
    var parts: [Expression.StringPart] = []
    while true {
      let token = peek()
      switch token.kind {
      case .stringText(let text):
        take()
        if !text.isEmpty || parts.isEmpty { parts.append(.text(text)) }
      case .interpolationStart:
        take()
        parts.append(try parseInterpolation(token.span))
      case .stringEnd:
        take()
        let span = start.union(token.span)
        return Expression(.string(isBlock ? Self.unindented(parts) : Self.joined(parts)), span)
      case .end: throw Stop.endOfText
      default: throw unexpected("the rest of the string")
      }
    }
  }

  private static let braceHelp = "a brace itself is written  \\{"

  private mutating func parseInterpolation(_ start: Span) throws -> Expression.StringPart {
    if peek().kind == .interpolationEnd {
      throw mistake(
        "S0105", "an interpolation is empty", start.union(peek().span),
        help: Self.braceHelp)
    }
    let value: Expression
    do {
      value = try within(newlines: false) { try $0.parseExpression() }
    } catch Stop.mistake(var diagnostic) where diagnostic.help == nil {
      diagnostic.help = Self.braceHelp
      throw Stop.mistake(diagnostic)
    }
    var format: FormatSpecification?
    if case .format(let found) = peek().kind {
      take()
      format = found
    }
    guard peek().kind == .interpolationEnd else {
      let stop = unexpected("`}` after the expression")
      guard case .mistake(var diagnostic) = stop, diagnostic.help == nil else { throw stop }
      diagnostic.help = Self.braceHelp
      throw Stop.mistake(diagnostic)
    }
    take()
    return .interpolation(value, format: format)
  }

  /// Without an empty first text that others follow.
  private static func joined(_ parts: [Expression.StringPart]) -> [Expression.StringPart] {
    if parts.count > 1, case .text("") = parts[0] { return Array(parts.dropFirst()) }
    return parts.isEmpty ? [.text("")] : parts
  }

  /// Without the indentation that all lines of the text share, and without the line of the closing
  /// quotes.
  private static func unindented(_ parts: [Expression.StringPart]) -> [Expression.StringPart] {
    var texts = parts
    var shared: Int?
    var beginsLine = true
    for part in parts {
      guard case .text(let text) = part else {
        if beginsLine { shared = 0 }
        beginsLine = false
        continue
      }
      let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      for (index, line) in lines.enumerated() where index > 0 || beginsLine {
        let indentation = line.prefix { $0 == " " || $0 == "\t" }.count
        let isLast = index == lines.count - 1
        let isEmpty = line.dropFirst(indentation).allSatisfy { $0 == "\r" }
        if !isEmpty || isLast { shared = min(shared ?? indentation, indentation) }
      }
      beginsLine = false
    }
    let cut = shared ?? 0
    beginsLine = true
    for (position, part) in parts.enumerated() {
      guard case .text(let text) = part else {
        beginsLine = false
        continue
      }
      var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
      for index in lines.indices where index > 0 || beginsLine {
        let indentation = lines[index].prefix { $0 == " " || $0 == "\t" }.count
        lines[index] = lines[index].dropFirst(min(cut, indentation))
      }
      beginsLine = false
      if position == parts.count - 1, lines.count > 1, lines[lines.count - 1].isEmpty {
        lines.removeLast()
      }
      texts[position] = .text(lines.map { String($0) }.joined(separator: "\n"))
    }
    return joined(texts)
  }

  // MARK: Lists, maps, conditions

  private mutating func parseList(_ start: Span) throws -> Expression {
    var elements: [Expression.Element] = []
    while peek().kind != .symbol(.closeBracket) {
      elements.append(
        match(.spread) ? .spread(try parseExpression()) : .value(try parseExpression()))
      guard match(.comma) else { break }
    }
    let close = try expect(.closeBracket, "or a comma after an element").span
    return Expression(.list(elements), start.union(close))
  }

  private mutating func parseMap(_ start: Span) throws -> Expression {
    var entries: [Expression.MapEntry] = []
    while peek().kind != .symbol(.closeBrace) {
      let key = try parseMapKey()
      try expect(.colon, "after the key")
      entries.append(.init(key: key, value: try parseExpression()))
      guard match(.comma) else { break }
    }
    let close = try expect(.closeBrace, "or a comma after an entry").span
    return Expression(.map(entries), start.union(close))
  }

  private mutating func parseMapKey() throws -> Expression {
    let token = peek()
    switch token.kind {
    case .name(let name):
      take()
      return Expression(.string([.text(name)]), token.span)
    case .keyword(let keyword):
      take()
      return Expression(.string([.text(keyword.rawValue)]), token.span)
    case .stringStart: return try parseString()
    case .number(let value):
      take()
      return Expression(.number(value), token.span)
    default: throw unexpected("a key: a name, a string or a number")
    }
  }

  private mutating func parseConditional() throws -> Expression {
    let start = take().span
    let condition = try parseCondition()
    let then = try parseBlock("after the condition")
    try refuseNextLine(.else)
    guard match(.else) else {
      return Expression(
        .conditional(.init(condition: condition, then: then, otherwise: nil)),
        start.union(then.span))
    }
    let otherwise: Block
    if peek().kind == .keyword(.if) {
      let inner = try deeper { try $0.parseConditional() }
      otherwise = Block([Statement(.expression(inner), inner.span)], inner.span)
    } else {
      otherwise = try parseBlock("after `else`")
    }
    return Expression(
      .conditional(.init(condition: condition, then: then, otherwise: otherwise)),
      start.union(otherwise.span))
  }
}
