internal import Evaluation
internal import Syntax

/// A stretch of a text that means something, for colouring. Offsets are UTF-8 bytes.
public struct Highlight: Sendable, Equatable {
  public enum Kind: Sendable {
    case keyword, number, string, comment, wrong
    /// The name of a function that exists.
    case function
  }
  public var kind: Kind
  public var range: Range<Int>

  public init(kind: Kind, range: Range<Int>) {
    self.kind = kind
    self.range = range
  }
}

/// How a text that is being typed looks: what its parts are, and which brackets belong together.
public struct Appearance: Sendable, Equatable {
  public var highlights: [Highlight] = []
  /// Where the bracket at the cursor and its partner stand, one byte each.
  public var brackets: [Int] = []
}

extension Session {
  /// What the text's parts are; `cursor` is a number of UTF-8 bytes. Cost: linear.
  public func appearance(of text: String, cursor: Int) -> Appearance {
    var result = Appearance()
    if Self.shellLine(text) != nil {
      // Words of another language.
      result.highlights = [Highlight(kind: .string, range: 0..<text.utf8.count)]
      return result
    }
    let tokens = Lexer(SourceText(name: "", text: text)).tokens
    for token in tokens {
      let kind: Highlight.Kind? =
        switch token.kind {
        case .keyword: .keyword
        case .number: .number
        case .stringStart, .stringText, .stringEnd, .interpolationStart, .interpolationEnd, .format:
          .string
        case .comment: .comment
        case .invalid: .wrong
        case .name(let name): isFunction(name) ? .function : nil
        case .symbol, .newline, .end: nil
        }
      if let kind, token.span.start < token.span.end {
        result.highlights.append(Highlight(kind: kind, range: token.span.start..<token.span.end))
      }
    }
    let pairs = BracketPairs(tokens).pairs
    // The bracket before the cursor, which was typed last, goes before that under it.
    for place in [cursor - 1, cursor] {
      guard let pair = pairs.first(where: { $0.open == place || $0.close == place }) else {
        continue
      }
      result.brackets = [pair.open, pair.close]
      break
    }
    return result
  }

  private func isFunction(_ name: String) -> Bool {
    (visibleValue(name) ?? machine.library.value(name))?.isFunction ?? false
  }
}

/// Which brackets of a text belong together.
struct BracketPairs {
  private(set) var pairs: [(open: Int, close: Int)] = []
  /// Those that nothing closes, the outermost first.
  private(set) var open: [(symbol: Symbol, offset: Int)] = []

  init(_ tokens: [Token]) {
    for token in tokens {
      guard case .symbol(let symbol) = token.kind else { continue }
      switch symbol {
      case .openParenthesis, .openBracket, .openBrace: open.append((symbol, token.span.start))
      case .closeParenthesis, .closeBracket, .closeBrace:
        guard let last = open.last, Self.partner(of: last.symbol) == symbol else { continue }
        open.removeLast()
        pairs.append((last.offset, token.span.start))
      default: break
      }
    }
  }

  private static func partner(of symbol: Symbol) -> Symbol? {
    switch symbol {
    case .openParenthesis: .closeParenthesis
    case .openBracket: .closeBracket
    case .openBrace: .closeBrace
    default: nil
    }
  }
}
