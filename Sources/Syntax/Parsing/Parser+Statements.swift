extension Parser {
  mutating func parseStatement() throws -> Statement {
    let documentation = documentationHere
    let start = peek().span
    guard case .keyword(let keyword) = peek().kind else { return try parseExpressionStatement() }
    switch keyword {
    case .let: return try parseBinding(start)
    case .fn:
      guard case .name = peek(1).kind else { return try parseExpressionStatement() }
      return try parseFunctionStatement(start, documentation)
    case .while: return try parseWhile(start)
    case .for: return try parseFor(start)
    case .break:
      take()
      return Statement(.breakLoop, start)
    case .continue:
      take()
      return Statement(.continueLoop, start)
    case .return: return try parseReturn(start)
    case .yield: return try parseYield(start)
    case .throw:
      take()
      let value = try parseExpression()
      return Statement(.thrown(value), start.union(value.span))
    case .try: return try parseTry(start)
    case .import: return try parseImport(start)
    case .else, .catch:
      throw mistake(
        "S0110", "`\(keyword.rawValue)` stands alone", start,
        notes: ["it belongs on the line of the `}` before it"],
        help: "write  } \(keyword.rawValue)\(keyword == .catch ? " problem" : "") {")
    case .if, .in, .and, .or, .not, .true, .false, .none:
      return try parseExpressionStatement()
    }
  }

  private mutating func parseExpressionStatement() throws -> Statement {
    if case .name(let word) = peek().kind, case .name = peek(1).kind {
      // `def f`, `var x`: read the word, so that the hint can name it.
      take()
      if let hint = foreignSpelling(peek()) { throw hint }
      throw mistake(
        "S0105", "`\(word)` is followed by another name", peek().span,
        help: "put an operator, a comma or a line end between them; calls have parentheses")
    }
    if beginsReassignment { return try parseReassignment() }
    let target = try parseExpression()
    let operators: [Symbol: BinaryOperator?] = [
      .assign: BinaryOperator?.none, .addAssign: .add, .subtractAssign: .subtract,
      .multiplyAssign: .multiply, .divideAssign: .divide,
    ]
    guard case .symbol(let symbol) = peek().kind, let assigned = operators[symbol] else {
      return Statement(.expression(target), target.span)
    }
    guard target.canBeAssignedTo else { throw notAssignable(target, symbol) }
    take()
    skipNewlines()
    let value = try parseExpression()
    return Statement(
      .assignment(target: target, operator: assigned, value: value),
      target.span.union(value.span))
  }

  private mutating func parseBinding(_ start: Span) throws -> Statement {
    take()
    let pattern = try parsePattern()
    try expect(.assign, "and a value")
    skipNewlines()
    let value = try parseExpression()
    return Statement(.binding(pattern, value), start.union(value.span))
  }

  private mutating func parseFunctionStatement(
    _ start: Span, _ documentation: String?
  ) throws -> Statement {
    take()
    let (name, nameSpan) = try expectName("the function's name")
    var function = try parseFunctionRest(start)
    function.name = name
    function.documentation = documentation
    return Statement(
      .function(name: name, nameSpan: nameSpan, function), start.union(function.span))
  }

  private mutating func parseWhile(_ start: Span) throws -> Statement {
    take()
    let condition = try parseCondition()
    let body = try parseBlock("after the condition")
    return Statement(.whileLoop(condition: condition, body: body), start.union(body.span))
  }

  private mutating func parseFor(_ start: Span) throws -> Statement {
    take()
    let pattern = try parsePattern()
    guard match(.in) else { throw unexpected("`in` and what to go through") }
    let values = try parseExpression()
    let body = try parseBlock("and the loop's statements")
    return Statement(.forLoop(pattern, in: values, body: body), start.union(body.span))
  }

  private mutating func parseReturn(_ start: Span) throws -> Statement {
    take()
    switch peek().kind {
    case .newline, .end, .symbol(.semicolon), .symbol(.closeBrace):
      return Statement(.returned(nil), start)
    default:
      let value = try parseExpression()
      return Statement(.returned(value), start.union(value.span))
    }
  }

  private mutating func parseYield(_ start: Span) throws -> Statement {
    take()
    let value = try parseExpression()
    guard !yields.isEmpty else {
      throw mistake(
        "S0308", "`yield` stands outside a function", start,
        help: "write  fn name() { yield … },  which gives a sequence")
    }
    yields[yields.count - 1] = true
    return Statement(.yielded(value), start.union(value.span))
  }

  private mutating func parseTry(_ start: Span) throws -> Statement {
    take()
    let body = try parseBlock("after `try`")
    try refuseNextLine(.catch)
    guard match(.catch) else { throw unexpected("`catch` and a name for the problem") }
    let (name, nameSpan) = try expectName("a name for the problem")
    let handler = try parseBlock("after the name")
    return Statement(
      .attempt(body: body, name: name, nameSpan: nameSpan, handler: handler),
      start.union(handler.span))
  }

  private mutating func parseImport(_ start: Span) throws -> Statement {
    take()
    let pathStart = peek().span
    guard peek().kind == .stringStart, case .string(let parts) = try parseString().kind,
      parts.count == 1, case .text(let path) = parts[0]
    else { throw unexpected("the path of a file in double quotes") }
    let pathSpan = pathStart.union(previous.span)
    guard case .name("as") = peek().kind else { throw unexpected("`as` and a name") }
    take()
    let (name, nameSpan) = try expectName("a name for what the file declares")
    let reloads = match(.comma) ? try parseReload() : false
    return Statement(
      .imported(path: path, pathSpan: pathSpan, name: name, nameSpan: nameSpan, reloads: reloads),
      start.union(previous.span))
  }

  /// `reload: true`, behind the comma of an import.
  private mutating func parseReload() throws -> Bool {
    guard case .name("reload") = peek().kind else { throw unexpected("`reload: true`") }
    take()
    try expect(.colon, "after `reload`")
    if match(.true) { return true }
    guard match(.false) else { throw unexpected("`true` or `false`") }
    return false
  }

  /// A condition; `=` in it is told apart from `==`.
  mutating func parseCondition() throws -> Expression {
    let condition = try parseExpression()
    if peek().kind == .symbol(.assign) {
      throw mistake(
        "S0106", "`=` assigns, it does not compare", peek().span, help: "write  ==")
    }
    return condition
  }

  /// `else` or `catch` on the line after the brace.
  mutating func refuseNextLine(_ keyword: Keyword) throws {
    guard peek().kind == .newline else { return }
    var offset = 0
    while peek(offset).kind == .newline { offset += 1 }
    guard peek(offset).kind == .keyword(keyword) else { return }
    throw mistake(
      "S0110", "`\(keyword.rawValue)` stands on a line of its own", peek(offset).span,
      notes: ["a statement ends at the end of its line, so it would belong to nothing"],
      help: "put it on the line of the brace:  } \(keyword.rawValue) …")
  }

  mutating func parseBlock(_ why: String) throws -> Block {
    let open = try expect(.openBrace, why).span
    return try within(newlines: true) { parser in
      var statements: [Statement] = []
      parser.skipBlockSeparators()
      while parser.peek().kind != .symbol(.closeBrace) {
        if parser.peek().kind == .end { throw Stop.endOfText }
        try parser.parseStatement(into: &statements)
        parser.skipBlockSeparators()
      }
      let close = parser.take().span
      return Block(statements, open.union(close))
    }
  }

  private mutating func skipBlockSeparators() {
    while peek().kind == .newline || peek().kind == .symbol(.semicolon) { take() }
  }

  // MARK: Functions

  /// Parameters and body, after `fn` or the name.
  mutating func parseFunctionRest(_ start: Span) throws -> Function {
    try expect(.openParenthesis, "and the parameters")
    let parameters = try within(newlines: false) { try $0.parseParameters() }
    yields.append(false)
    defer { yields.removeLast() }
    let body = try parseBlock("and the function's statements")
    var function = Function(
      name: nil, parameters: parameters, body: body, documentation: nil,
      span: start.union(body.span))
    function.givesSequence = yields.last ?? false
    return function
  }

  /// Up to and with the closing parenthesis.
  mutating func parseParameters() throws -> [Function.Parameter] {
    var parameters: [Function.Parameter] = []
    while peek().kind != .symbol(.closeParenthesis) {
      let takesRest = match(.spread)
      let (name, span) = try expectName("a parameter's name")
      if parameters.contains(where: { $0.name == name }) {
        throw mistake("S0112", "two parameters are called `\(name)`", span)
      }
      var parameter = Function.Parameter(name: name, nameSpan: span, takesRest: takesRest)
      if match(.colon) { parameter.kind = try parseKind() }
      if match(.assign) { parameter.defaultValue = try parseExpression() }
      parameters.append(parameter)
      if takesRest, peek().kind != .symbol(.closeParenthesis) {
        throw mistake(
          "S0112", "`...\(name)` takes all that is left", span,
          help: "put it last, with nothing after it")
      }
      guard match(.comma) else { break }
    }
    try expect(.closeParenthesis, "or a comma after a parameter")
    return parameters
  }

  private mutating func parseKind() throws -> (name: String, span: Span) {
    if case .keyword(.none) = peek().kind { return ("none", take().span) }
    return try expectName("a kind, such as number or list")
  }
}
