/// What values are taken apart into: new names, or what exists and is assigned to.
extension Parser {
  /// `a`, `[a, b, ...rest]` or `{loss, accuracy: a}`, whose names are declared.
  mutating func parsePattern() throws -> Pattern {
    try parsePattern { parser in
      let (name, span) = try parser.expectName("a name")
      return .name(name, span)
    } named: {
      .name($0, $1)
    }
  }

  // MARK: Assignments

  /// Whether a bracket opens here that closes before a `=`.
  var beginsReassignment: Bool {
    switch peek().kind {
    case .symbol(.openBracket), .symbol(.openBrace): isFollowedByAssignment
    default: false
    }
  }

  /// `[a, xs[0]] = value`: the value is looked at first.
  mutating func parseReassignment() throws -> Statement {
    let start = peek().span
    let pattern = try parseTargets()
    try expect(.assign, "and a value")
    skipNewlines()
    let value = try parseExpression()
    return Statement(.reassignment(pattern, value), start.union(value.span))
  }

  private mutating func parseTargets() throws -> Pattern {
    try parsePattern { parser in
      let target = try parser.parseExpression()
      guard target.canBeAssignedTo else { throw parser.notAssignable(target, nil) }
      return .target(target)
    } named: {
      .target(Expression(.name($0), $1))
    }
  }

  func notAssignable(_ target: Expression, _ symbol: Symbol?) -> Stop {
    mistake(
      "S0111", "this cannot be assigned to", target.span,
      notes: ["a name, an element `xs[i]` or a field `m.name` can"],
      help: symbol == .assign ? "to compare, write  ==" : nil)
  }

  // MARK: Brackets

  /// `leaf` reads what is no bracket, `named` makes it of a field's own name.
  private mutating func parsePattern(
    _ leaf: (inout Parser) throws -> Pattern, named: (String, Span) -> Pattern
  ) throws -> Pattern {
    let start = peek().span
    switch peek().kind {
    case .symbol(.openBracket):
      take()
      return try within(newlines: false) { try $0.parseListPattern(start, leaf, named) }
    case .symbol(.openBrace):
      take()
      return try within(newlines: false) { try $0.parseMapPattern(start, leaf, named) }
    default: return try leaf(&self)
    }
  }

  private mutating func parseListPattern(
    _ start: Span, _ leaf: (inout Parser) throws -> Pattern, _ named: (String, Span) -> Pattern
  ) throws -> Pattern {
    var items: [Pattern] = []
    var rest: Pattern?
    while peek().kind != .symbol(.closeBracket) {
      if match(.spread) {
        rest = try leaf(&self)
        break
      }
      items.append(try parsePattern(leaf, named: named))
      guard match(.comma) else { break }
    }
    let close = try expect(.closeBracket, "after the names").span
    return .list(items, rest: rest, start.union(close))
  }

  private mutating func parseMapPattern(
    _ start: Span, _ leaf: (inout Parser) throws -> Pattern, _ named: (String, Span) -> Pattern
  ) throws -> Pattern {
    var fields: [(field: String, fieldSpan: Span, pattern: Pattern)] = []
    while peek().kind != .symbol(.closeBrace) {
      let (field, span) = try expectName("a field's name")
      let pattern = match(.colon) ? try parsePattern(leaf, named: named) : named(field, span)
      fields.append((field, span, pattern))
      guard match(.comma) else { break }
    }
    let close = try expect(.closeBrace, "after the names").span
    return .map(fields, start.union(close))
  }
}

extension Expression {
  /// It is a name, an element or a field.
  var canBeAssignedTo: Bool {
    switch kind {
    case .name, .field, .subscripted: true
    default: false
    }
  }
}
