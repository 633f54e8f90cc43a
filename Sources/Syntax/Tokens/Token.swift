/// The smallest piece of a text that means something, and where it stands.
public struct Token: Sendable, Equatable {
  public var kind: Kind
  public var span: Span

  public enum Kind: Sendable, Equatable {
    case number(Double)
    case name(String)
    case keyword(Keyword)
    case symbol(Symbol)
    /// A string is a start, texts and interpolations in turn, and an end.
    case stringStart
    case stringText(String)
    case interpolationStart
    /// What follows the `:` of an interpolation.
    case format(FormatSpecification)
    case interpolationEnd
    case stringEnd
    /// `#` and what follows on its line.
    case comment
    case newline
    case end
    /// What the lexer has told a mistake about already.
    case invalid
  }

  /// What a message calls the token.
  public var description: String {
    switch kind {
    case .number(let value): "the number \(value.formattedShort)"
    case .name(let name): "`\(name)`"
    case .keyword(let keyword): "`\(keyword.rawValue)`"
    case .symbol(let symbol): "`\(symbol.rawValue)`"
    case .stringStart, .stringText: "a string"
    case .interpolationStart, .format, .interpolationEnd: "an interpolation"
    case .stringEnd: "the end of a string"
    case .comment: "a comment"
    case .newline: "the end of the line"
    case .end: "the end of the text"
    case .invalid: "something unreadable"
    }
  }
}

/// Words that cannot be names.
public enum Keyword: String, Sendable, CaseIterable {
  case `let`, fn, `if`, `else`, `while`, `for`, `in`, `break`, `continue`, `return`, yield
  case `try`, `catch`, `throw`, `import`, and, or, not, `true`, `false`, none
}

public enum Symbol: String, Sendable, CaseIterable {
  case spread = "..."
  case range = ".."
  case arrow = "=>"
  case equal = "=="
  case notEqual = "!="
  case lessOrEqual = "<="
  case greaterOrEqual = ">="
  case divideWhole = "//"
  case addAssign = "+="
  case subtractAssign = "-="
  case multiplyAssign = "*="
  case divideAssign = "/="
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case assign = "="
  case less = "<"
  case greater = ">"
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case remainder = "%"
  case matrix = "@"
  case power = "^"
  case question = "?"

  /// The longest first, so that the first that fits is right.
  static let bySize = allCases.sorted { $0.rawValue.utf8.count > $1.rawValue.utf8.count }
    .map { (symbol: $0, bytes: Array($0.rawValue.utf8)) }
}

extension Double {
  /// The shortest digits that give this number back, without `.0` when it is whole.
  public var formattedShort: String {
    if self == rounded(), abs(self) < 1e16 { return "\(Int64(self))" }
    return isNaN ? "nan" : isInfinite ? (self < 0 ? "-inf" : "inf") : "\(self)"
  }
}
