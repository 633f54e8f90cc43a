internal import Syntax

/// The last word of a cell, as it may be wanted again: `data.train` of `fit(model, data.train)`.
enum LastArgument {
  /// Nil where the cell has none.
  static func of(_ cell: String) -> String? {
    let source = SourceText(name: "", text: cell)
    let tokens = Lexer(source).tokens
    guard var first = tokens.lastIndex(where: { $0.kind.isWord }) else { return nil }
    let end = tokens[first].span.end
    if case .stringEnd = tokens[first].kind {
      // A text with all that stands in it.
      var depth = 0
      while true {
        switch tokens[first].kind {
        case .stringEnd: depth += 1
        case .stringStart: depth -= 1
        default: break
        }
        guard depth > 0, first > 0 else { break }
        first -= 1
      }
    } else {
      while first > 1, case .symbol(.dot) = tokens[first - 1].kind,
        case .name = tokens[first - 2].kind
      {
        first -= 2
      }
    }
    return source.text(in: Span(tokens[first].span.start, end))
  }
}

extension Token.Kind {
  fileprivate var isWord: Bool {
    switch self {
    case .name, .number, .stringEnd: true
    default: false
    }
  }
}
