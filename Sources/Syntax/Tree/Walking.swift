/// What an expression or statement is made of, for those that look at every part of a tree.
extension Expression {
  /// The expressions and blocks directly within this one, in the order of the text.
  public var parts: [TreePart] {
    switch kind {
    case .none, .bool, .number, .name, .invalid: []
    case .string(let parts):
      parts.compactMap {
        if case .interpolation(let value, _) = $0 { .expression(value) } else { nil }
      }
    case .list(let elements):
      elements.map {
        switch $0 {
        case .value(let value), .spread(let value): .expression(value)
        }
      }
    case .map(let entries): entries.flatMap { [.expression($0.key), .expression($0.value)] }
    case .range(let start, let end, let step):
      [.expression(start), .expression(end)] + (step.map { [.expression($0)] } ?? [])
    case .unary(_, let value), .field(let value, _, _): [.expression(value)]
    case .binary(_, let left, let right, _), .logical(_, let left, let right):
      [.expression(left), .expression(right)]
    case .call(let callee, let arguments):
      [.expression(callee)] + arguments.map { .expression($0.value) }
    case .subscripted(let target, let items): [.expression(target)] + items.flatMap(\.parts)
    case .function(let function): function.parts
    case .conditional(let conditional):
      [.expression(conditional.condition), .block(conditional.then)]
        + (conditional.otherwise.map { [.block($0)] } ?? [])
    }
  }
}

extension Expression.SubscriptItem {
  var parts: [TreePart] {
    switch self {
    case .value(let value): [.expression(value)]
    case .slice(let from, let to, let by, _):
      [from, to, by].compactMap { $0.map { .expression($0) } }
    }
  }
}

extension Function {
  public var parts: [TreePart] {
    parameters.compactMap { $0.defaultValue.map { .expression($0) } } + [.block(body)]
  }
}

extension Statement {
  /// The expressions and blocks directly within this one, in the order of the text.
  public var parts: [TreePart] {
    switch kind {
    case .expression(let value), .binding(_, let value), .thrown(let value), .yielded(let value):
      [.expression(value)]
    case .reassignment(let pattern, let value):
      pattern.targets.map { .expression($0) } + [.expression(value)]
    case .assignment(let target, _, let value): [.expression(target), .expression(value)]
    case .function(_, _, let function): function.parts
    case .whileLoop(let condition, let body): [.expression(condition), .block(body)]
    case .forLoop(_, let values, let body): [.expression(values), .block(body)]
    case .breakLoop, .continueLoop, .imported: []
    case .returned(let value): value.map { [.expression($0)] } ?? []
    case .attempt(let body, _, _, let handler): [.block(body), .block(handler)]
    }
  }
}

public enum TreePart: Sendable {
  case expression(Expression)
  case block(Block)
}

extension Pattern {
  /// The names that it binds.
  public var names: [String] {
    switch self {
    case .name(let name, _): [name]
    case .target: []
    case .list(let items, let rest, _): items.flatMap(\.names) + (rest?.names ?? [])
    case .map(let fields, _): fields.flatMap { $0.pattern.names }
    }
  }

  /// What it assigns to.
  public var targets: [Expression] {
    switch self {
    case .name: []
    case .target(let target): [target]
    case .list(let items, let rest, _): items.flatMap(\.targets) + (rest?.targets ?? [])
    case .map(let fields, _): fields.flatMap { $0.pattern.targets }
    }
  }
}

extension [TreePart] {
  /// Whether there is a call of a name within one of them.
  func calls(_ name: String) -> Bool {
    contains { part in
      switch part {
      case .block(let block): block.statements.contains { $0.parts.calls(name) }
      case .expression(let expression):
        if case .call(let callee, _) = expression.kind, case .name(name) = callee.kind {
          true
        } else {
          expression.parts.calls(name)
        }
      }
    }
  }
}
