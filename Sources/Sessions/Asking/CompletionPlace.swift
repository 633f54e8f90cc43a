internal import Evaluation
internal import Syntax

/// Where in a program the cursor stands: what is being typed, and what it is part of.
struct CompletionPlace {
  enum Kind {
    case name
    /// After a dot: the way to the value before it, or a literal.
    case member(path: [PathStep]?, literal: ValueTraits?)
    case string
    /// In a comment, or where no name may stand.
    case nothing
  }

  /// A call that is not closed before the cursor.
  struct Call {
    var name: String
    /// The way to what stands before the dot; nil where there is no dot, or none is known.
    var receiver: [PathStep]?
    /// Arguments that are named before the cursor.
    var given: Set<String> = []
    /// How many arguments before that of the cursor are given by their place; what stands before a dot is one.
    var placed = 0
    /// The name of the argument that the cursor is in, where it has one.
    var argument: String?
    /// The cursor is in brackets within an argument, as in a list, or behind what stands there already.
    var isWithinArgument = false

    /// Which of `parameters` the cursor gives, where `placed` come before it; nil where it gives more than there
    /// are.
    func position(in parameters: [ParameterDescription], after placed: Int) -> Int? {
      if let name = argument { return parameters.firstIndex { $0.name == name } }
      let place = min(placed, parameters.firstIndex { $0.takesRest } ?? placed)
      return parameters.indices.contains(place) ? place : nil
    }
  }

  private(set) var kind = Kind.name
  /// Where what is being typed begins.
  private(set) var start: Int
  private(set) var typed = ""
  private(set) var call: Call?
  /// The names that the text itself has at the cursor.
  private(set) var names: [CellNames.Name] = []
  /// What the brackets index that the cursor stands at the start of, before a key or a number.
  private(set) var indexed: [PathStep]?

  private let bytes: [UInt8]
  private(set) var tokens: [Token] = []

  /// `bytes` is the text up to the cursor.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    start = bytes.count
    tokens = Lexer(SourceText(name: "", bytes: bytes)).tokens
    tokens.removeAll { $0.kind == .end || $0.kind == .newline }
    if case .comment = tokens.last?.kind, tokens.last?.span.end == bytes.count {
      kind = .nothing
    } else if let opening = openString() {
      kind = .string
      start = tokens[opening].span.end
      tokens.removeSubrange(opening...)
      takeIndexed()
    } else {
      takeName()
    }
    typed = String(decoding: bytes[start...], as: UTF8.self)
    call = openCall()
    names = CellNames(tokens, in: SourceText(name: "", bytes: bytes)).names
  }

  /// Which token begins the string that the cursor is in. The lexer ends what the text leaves open by
  /// tokens without a length.
  private func openString() -> Int? {
    var open: [Int] = []
    for (index, token) in tokens.enumerated() {
      switch token.kind {
      case .stringStart, .interpolationStart: open.append(index)
      case .stringEnd, .interpolationEnd:
        if token.span.start < token.span.end { open.removeLast(open.isEmpty ? 0 : 1) }
      default: break
      }
    }
    guard let last = open.last, case .stringStart = tokens[last].kind else { return nil }
    return last
  }

  private mutating func takeIndexed() {
    guard case .symbol(.openBracket) = tokens.last?.kind else { return }
    indexed = path(endingAt: tokens.count - 2)
  }

  private mutating func takeName() {
    // What closes an open interpolation has no length.
    tokens.removeAll { $0.span.start == $0.span.end }
    switch tokens.last?.kind {
    case .name, .keyword:
      guard let last = tokens.last, last.span.end == bytes.count else { break }
      start = last.span.start
      tokens.removeLast()
    case .number where tokens.last?.span.end == bytes.count:
      let number = tokens.removeLast()
      takeIndexed()
      guard indexed != nil else {
        kind = .nothing
        return
      }
      start = number.span.start
    default: break
    }
    takeIndexed()
    guard case .symbol(.dot) = tokens.last?.kind, kind.isName else { return }
    kind = .member(path: path(endingAt: tokens.count - 2), literal: literal(tokens.count - 2))
  }

  /// The names with dots between them, and what is taken of them by a number or a text, that end at a token.
  func path(endingAt end: Int) -> [PathStep]? {
    var steps: [PathStep] = []
    var index = end
    while tokens.indices.contains(index) {
      switch tokens[index].kind {
      case .name(let name):
        steps.insert(.name(name), at: 0)
        guard tokens.indices.contains(index - 1), case .symbol(.dot) = tokens[index - 1].kind else {
          return steps
        }
        index -= 2
      case .symbol(.closeBracket):
        guard let open = matching(index), let step = step(tokens[(open + 1)..<index]) else {
          return nil
        }
        steps.insert(step, at: 0)
        index = open - 1
      default: return nil
      }
    }
    return nil
  }

  /// What stands between brackets, where it is a whole number or a plain text.
  private func step(_ tokens: ArraySlice<Token>) -> PathStep? {
    let kinds = tokens.map(\.kind)
    switch kinds.count {
    case 1:
      if case .number(let number) = kinds[0] { return Int(exactly: number).map { .index($0) } }
    case 2:
      if case (.symbol(.minus), .number(let number)) = (kinds[0], kinds[1]) {
        return Int(exactly: -number).map { .index($0) }
      }
    case 3: if case .stringText(let text) = kinds[1] { return .key(text) }
    default: break
    }
    return nil
  }

  /// Of the literal that ends at a token.
  private func literal(_ index: Int) -> ValueTraits? {
    guard tokens.indices.contains(index) else { return nil }
    switch tokens[index].kind {
    case .stringEnd: return .string
    case .number: return .number
    case .symbol(.closeBracket):
      // A list, unless something is indexed.
      guard let open = matching(index) else { return nil }
      guard tokens.indices.contains(open - 1) else { return .list }
      switch tokens[open - 1].kind {
      case .name, .stringEnd, .symbol(.closeBracket), .symbol(.closeParenthesis): return nil
      default: return .list
      }
    default: return nil
    }
  }

  private func matching(_ close: Int) -> Int? {
    let offset = tokens[close].span.start
    guard let pair = BracketPairs(tokens).pairs.first(where: { $0.close == offset }) else {
      return nil
    }
    return tokens.firstIndex { $0.span.start == pair.open }
  }

}

/// A step on the way from a variable to what it holds.
enum PathStep: Equatable {
  case name(String)
  case index(Int)
  case key(String)
}

extension CompletionPlace.Kind {
  fileprivate var isName: Bool { if case .name = self { true } else { false } }
}
