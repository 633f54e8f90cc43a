/// An expression of the tree, with the place it was written at.
public struct Expression: Sendable {
  public var kind: Kind
  public var span: Span

  public init(_ kind: Kind, _ span: Span) {
    self.kind = kind
    self.span = span
  }

  public indirect enum Kind: Sendable {
    case none
    case bool(Bool)
    case number(Double)
    /// A string of literal text and interpolated expressions; a plain string has one part.
    case string([StringPart])
    case list([Element])
    case map([MapEntry])
    case name(String)
    /// `start..end`, `start..end by step`: the end is left out.
    case range(start: Expression, end: Expression, step: Expression?)
    case unary(UnaryOperator, Expression)
    /// `operatorSpan` is the operator's own place, for errors that are about both sides.
    case binary(BinaryOperator, Expression, Expression, operatorSpan: Span)
    /// `and`, `or`: the right side is looked at only when the left one does not decide.
    case logical(LogicalOperator, Expression, Expression)
    case call(callee: Expression, arguments: [Argument])
    /// `target.name`; when called, `name` may be a function that takes `target` first.
    case field(Expression, name: String, nameSpan: Span)
    case subscripted(Expression, [SubscriptItem])
    case function(Function)
    case conditional(Conditional)
    /// Stands where a mistake was told already, so that parsing could go on.
    case invalid
  }

  public enum StringPart: Sendable {
    case text(String)
    case interpolation(Expression, format: FormatSpecification?)
  }

  /// A value of a list literal, or `...list`, spread into it.
  public enum Element: Sendable {
    case value(Expression)
    case spread(Expression)
  }

  /// `name: value`, `"two words": value`; `key` is an expression so that strings interpolate.
  public struct MapEntry: Sendable {
    public var key: Expression
    public var value: Expression

    public init(key: Expression, value: Expression) {
      self.key = key
      self.value = value
    }
  }

  public struct Argument: Sendable {
    public enum Kind: Sendable {
      case positional
      case named(String, nameSpan: Span)
      case spread
    }
    public var kind: Kind
    public var value: Expression

    public init(_ kind: Kind, _ value: Expression) {
      self.kind = kind
      self.value = value
    }
  }

  /// What may stand between the brackets of `x[…]`.
  public enum SubscriptItem: Sendable {
    /// One index, a range value, a list or tensor of indices.
    case value(Expression)
    /// `..`, `from..`, `..to`, each with an optional `by`: what is missing reaches to the end.
    case slice(from: Expression?, to: Expression?, by: Expression?, span: Span)
  }

  /// `if condition { } else { }`; `else if` is an `otherwise` of one conditional expression.
  public struct Conditional: Sendable {
    public var condition: Expression
    public var then: Block
    public var otherwise: Block?

    public init(condition: Expression, then: Block, otherwise: Block?) {
      self.condition = condition
      self.then = then
      self.otherwise = otherwise
    }
  }
}

/// How a value is written in an interpolation: `{x:>10,.2f}`, `{x:+05.1f}`.
public struct FormatSpecification: Hashable, Sendable {
  public enum Alignment: Sendable { case left, centre, right }
  public enum Notation: Sendable { case fixed, exponent, general, whole, percent }

  public var alignment: Alignment?
  /// A number that is not below 0 has a sign too.
  public var showsPlus = false
  /// Between sign and digits stand zeros in place of blanks.
  public var fillsWithZeros = false
  public var width: Int?
  public var groupsThousands = false
  public var digits: Int?
  public var notation: Notation?

  public init() {}
}

public enum UnaryOperator: String, Sendable {
  case minus = "-"
  case not = "not"
}

public enum LogicalOperator: String, Sendable { case and, or }

public enum BinaryOperator: String, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case divideWhole = "//"
  case remainder = "%"
  case matrixProduct = "@"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case contained = "in"
}
