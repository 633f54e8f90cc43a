internal import Characters

/// Writes a program in the one form: four spaces a level, one space around operators, none inside brackets.
///
/// Lines stay where their writer broke them; what changes is the space at their beginning and between what
/// stands on them, and more than one empty line in a row. Comments and strings stay as they are. The text
/// is taken as tokens, a whole string as one: so nothing can be lost, and a formatted text stays as it is.
///
/// A line within a bracket begins below what follows the bracket on its line, or one level further in where
/// nothing follows it. A line that goes on with the statement before it begins one level further in.
public struct Formatter {
  /// A token, or a whole string, and its text.
  private struct Atom {
    enum Kind { case word, keyword, value, symbol(Symbol), comment, newline }
    var kind: Kind
    var text: String
    /// Where a comment stood on its line.
    var column = 0

    var symbol: Symbol? { if case .symbol(let symbol) = kind { symbol } else { nil } }
  }

  private struct Bracket {
    /// Where lines within it begin, and the line that closes it.
    var inner: Int
    var outer: Int
    var isBlock: Bool
  }

  private static let level = 4

  private var output = ""
  private var line = ""
  private var brackets: [Bracket] = []
  private var previous: Atom?
  /// The previous atom stands before its operand, as the minus of −x.
  private var previousIsPrefix = false
  private var lineIndentation = 0
  /// Where a block that opens here is indented from: the line's beginning, or that of the line on which
  /// the last bracket opened that this line closed.
  private var base = 0
  private var isContinued = false
  private var emptyLines = 0

  /// The text of a program in the one form; nil when it is no program.
  public static func format(_ source: SourceText) -> String? {
    guard case .program = parse(source) else { return nil }
    var formatter = Formatter()
    let atoms = atoms(of: source)
    for (number, atom) in atoms.enumerated() {
      formatter.write(atom, next: number + 1 < atoms.count ? atoms[number + 1] : nil)
    }
    formatter.endLine()
    let result = formatter.output
    // The same tokens, or the text as it was.
    let again = SourceText(name: source.name, text: result)
    return meaning(again) == meaning(source) ? result : source.text(in: Span(0, source.bytes.count))
  }

  private static func meaning(_ source: SourceText) -> [Token.Kind] {
    Lexer(source).tokens.map(\.kind).filter { $0 != .newline }
  }

  // MARK: Reading

  private static func atoms(of source: SourceText) -> [Atom] {
    var atoms: [Atom] = []
    var open = 0
    var start = 0
    for token in Lexer(source).tokens {
      switch token.kind {
      case .stringStart:
        if open == 0 { start = token.span.start }
        open += 1
        continue
      case .stringEnd:
        open -= 1
        if open == 0 {
          atoms.append(Atom(kind: .value, text: source.text(in: Span(start, token.span.end))))
        }
        continue
      default: if open > 0 { continue }
      }
      let text = source.text(in: token.span)
      switch token.kind {
      case .number: atoms.append(Atom(kind: .value, text: text))
      case .name: atoms.append(Atom(kind: .word, text: text))
      case .keyword: atoms.append(Atom(kind: .keyword, text: text))
      case .symbol(let symbol): atoms.append(Atom(kind: .symbol(symbol), text: text))
      case .comment:
        atoms.append(Atom(kind: .comment, text: text, column: source.column(at: token.span.start)))
      case .newline: atoms.append(Atom(kind: .newline, text: ""))
      case .stringStart, .stringText, .interpolationStart, .format, .interpolationEnd, .stringEnd,
        .end, .invalid:
        break
      }
    }
    return atoms
  }

  // MARK: Writing

  private mutating func write(_ atom: Atom, next: Atom?) {
    switch atom.kind {
    case .newline:
      if line.isEmpty { emptyLines += 1 } else { endLine() }
      return
    case .comment:
      if line.isEmpty {
        beginLine(with: atom)
      } else {
        // Where it was, if the line leaves room: comments are lined up by hand.
        let width = displayWidth(of: line)
        line += String(repeating: " ", count: max(2, atom.column - width))
      }
      line += String(atom.text.reversed().drop { $0.isWhitespace }.reversed())
      return
    case .word, .keyword, .value, .symbol: break
    }
    var atom = atom
    if atom.text == "by", !line.isEmpty, endsOperand || previous?.symbol == .range {
      // The step of a range: a word only there.
      atom.kind = .keyword
    }
    if line.isEmpty {
      beginLine(with: atom)
    } else if let previous, needsSpace(previous, atom) {
      line += " "
    }
    line += atom.text
    previousIsPrefix = atom.symbol == .minus && !endsOperand
    follow(atom, next: next)
    previous = atom
  }

  private mutating func beginLine(with atom: Atom) {
    if !output.isEmpty, emptyLines > 0 { output += "\n" }
    emptyLines = 0
    if let symbol = atom.symbol, Self.closing.contains(symbol), let bracket = brackets.last {
      lineIndentation = bracket.outer
    } else {
      lineIndentation = brackets.last?.inner ?? 0
      let goesOn = isContinued || atom.symbol == .dot
      if goesOn, brackets.last?.isBlock ?? true { lineIndentation += Self.level }
    }
    base = lineIndentation
    line = String(repeating: " ", count: lineIndentation)
  }

  private mutating func endLine() {
    guard !line.isEmpty else { return }
    output += line + "\n"
    line = ""
    isContinued = previous.map { goesOn(after: $0) } ?? false
  }

  private func goesOn(after atom: Atom) -> Bool {
    switch atom.kind {
    case .symbol(let symbol):
      !Self.closing.contains(symbol) && !Self.opening.contains(symbol) && symbol != .semicolon
    case .keyword: ["and", "or", "not", "in"].contains(atom.text)
    case .word, .value, .comment, .newline: false
    }
  }

  private static let opening: Set<Symbol> = [.openParenthesis, .openBracket, .openBrace]
  private static let closing: Set<Symbol> = [.closeParenthesis, .closeBracket, .closeBrace]

  /// Keeps the brackets.
  private mutating func follow(_ atom: Atom, next: Atom?) {
    guard let symbol = atom.symbol else { return }
    if Self.closing.contains(symbol), let bracket = brackets.popLast() {
      base = min(base, bracket.outer)
    }
    guard Self.opening.contains(symbol) else { return }
    let isBlock = symbol == .openBrace && opensBlock
    var isLast = true
    if case .comment? = next?.kind {
    } else if case .newline? = next?.kind {
    } else if next != nil {
      isLast = false
    }
    let inner = isBlock || isLast ? base + Self.level : displayWidth(of: line)
    brackets.append(Bracket(inner: inner, outer: base, isBlock: isBlock))
  }

  /// Whether a brace here opens a block: a map stands where a value may stand.
  private var opensBlock: Bool {
    // Nothing but a map begins a line so: there are no bare blocks.
    if line.count == lineIndentation + 1 { return false }
    if case .keyword? = previous?.kind, let text = previous?.text, ["else", "try"].contains(text) {
      return true
    }
    return endsOperand
  }

  /// Whether what stands before can be the left side of an operator.
  private var endsOperand: Bool {
    guard let previous else { return false }
    switch previous.kind {
    case .word, .value: return true
    case .keyword: return ["true", "false", "none"].contains(previous.text)
    case .symbol(let symbol): return Self.closing.contains(symbol)
    case .comment, .newline: return false
    }
  }

  // MARK: Spaces

  private func needsSpace(_ left: Atom, _ right: Atom) -> Bool {
    switch right.symbol {
    case .comma, .semicolon, .colon, .closeParenthesis, .closeBracket, .dot, .range: return false
    case .closeBrace:
      let isBlock = brackets.last?.isBlock ?? false
      return isBlock && left.symbol != .openBrace
    case .openParenthesis, .openBracket:
      // A call or an index, after what can be called.
      if case .keyword = left.kind, left.text == "fn" { return false }
      if endsOperand { return false }
    default: break
    }
    switch left.symbol {
    case .range: return right.text == "by"
    case .openParenthesis, .openBracket, .dot, .spread: return false
    case .openBrace: return brackets.last?.isBlock ?? false
    case .question: return false
    default: break
    }
    return !previousIsPrefix
  }
}

extension SourceText {
  /// Columns before `offset` on its line.
  fileprivate func column(at offset: Int) -> Int {
    let start = lineStarts[line(at: offset)]
    return displayWidth(of: text(in: Span(start, offset)))
  }
}
