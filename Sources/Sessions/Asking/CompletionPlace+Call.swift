internal import Evaluation
internal import Syntax

/// Which call the cursor is in.
extension CompletionPlace {
  /// The innermost one that is open, past the brackets of lists, maps and sums within its argument. What stands in
  /// the body of a function, in a block or among the parameters of a declaration is in no call.
  func openCall() -> Call? {
    var isInner = false
    for bracket in BracketPairs(tokens).open.reversed() {
      guard let opening = tokens.firstIndex(where: { $0.span.start == bracket.offset }) else {
        return nil
      }
      let before = opening > 0 ? tokens[opening - 1].kind : nil
      switch bracket.symbol {
      case .openParenthesis where before?.endsValue ?? false:
        guard case .name(let name) = before,
          opening < 2 || tokens[opening - 2].kind != .keyword(.fn)
        else { return nil }
        return call(name, opening, isInner)
      case .openParenthesis where before == .keyword(.fn): return nil
      case .openBrace where before.map(\.beginsBlock) ?? true: return nil
      default: isInner = true
      }
    }
    return nil
  }

  private func call(_ name: String, _ opening: Int, _ isInner: Bool) -> Call {
    var call = Call(name: name)
    // `x.f(` gives `x` as the first argument.
    if opening > 1, case .symbol(.dot) = tokens[opening - 2].kind {
      call.placed = 1
      call.receiver = path(endingAt: opening - 3)
    }
    var depth = 0
    var isStart = true
    for index in (opening + 1)..<max(tokens.count, opening + 1) {
      defer { isStart = tokens[index].kind == .symbol(.comma) }
      guard case .symbol(let symbol) = tokens[index].kind else { continue }
      switch symbol {
      case .openParenthesis, .openBracket, .openBrace: depth += 1
      case .closeParenthesis, .closeBracket, .closeBrace: depth -= 1
      case .comma where depth == 0:
        if call.argument == nil { call.placed += 1 }
        call.argument = nil
      case .colon where depth == 0:
        guard case .name(let argument) = tokens[index - 1].kind else { continue }
        call.given.insert(argument)
        call.argument = argument
      default: break
      }
    }
    call.isWithinArgument = isInner || !isStart
    return call
  }
}

extension Token.Kind {
  /// What a call, or an index, may follow.
  fileprivate var endsValue: Bool {
    switch self {
    case .name, .stringEnd, .symbol(.closeParenthesis), .symbol(.closeBracket),
      .symbol(.closeBrace):
      true
    default: false
    }
  }

  /// Whether a brace behind it opens a block, and no map.
  fileprivate var beginsBlock: Bool {
    switch self {
    case .number, .keyword: true
    default: endsValue
    }
  }
}
