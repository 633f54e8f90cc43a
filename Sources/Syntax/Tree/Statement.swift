/// A statement of the tree, with the place it was written at.
public struct Statement: Sendable {
  public var kind: Kind
  public var span: Span

  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case expression(Expression)
    case binding(Pattern, Expression)
    /// `target = value`, `target += value`: a name, an index or a field.
    case assignment(target: Expression, operator: BinaryOperator?, value: Expression)
    /// `[a, xs[0]] = value`, `{loss, accuracy: m.best} = value`: what the pattern holds exists already.
    case reassignment(Pattern, Expression)
    /// `fn name(…) { … }`.
    case function(name: String, nameSpan: Span, Function)
    case whileLoop(condition: Expression, body: Block)
    case forLoop(Pattern, in: Expression, body: Block)
    case breakLoop
    case continueLoop
    case returned(Expression?)
    /// `yield value`: the next value of the sequence that the function around it gives.
    case yielded(Expression)
    case thrown(Expression)
    case attempt(body: Block, name: String, nameSpan: Span, handler: Block)
    /// `import "path" as name`, and `, reload: true` behind it.
    case imported(path: String, pathSpan: Span, name: String, nameSpan: Span, reloads: Bool)
  }
}

/// Statements between braces, with a scope of their own; the last expression is the value.
public struct Block: Sendable {
  public var statements: [Statement]
  public var span: Span

  public init(_ statements: [Statement], _ span: Span) {
    self.statements = statements
    self.span = span
  }
}

/// What a binding, a loop, a parameter list or an assignment takes a value apart into.
public indirect enum Pattern: Sendable {
  /// A variable that is declared; never part of an assignment.
  case name(String, Span)
  /// What is assigned to: a name, an element or a field. Only part of an assignment.
  case target(Expression)
  /// `[a, b, ...rest]`; the rest is a name or a target.
  case list([Pattern], rest: Pattern?, Span)
  /// `{loss, accuracy: a}`: fields, and the patterns that they are bound to.
  case map([(field: String, fieldSpan: Span, pattern: Pattern)], Span)
}

/// A function's parameters and body, named or not.
public struct Function: Sendable {
  public struct Parameter: Sendable {
    public var name: String
    public var nameSpan: Span
    /// `x: tensor`: the kind that the call checks.
    public var kind: (name: String, span: Span)?
    public var defaultValue: Expression?
    /// `...rest`: takes all positional arguments that are left; only the last may.
    public var takesRest: Bool

    public init(
      name: String, nameSpan: Span, kind: (name: String, span: Span)? = nil,
      defaultValue: Expression? = nil, takesRest: Bool = false
    ) {
      self.name = name
      self.nameSpan = nameSpan
      self.kind = kind
      self.defaultValue = defaultValue
      self.takesRest = takesRest
    }
  }

  /// Absent for `x => …` and `fn(x) { … }`, unless the declaration names it.
  public var name: String?
  public var parameters: [Parameter]
  public var body: Block
  /// A `yield` stands in its body: a call gives a sequence, and the body runs when values are asked for.
  public var givesSequence = false
  /// The `##` lines above, without their marks; absent without them.
  public var documentation: String?
  public var span: Span

  public init(
    name: String?, parameters: [Parameter], body: Block, documentation: String?, span: Span
  ) {
    self.name = name
    self.parameters = parameters
    self.body = body
    self.documentation = documentation
    self.span = span
  }
}

/// A parsed text: its statements, and how it ended.
public struct Program: Sendable {
  public var source: SourceText
  public var statements: [Statement]
  /// The text ends in `;`, which silences the echo of a cell.
  public var endsSilently: Bool

  public init(source: SourceText, statements: [Statement], endsSilently: Bool) {
    self.source = source
    self.statements = statements
    self.endsSilently = endsSilently
  }

  /// Whether there is a call of a name anywhere in it.
  public func calls(_ name: String) -> Bool {
    // Few texts even mention it: the trees of the others are not gone through.
    source.mentions(name) && statements.contains { $0.parts.calls(name) }
  }
}
