internal import Syntax

/// Finds the variables that functions inside their scope use, so that only those live in cells.
///
/// A walk over the tree keeps the scopes; a name found in a scope of an outer function marks its
/// declaration, which is known by where it was written. What stands at the top level of a text is global
/// and never captured. Cost: linear in the tree, times the depth of scopes.
struct Captures {
  /// Where the captured declarations begin in the source.
  private(set) var captured: Set<Int> = []
  /// For each function the scopes in it: a name's declaration.
  private var functions: [[[String: Int]]] = [[]]

  init(of program: Program) {
    for statement in program.statements { visit(statement) }
  }

  private mutating func declare(_ name: String, at span: Span) {
    let function = functions.count - 1
    guard let scope = functions[function].indices.last else { return }
    functions[function][scope][name] = span.start
  }

  private mutating func use(_ name: String) {
    for function in functions.indices.reversed() {
      for scope in functions[function].reversed() {
        guard let declaration = scope[name] else { continue }
        if function < functions.count - 1 { captured.insert(declaration) }
        return
      }
    }
  }

  private mutating func inScope(_ body: (inout Captures) -> Void) {
    functions[functions.count - 1].append([:])
    body(&self)
    functions[functions.count - 1].removeLast()
  }

  private mutating func visit(_ block: Block) {
    inScope { scope in
      for statement in block.statements { scope.visit(statement) }
    }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression), .thrown(let expression), .yielded(let expression):
      visit(expression)
    case .binding(let pattern, let value):
      visit(value)
      declare(pattern)
    case .assignment(let target, _, let value):
      visit(value)
      visit(target)
    case .reassignment(let pattern, let value):
      visit(value)
      for target in pattern.targets { visit(target) }
    case .function(let name, let span, let function):
      declare(name, at: span)
      visit(function)
    case .whileLoop(let condition, let body):
      visit(condition)
      visit(body)
    case .forLoop(let pattern, let values, let body):
      visit(values)
      inScope { scope in
        scope.declare(pattern)
        scope.visit(body)
      }
    case .breakLoop, .continueLoop: break
    case .returned(let value): if let value { visit(value) }
    case .attempt(let body, let name, let span, let handler):
      visit(body)
      inScope { scope in
        scope.declare(name, at: span)
        scope.visit(handler)
      }
    case .imported(_, _, let name, let span, _): declare(name, at: span)
    }
  }

  private mutating func declare(_ pattern: Pattern) {
    switch pattern {
    case .name(let name, let span): declare(name, at: span)
    case .target: break
    case .list(let items, let rest, _):
      for item in items { declare(item) }
      if let rest { declare(rest) }
    case .map(let fields, _): for field in fields { declare(field.pattern) }
    }
  }

  private mutating func visit(_ function: Function) {
    functions.append([[:]])
    for parameter in function.parameters {
      if let value = parameter.defaultValue { visit(value) }
      declare(parameter.name, at: parameter.nameSpan)
    }
    visit(function.body)
    functions.removeLast()
  }

  private mutating func visit(_ expression: Expression) {
    switch expression.kind {
    case .none, .bool, .number, .invalid: break
    case .name(let name): use(name)
    case .string(let parts):
      for case .interpolation(let value, _) in parts { visit(value) }
    case .list(let elements):
      for element in elements {
        switch element {
        case .value(let value), .spread(let value): visit(value)
        }
      }
    case .map(let entries):
      for entry in entries {
        visit(entry.key)
        visit(entry.value)
      }
    case .range(let start, let end, let step):
      visit(start)
      visit(end)
      if let step { visit(step) }
    case .unary(_, let operand): visit(operand)
    case .binary(_, let left, let right, _), .logical(_, let left, let right):
      visit(left)
      visit(right)
    case .call(let callee, let arguments):
      if case .field(let target, let name, _) = callee.kind {
        visit(target)
        use(name)
      } else {
        visit(callee)
      }
      for argument in arguments { visit(argument.value) }
    case .field(let target, _, _): visit(target)
    case .subscripted(let target, let items):
      visit(target)
      for item in items { visit(item) }
    case .function(let function): visit(function)
    case .conditional(let conditional):
      visit(conditional.condition)
      visit(conditional.then)
      if let otherwise = conditional.otherwise { visit(otherwise) }
    }
  }

  private mutating func visit(_ item: Expression.SubscriptItem) {
    switch item {
    case .value(let value): visit(value)
    case .slice(let from, let to, let by, _):
      for part in [from, to, by].compactMap({ $0 }) { visit(part) }
    }
  }
}
