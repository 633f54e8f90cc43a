/// Builds the tree of a text by recursive descent.
///
/// Naming: `parseX` reads an X or throws; `expect` takes a token or throws; `match` takes one if it is
/// there; `peek` looks. A mistake throws to the nearest statement, which is passed over, so that several
/// mistakes are told at once. Whether a line end means something depends on the innermost bracket: in
/// parentheses, square brackets and maps it does not. When the text ends where more must come, the result
/// is `incomplete`: that alone is what a prompt goes by.
public struct Parser {
  /// How a rule stops.
  enum Stop: Error {
    case mistake(Diagnostic)
    case endOfText
  }

  let source: SourceText
  private let tokens: [Token]
  private let documentation: [Int: String]
  private var position = 0
  private var newlinesMatter = [true]
  var diagnostics: [Diagnostic]
  private let endsInsideString: Bool
  private var depth = 0
  /// For each function around the next token whether a `yield` was met in it.
  var yields: [Bool] = []

  /// Blocks, brackets and the like within each other, so that neither this nor a later pass runs out
  /// of stack.
  public static let deepestNesting = 201
  /// Operators in a row, for the same reason.
  public static let longestChain = 500

  init(_ source: SourceText) {
    let lexer = Lexer(source)
    self.source = source
    diagnostics = lexer.diagnostics
    endsInsideString = lexer.endsInsideString
    (tokens, documentation) = Self.withoutComments(lexer.tokens, source)
  }

  mutating func parseProgram() -> ParseResult {
    var statements: [Statement] = []
    do {
      skipSeparators()
      while peek().kind != .end {
        try parseStatement(into: &statements)
        skipSeparators()
      }
    } catch { return diagnostics.isEmpty ? .incomplete : .failed(diagnostics) }
    if !diagnostics.isEmpty { return .failed(diagnostics) }
    if endsInsideString { return .incomplete }
    return .program(
      Program(source: source, statements: statements, endsSilently: endsSilently))
  }

  /// The last token that is no line end is `;`.
  private var endsSilently: Bool {
    tokens.last { $0.kind != .newline && $0.kind != .end }?.kind == .symbol(.semicolon)
  }

  // MARK: Tokens

  /// The tokens without comments; the `##` lines before a token, by its index.
  private static func withoutComments(
    _ all: [Token], _ source: SourceText
  ) -> ([Token], [Int: String]) {
    var kept: [Token] = []
    var documentation: [Int: String] = [:]
    var lines: [String] = []
    var isLineStart = true
    for token in all {
      switch token.kind {
      case .comment:
        let text = source.text(in: token.span)
        if isLineStart, text.hasPrefix("##") {
          let line = text.dropFirst(2)
          lines.append(String(line.first == " " ? line.dropFirst() : line))
        } else {
          lines = []
        }
      case .newline:
        if isLineStart, case .newline = kept.last?.kind, lines.isEmpty { continue }
        kept.append(token)
        isLineStart = true
        continue
      default:
        if !lines.isEmpty {
          documentation[kept.count] = lines.joined(separator: "\n")
          lines = []
        }
        kept.append(token)
      }
      isLineStart = false
      if case .comment = token.kind { isLineStart = true }
    }
    return (kept, documentation)
  }

  var documentationHere: String? {
    _ = peek()
    return documentation[index(skippingNewlines: newlinesMatter.last == false)]
  }

  private func index(skippingNewlines: Bool) -> Int {
    var index = position
    if skippingNewlines { while tokens[index].kind == .newline { index += 1 } }
    return index
  }

  /// The token that comes next; line ends where they matter.
  func peek(_ offset: Int = 0) -> Token {
    var index = index(skippingNewlines: newlinesMatter.last == false)
    for _ in 0..<offset {
      index = min(index + 1, tokens.count - 1)
      while newlinesMatter.last == false, tokens[index].kind == .newline { index += 1 }
    }
    return tokens[min(index, tokens.count - 1)]
  }

  /// The token before the next one: where a statement has ended.
  var previous: Token { tokens[max(0, min(position, tokens.count) - 1)] }

  /// The bracket that is open where the next token stands; for messages, since it looks back at all tokens.
  var openBracket: Symbol? {
    if case .symbol(let symbol)? = openBracketToken?.kind { symbol } else { nil }
  }

  var openBracketToken: Token? {
    var closed = 0
    for token in tokens[..<min(position, tokens.count)].reversed() {
      switch token.kind {
      case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace): closed += 1
      case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace):
        if closed == 0 { return token }
        closed -= 1
      default: break
      }
    }
    return nil
  }

  /// The first token of the line that the last one taken stands on; for messages.
  var firstOfLine: Token {
    var index = max(0, min(position, tokens.count - 1) - 1)
    while index > 0 {
      switch tokens[index - 1].kind {
      case .newline, .symbol(.semicolon): return tokens[index]
      default: index -= 1
      }
    }
    return tokens[index]
  }

  /// What follows a token on its line.
  func tokenOnLine(after token: Token) -> Token? {
    guard let index = tokens.firstIndex(of: token), index + 1 < tokens.count else { return nil }
    let next = tokens[index + 1]
    return next.kind == .newline || next.kind == .end ? nil : next
  }

  /// The name before the parentheses that the last token taken closes.
  var wordBeforeParentheses: (text: String, span: Span)? {
    var open = 0
    for index in (0..<min(position, tokens.count)).reversed() {
      switch tokens[index].kind {
      case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace): open += 1
      case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace):
        open -= 1
        guard open <= 0 else { continue }
        guard index > 0, case .name(let text) = tokens[index - 1].kind else { return nil }
        return (text, tokens[index - 1].span)
      default: if open == 0 { return nil }
      }
    }
    return nil
  }

  /// Whether the bracket that comes next closes before a `=`.
  var isFollowedByAssignment: Bool {
    var open = 0
    for index in index(skippingNewlines: newlinesMatter.last == false)..<tokens.count {
      switch tokens[index].kind {
      case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace): open += 1
      case .symbol(.closeParenthesis), .symbol(.closeBracket), .symbol(.closeBrace):
        open -= 1
        if open == 0 {
          return index + 1 < tokens.count && tokens[index + 1].kind == .symbol(.assign)
        }
      default: break
      }
    }
    return false
  }

  /// What stands before `previous`; nil at the start of the text.
  var beforePrevious: Token.Kind? { position >= 2 ? tokens[position - 2].kind : nil }

  @discardableResult
  mutating func take() -> Token {
    let index = index(skippingNewlines: newlinesMatter.last == false)
    let token = tokens[index]
    position = min(index + 1, tokens.count - 1)
    return token
  }

  mutating func match(_ symbol: Symbol) -> Bool {
    guard peek().kind == .symbol(symbol) else { return false }
    take()
    return true
  }

  mutating func match(_ keyword: Keyword) -> Bool {
    guard peek().kind == .keyword(keyword) else { return false }
    take()
    return true
  }

  @discardableResult
  mutating func expect(_ symbol: Symbol, _ why: String) throws -> Token {
    guard peek().kind == .symbol(symbol) else {
      throw unexpected("`\(symbol.rawValue)` \(why)")
    }
    return take()
  }

  mutating func expectName(_ what: String) throws -> (String, Span) {
    let token = peek()
    if case .name(let name) = token.kind {
      take()
      return (name, token.span)
    }
    if case .keyword(let keyword) = token.kind {
      throw mistake(
        "S0105", "`\(keyword.rawValue)` cannot be a name", token.span,
        notes: ["it is a word of the language"], help: "choose another name for \(what)")
    }
    throw unexpected(what)
  }

  mutating func skipNewlines() { while tokens[position].kind == .newline { position += 1 } }

  private mutating func skipSeparators() {
    while tokens[position].kind == .newline || tokens[position].kind == .symbol(.semicolon) {
      position += 1
    }
  }

  /// Whether a line end comes next and the line after it goes on with `.name`.
  func continuesWithDot() -> Bool {
    guard newlinesMatter.last == true, tokens[position].kind == .newline else { return false }
    var index = position
    while tokens[index].kind == .newline { index += 1 }
    guard tokens[index].kind == .symbol(.dot), index + 1 < tokens.count else { return false }
    if case .name = tokens[index + 1].kind { return true }
    return false
  }

  /// Reads with line ends that do, or do not, end statements.
  mutating func within<Result>(
    newlines matter: Bool, _ body: (inout Parser) throws -> Result
  ) throws -> Result {
    depth += 1
    newlinesMatter.append(matter)
    defer {
      depth -= 1
      newlinesMatter.removeLast()
    }
    if depth > Self.deepestNesting {
      throw mistake(
        "S0107", "this nests too deep", peek().span,
        notes: ["at most 100 brackets and blocks in each other, or 200 operators"],
        help: "give an inner part a name with `let`, or make it a function")
    }
    return try body(&self)
  }

  /// The same as before, one level deeper.
  mutating func deeper<Result>(_ body: (inout Parser) throws -> Result) throws -> Result {
    try within(newlines: newlinesMatter.last ?? true, body)
  }

  // MARK: Statements and mistakes

  /// Reads a statement and what separates it from the next; after a mistake, passes over it.
  mutating func parseStatement(into statements: inout [Statement]) throws {
    let nesting = newlinesMatter.count
    let start = position
    do {
      statements.append(try parseStatement())
      try expectStatementEnd()
    } catch Stop.mistake(let diagnostic) {
      if diagnostics.count < 10 { diagnostics.append(diagnostic) }
      newlinesMatter.removeLast(newlinesMatter.count - nesting)
      skipStatement(from: start)
    }
  }

  private mutating func expectStatementEnd() throws {
    let token = peek()
    switch token.kind {
    case .newline, .end, .symbol(.semicolon), .symbol(.closeBrace): return
    case .invalid: throw Stop.mistake(diagnosticForInvalid(token))
    default:
      throw foreignSpelling(token)
        ?? mistake(
          "S0105", "\(token.description) is not expected here", token.span,
          label: "expected the end of the statement",
          help: "each statement stands on a line of its own, or  ;  separates them")
    }
  }

  /// To the end of the statement's line, whole brackets passed over; at least one token.
  private mutating func skipStatement(from start: Int) {
    var open = 0
    if position == start { position = min(position + 1, tokens.count - 1) }
    while tokens[position].kind != .end {
      switch tokens[position].kind {
      case .symbol(.openParenthesis), .symbol(.openBracket), .symbol(.openBrace): open += 1
      case .symbol(.closeParenthesis), .symbol(.closeBracket): open -= 1
      case .symbol(.closeBrace):
        if open <= 0, newlinesMatter.count > 1 { return }
        open -= 1
      case .newline, .symbol(.semicolon): if open <= 0 { return }
      default: break
      }
      position += 1
    }
  }

  func mistake(
    _ code: String, _ title: String, _ span: Span, label: String = "", notes: [String] = [],
    help: String? = nil, meant: Diagnostic.Meant? = nil
  ) -> Stop {
    var diagnostic = Diagnostic(
      code: code, title: title, label: .init(source, span, label), notes: notes, help: help)
    diagnostic.meant = meant
    return .mistake(diagnostic)
  }

  /// Something else stands where `expected` must; at the end of the text, more must come.
  func unexpected(_ expected: String) -> Stop {
    let token = peek()
    switch token.kind {
    case .end: return foreignFolder ?? .endOfText
    case .invalid: return .mistake(diagnosticForInvalid(token))
    default:
      if let foreign = foreignSpelling(token) { return foreign }
      return mistake(
        "S0105", "\(token.description) is not expected here", visibleSpan(of: token),
        label: "expected \(expected)")
    }
  }

  /// A line end has no width; the caret stands behind what was before it.
  private func visibleSpan(of token: Token) -> Span {
    token.kind == .newline ? Span(token.span.start, token.span.start + 1) : token.span
  }

  /// The lexer has told this mistake already; the statement is passed over in silence.
  private func diagnosticForInvalid(_ token: Token) -> Diagnostic {
    diagnostics.first { $0.label.map { $0.span.start <= token.span.end } ?? false }
      ?? Diagnostic(
        code: "S0101", title: "this has no meaning here", label: .init(source, token.span))
  }
}

/// Reads a text.
public func parse(_ source: SourceText) -> ParseResult {
  var parser = Parser(source)
  switch parser.parseProgram() {
  case .failed(let diagnostics): return .failed(withoutRepetition(diagnostics))
  case let result: return result
  }
}

/// One message a place, in the order of the text; after a string that is not closed, what else its line
/// seems to hold is left out.
private func withoutRepetition(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
  let sorted = diagnostics.sorted { ($0.label?.span.start ?? 0) < ($1.label?.span.start ?? 0) }
  var seen: Set<String> = []
  var unclosedLines: Set<Int> = []
  return sorted.filter { diagnostic in
    guard let label = diagnostic.label else { return true }
    let line = label.source.line(at: label.span.start)
    guard !unclosedLines.contains(line) else { return false }
    if diagnostic.code == "S0102" { unclosedLines.insert(line) }
    return seen.insert("\(diagnostic.code) \(label.span.start)").inserted
  }
}
