internal import Evaluation
internal import Syntax

/// The names that a text declares before its end, and that still mean something there.
///
/// The text is being typed and need not be a program, so its tokens are looked at alone. A scope is what
/// stands between brackets of any kind. Parameters, the variable of a loop and that of a `catch` wait for the
/// braces that follow them; those of `x => …` live as long as the brackets around them.
struct CellNames {
  struct Name {
    var text: String
    /// Of a function what is told of it.
    var function: FunctionDescription?
  }

  private var scopes: [[Name]] = [[]]
  /// What the next brace opens the scope of.
  private var waiting: [Name] = []
  private let tokens: [Token]
  private let source: SourceText

  /// The outermost first.
  var names: [Name] { scopes.flatMap { $0 } }

  init(_ tokens: [Token], in source: SourceText) {
    self.tokens = tokens
    self.source = source
    var index = 0
    while index < tokens.count { index = visit(index) }
  }

  /// Looks at a token and what belongs to it; gives the next one.
  private mutating func visit(_ index: Int) -> Int {
    switch tokens[index].kind {
    case .keyword(.let): return declare(from: index + 1, to: .now)
    case .keyword(.for), .keyword(.catch): return declare(from: index + 1, to: .later)
    case .keyword(.import):
      if let name = name(index + 5) ?? name(index + 4) { add(Name(text: name)) }
    case .keyword(.fn): return declareFunction(index)
    case .symbol(.arrow): declareParameters(before: index)
    case .symbol(.openBrace):
      scopes.append(waiting)
      waiting = []
    case .symbol(.openParenthesis), .symbol(.openBracket): scopes.append([])
    case .symbol(.closeBrace), .symbol(.closeParenthesis), .symbol(.closeBracket):
      if scopes.count > 1 { scopes.removeLast() }
    default: break
    }
    return index + 1
  }

  private enum Time { case now, later }

  private mutating func add(_ name: Name) { scopes[scopes.count - 1].append(name) }

  private func name(_ index: Int) -> String? {
    guard tokens.indices.contains(index), case .name(let name) = tokens[index].kind else {
      return nil
    }
    return name
  }

  /// A pattern: a name, or names between brackets.
  private mutating func declare(from start: Int, to time: Time) -> Int {
    var index = start
    var found: [Name] = []
    if let name = name(index) {
      found = [Name(text: name)]
      index += 1
    } else if tokens.indices.contains(index), tokens[index].kind.opens {
      let end = close(of: index)
      for place in index..<min(end, tokens.count) {
        // Of `{field: name}` the name.
        guard let name = name(place), !isSymbol(.colon, at: place + 1) else { continue }
        found.append(Name(text: name))
      }
      index = end + 1
    }
    switch time {
    case .now: scopes[scopes.count - 1] += found
    case .later: waiting += found
    }
    return max(index, start)
  }

  /// `fn name(parameters)`, where the name may be missing.
  private mutating func declareFunction(_ index: Int) -> Int {
    let own = name(index + 1)
    let open = own == nil ? index + 1 : index + 2
    guard isSymbol(.openParenthesis, at: open) else { return index + 1 }
    let end = close(of: open)
    let parameters = parameters(between: open, end)
    if let own {
      let last = end < tokens.count ? tokens[end].span.end : source.bytes.count
      let signature = source.text(in: Span(tokens[index + 1].span.start, last))
      add(
        Name(
          text: own, function: FunctionDescription(signature: signature, parameters: parameters)))
    }
    waiting += parameters.map { Name(text: $0) }
    return end + 1
  }

  /// Of `x => …` and `(x, y) => …`.
  private mutating func declareParameters(before arrow: Int) {
    if let name = name(arrow - 1) { return add(Name(text: name)) }
    guard isSymbol(.closeParenthesis, at: arrow - 1) else { return }
    var depth = 0
    for index in (0..<arrow).reversed() {
      if tokens[index].kind.closes { depth += 1 }
      if tokens[index].kind.opens { depth -= 1 }
      guard depth == 0 else { continue }
      for name in parameters(between: index, arrow - 1) { add(Name(text: name)) }
      return
    }
  }

  /// The names after the opening bracket and after each comma that is in no other bracket.
  private func parameters(between open: Int, _ end: Int) -> [String] {
    var names: [String] = []
    var depth = 0
    for index in open..<min(end, tokens.count) {
      if tokens[index].kind.opens { depth += 1 }
      if tokens[index].kind.closes { depth -= 1 }
      let isStart = index == open || isSymbol(.comma, at: index)
      guard depth == 1, isStart else { continue }
      if let name = name(isSymbol(.spread, at: index + 1) ? index + 2 : index + 1) {
        names.append(name)
      }
    }
    return names
  }

  /// Where the bracket closes that opens at `open`; behind the last token where it does not.
  private func close(of open: Int) -> Int {
    var depth = 0
    for index in open..<tokens.count {
      if tokens[index].kind.opens { depth += 1 }
      if tokens[index].kind.closes { depth -= 1 }
      if depth == 0 { return index }
    }
    return tokens.count
  }

  private func isSymbol(_ symbol: Symbol, at index: Int) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == .symbol(symbol)
  }
}

extension Token.Kind {
  fileprivate var opens: Bool {
    self == .symbol(.openParenthesis) || self == .symbol(.openBracket)
      || self == .symbol(.openBrace)
  }

  fileprivate var closes: Bool {
    self == .symbol(.closeParenthesis) || self == .symbol(.closeBracket)
      || self == .symbol(.closeBrace)
  }
}
