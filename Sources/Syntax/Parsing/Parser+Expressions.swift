/// Operators, loosest first; each function reads one level and what binds tighter.
extension Parser {
  mutating func parseExpression() throws -> Expression {
    try deeper { try $0.isLambda() ? $0.parseLambda() : $0.parseOr() }
  }

  // MARK: Functions of one expression

  /// `x =>`, or parentheses with `=>` behind them.
  private func isLambda() -> Bool {
    switch peek().kind {
    case .name: return peek(1).kind == .symbol(.arrow)
    case .symbol(.openParenthesis):
      var open = 0
      var offset = 0
      while true {
        switch peek(offset).kind {
        case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace): open += 1
        case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace):
          open -= 1
          if open == 0 { return peek(offset + 1).kind == .symbol(.arrow) }
        case .end: return false
        case .newline where open == 0: return false
        default: break
        }
        offset += 1
        // Parameters are few; a long expression in parentheses is not scanned again and again.
        if offset > 200 { return false }
      }
    default: return false
    }
  }

  private mutating func parseLambda() throws -> Expression {
    let start = peek().span
    var parameters: [Function.Parameter]
    if match(.openParenthesis) {
      parameters = try within(newlines: false) { try $0.parseParameters() }
    } else {
      let (name, span) = try expectName("a parameter")
      parameters = [Function.Parameter(name: name, nameSpan: span)]
    }
    try expect(.arrow, "and an expression")
    skipNewlines()
    try refuseStatements()
    let body = try parseExpression()
    let span = start.union(body.span)
    let block = Block([Statement(.expression(body), body.span)], body.span)
    return Expression(
      .function(
        Function(
          name: nil, parameters: parameters, body: block, documentation: nil, span: span)), span)
  }

  /// Braces behind `=>` hold the entries of a map.
  private func refuseStatements() throws {
    guard peek().kind == .symbol(.openBrace) else { return }
    var offset = 1
    while peek(offset).kind == .newline { offset += 1 }
    switch (peek(offset).kind, peek(offset + 1).kind) {
    case (.symbol(.closeBrace), _), (.stringStart, _), (.end, _), (_, .end), (_, .symbol(.colon)):
      return
    default:
      throw mistake(
        "S0106", "a function of statements begins with `fn`", peek().span,
        notes: ["behind `=>` stands one expression, and braces are a map there"],
        help: "write  fn(x) { … }")
    }
  }

  // MARK: Logic

  private mutating func parseOr() throws -> Expression {
    var left = try parseAnd()
    var count = 0
    while peek().kind == .keyword(.or) {
      try countChain(&count)
      take()
      skipNewlines()
      let right = try parseAnd()
      left = Expression(.logical(.or, left, right), left.span.union(right.span))
    }
    return left
  }

  private mutating func parseAnd() throws -> Expression {
    var left = try parseNot()
    var count = 0
    while peek().kind == .keyword(.and) {
      try countChain(&count)
      take()
      skipNewlines()
      let right = try parseNot()
      left = Expression(.logical(.and, left, right), left.span.union(right.span))
    }
    return left
  }

  private mutating func parseNot() throws -> Expression {
    let start = peek().span
    guard match(.not) else { return try parseComparison() }
    let operand = try deeper { try $0.parseNot() }
    return Expression(.unary(.not, operand), start.union(operand.span))
  }

  private static let comparisons: [Symbol: BinaryOperator] = [
    .equal: .equal, .notEqual: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual,
    .greater: .greater, .greaterOrEqual: .greaterOrEqual,
  ]

  private var comparisonHere: BinaryOperator? {
    switch peek().kind {
    case .symbol(let symbol): Self.comparisons[symbol]
    case .keyword(.in): .contained
    default: nil
    }
  }

  private mutating func parseComparison() throws -> Expression {
    let left = try parseRange()
    guard let comparison = comparisonHere else { return left }
    let operatorSpan = take().span
    skipNewlines()
    let right = try parseRange()
    if comparisonHere != nil {
      throw mistake(
        "S0108", "comparisons do not chain", peek().span,
        notes: ["the first one gives true or false, which the second would compare"],
        help: "write  a < b and b < c")
    }
    return Expression(
      .binary(comparison, left, right, operatorSpan: operatorSpan), left.span.union(right.span))
  }

  // MARK: Arithmetic

  private mutating func parseRange() throws -> Expression {
    let start = try parseSum()
    guard peek().kind == .symbol(.range), !endsSlice(after: 1) else { return start }
    take()
    skipNewlines()
    let end = try parseSum()
    let step = matchBy() ? try parseSum() : nil
    return Expression(
      .range(start: start, end: end, step: step), start.span.union((step ?? end).span))
  }

  mutating func matchBy() -> Bool {
    guard case .name("by") = peek().kind else { return false }
    take()
    return true
  }

  /// After `..` of a slice that is open to the right: `xs[1..]`.
  func endsSlice(after offset: Int) -> Bool {
    switch peek(offset).kind {
    case .symbol(.closeBracket), .symbol(.comma), .name("by"): true
    default: false
    }
  }

  private mutating func parseSum() throws -> Expression {
    var left = try parseProduct()
    var count = 0
    while true {
      let found: BinaryOperator
      switch peek().kind {
      case .symbol(.plus): found = .add
      case .symbol(.minus): found = .subtract
      default: return left
      }
      try countChain(&count)
      let span = take().span
      skipNewlines()
      let right = try parseProduct()
      left = Expression(
        .binary(found, left, right, operatorSpan: span), left.span.union(right.span))
    }
  }

  private static func product(_ symbol: Symbol) -> BinaryOperator? {
    switch symbol {
    case .times: .multiply
    case .divide: .divide
    case .divideWhole: .divideWhole
    case .remainder: .remainder
    case .matrix: .matrixProduct
    default: nil
    }
  }

  private mutating func parseProduct() throws -> Expression {
    var left = try parseMinus()
    var count = 0
    while case .symbol(let symbol) = peek().kind, let found = Self.product(symbol) {
      try countChain(&count)
      let span = take().span
      if symbol == .times, peek().kind == .symbol(.times) {
        throw mistake("S0106", "`**` is no operator", span.union(peek().span), help: "write  ^")
      }
      skipNewlines()
      let right = try parseMinus()
      left = Expression(
        .binary(found, left, right, operatorSpan: span), left.span.union(right.span))
    }
    return left
  }

  /// A row of operators makes a tree as high as the row is long.
  private func countChain(_ count: inout Int) throws {
    count += 1
    guard count > Self.longestChain else { return }
    throw mistake(
      "S0107", "too many operators in a row", peek().span,
      notes: ["at most \(Self.longestChain)"],
      help: "put the values into a list and use  sum(list)  or  join(list)")
  }

  private mutating func parseMinus() throws -> Expression {
    let start = peek().span
    if peek().kind == .symbol(.plus) {
      if previous.kind == .symbol(.plus), let name = source.operand(endingAt: previous.span.start) {
        throw mistake("S0106", "`++` is no operator", start, help: "write  \(name) += 1")
      }
      throw mistake("S0105", "`+` needs a value on its left", start, help: "leave it out")
    }
    guard match(.minus) else { return try parsePower() }
    let operand = try deeper { try $0.parseMinus() }
    if case .number(let value) = operand.kind {
      return Expression(.number(-value), start.union(operand.span))
    }
    return Expression(.unary(.minus, operand), start.union(operand.span))
  }

  private mutating func parsePower() throws -> Expression {
    let base = try parsePostfix()
    guard peek().kind == .symbol(.power) else { return base }
    let span = take().span
    skipNewlines()
    let exponent = try deeper { try $0.parseMinus() }
    return Expression(
      .binary(.power, base, exponent, operatorSpan: span), base.span.union(exponent.span))
  }

  // MARK: Calls, indices, fields

  private mutating func parsePostfix() throws -> Expression {
    var expression = try parsePrimary()
    var count = 0
    while true {
      if continuesWithDot() { skipNewlines() }
      switch peek().kind {
      case .symbol(.openParenthesis): expression = try parseCall(expression)
      case .symbol(.openBracket): expression = try parseSubscript(expression)
      case .symbol(.dot):
        take()
        let (name, span) = try expectName("a field or a function")
        expression = Expression(
          .field(expression, name: name, nameSpan: span), expression.span.union(span))
      default: return expression
      }
      try countChain(&count)
    }
  }

  private mutating func parseCall(_ callee: Expression) throws -> Expression {
    take()
    return try within(newlines: false) { parser in
      var arguments: [Expression.Argument] = []
      while parser.peek().kind != .symbol(.closeParenthesis) {
        arguments.append(try parser.parseArgument(arguments))
        guard parser.match(.comma) else { break }
      }
      let close = try parser.expect(.closeParenthesis, "or a comma after an argument").span
      try parser.checkPattern(callee, arguments)
      return Expression(
        .call(callee: callee, arguments: arguments), callee.span.union(close))
    }
  }

  private mutating func parseArgument(
    _ before: [Expression.Argument]
  ) throws -> Expression.Argument {
    if match(.spread) { return .init(.spread, try parseExpression()) }
    if case .name(let name) = peek().kind {
      let span = peek().span
      if peek(1).kind == .symbol(.colon) {
        take()
        take()
        return .init(.named(name, nameSpan: span), try parseExpression())
      }
      if peek(1).kind == .symbol(.assign) {
        throw mistake(
          "S0106", "a named argument takes a colon", peek(1).span, help: "write  \(name): …")
      }
    }
    let value = try parseExpression()
    if let last = before.last, case .named(let name, _) = last.kind {
      throw mistake(
        "S0113", "an argument without a name follows a named one", value.span,
        notes: ["after `\(name):` it is not clear which parameter it belongs to"],
        help: "name it too, or put it before the named ones")
    }
    return .init(.positional, value)
  }

  private mutating func parseSubscript(_ target: Expression) throws -> Expression {
    take()
    return try within(newlines: false) { parser in
      var items: [Expression.SubscriptItem] = []
      while parser.peek().kind != .symbol(.closeBracket) {
        items.append(try parser.parseSubscriptItem())
        guard parser.match(.comma) else { break }
      }
      let close = try parser.expect(.closeBracket, "or a comma after an index").span
      if items.isEmpty {
        throw parser.mistake("S0105", "an index is missing", close, help: "write  x[0]")
      }
      return Expression(.subscripted(target, items), target.span.union(close))
    }
  }

  private mutating func parseSubscriptItem() throws -> Expression.SubscriptItem {
    let start = peek().span
    if match(.range) {
      let to = endsSlice(after: 0) ? nil : try parseExpression()
      let by = matchBy() ? try parseExpression() : nil
      return .slice(from: nil, to: to, by: by, span: start.union(previous.span))
    }
    let value = try parseExpression()
    guard match(.range) else { return .value(value) }
    let by = matchBy() ? try parseExpression() : nil
    return .slice(from: value, to: nil, by: by, span: start.union(previous.span))
  }
}
