internal import Syntax

extension Compiler {
  /// Compiles statements in their order; the value of the last one, if it is an expression, goes to
  /// `register`, else none. Without a register, values are dropped.
  mutating func compileStatements(_ statements: [Statement], to register: Int?) {
    for (index, statement) in statements.enumerated() {
      let mark = draft.registerMark
      let isLast = index == statements.count - 1
      if isLast, let register {
        compileLast(statement, to: register)
      } else {
        compile(statement)
      }
      // Registers of variables stay taken until their scope ends; those of values are free again.
      draft.releaseRegisters(to: max(mark, highestVariable + 1))
    }
    if statements.isEmpty, let register { draft.emit(Instruction(.none, register), draft.span) }
  }

  private var highestVariable: Int {
    draft.scopes.reduce(-1) { highest, scope in
      scope.values.reduce(highest) { max($0, $1.register) }
    }
  }

  private mutating func compileLast(_ statement: Statement, to register: Int) {
    if case .expression(let expression) = statement.kind {
      compile(expression, to: register)
    } else {
      compile(statement)
      draft.emit(Instruction(.none, register), statement.span)
    }
  }

  mutating func compileBlock(_ block: Block, to register: Int?) {
    let mark = draft.registerMark
    draft.openScope()
    compileStatements(block.statements, to: register)
    draft.closeScope()
    draft.releaseRegisters(to: mark)
  }

  mutating func compile(_ statement: Statement) {
    switch statement.kind {
    case .expression(let expression):
      if case .conditional(let conditional) = expression.kind {
        compile(conditional, to: nil, expression.span)
      } else {
        compile(expression, to: draft.takeRegister())
      }
    case .binding(let pattern, let value):
      let register = draft.takeRegister()
      if case .name(let name, _) = pattern, case .function(let function) = value.kind {
        compileFunction(function, to: register, named: name)
      } else {
        compile(value, to: register)
      }
      bind(pattern, from: register)
    case .assignment(let target, let operation, let value):
      compileAssignment(target, operation, value, statement.span)
    case .reassignment(let pattern, let value): compileReassignment(pattern, value)
    case .function(let name, let nameSpan, let function):
      compileNamed(function, name, nameSpan)
    case .whileLoop(let condition, let body): compileWhile(condition, body, statement.span)
    case .forLoop(let pattern, let values, let body):
      compileFor(pattern, values, body, statement.span)
    case .breakLoop, .continueLoop: compileJump(statement)
    case .returned(let value): compileReturn(value, statement.span)
    case .yielded(let value):
      let register = draft.takeRegister()
      compile(value, to: register)
      draft.emit(Instruction(.yield, register), statement.span)
    case .thrown(let value):
      let register = operand(value)
      draft.emit(Instruction(.raise, register), statement.span)
    case .attempt(let body, let name, let nameSpan, let handler):
      compileTry(body, name, nameSpan, handler, statement.span)
    case .imported(let path, let pathSpan, let name, let nameSpan, let reloads):
      let register = draft.takeRegister()
      draft.emit(
        Instruction(
          reloads ? .reloadFile : .importFile, register, wide: draft.constant(.string(path))),
        pathSpan)
      declare(name, at: nameSpan, from: register)
    }
  }

  /// The name is declared before the body is compiled, so that the function can call itself.
  private mutating func compileNamed(_ function: Function, _ name: String, _ nameSpan: Span) {
    let register = draft.takeRegister()
    guard draft.outer != nil || draft.scopes.count > 1 else {
      compileFunction(function, to: register, named: name)
      declare(name, at: nameSpan, from: register)
      return
    }
    draft.emit(Instruction(.none, register), nameSpan)
    declare(name, at: nameSpan, from: register)
    let made = draft.takeRegister()
    compileFunction(function, to: made, named: name)
    _ = store(made, in: name, nameSpan)
  }

  /// Changes the variable `name`; false when there is none.
  private mutating func store(_ register: Int, in name: String, _ span: Span) -> Bool {
    if let variable = draft.variable(name) {
      draft.emit(
        variable.isCell
          ? Instruction(.setCell, variable.register, register)
          : Instruction(.move, variable.register, register), span)
    } else if let capture = draft.capture(name) {
      draft.emit(Instruction(.setCapture, register, capture), span)
    } else if let number = globals.numbers[name] {
      globals.origins[number] = (source, source.line(at: span.start) + 1)
      draft.emit(Instruction(.setGlobal, register, wide: number), span)
    } else {
      return false
    }
    return true
  }

  // MARK: Assignment

  private mutating func compileAssignment(
    _ target: Expression, _ operation: BinaryOperator?, _ value: Expression, _ span: Span
  ) {
    switch target.kind {
    case .name(let name): assign(name, target.span, operation, value, span)
    case .field(let object, let name, let nameSpan):
      var steps: [Step] = []
      let base = holder(object, &steps)
      let field = draft.constant(library.interned(name))
      let result = draft.takeRegister()
      if let operation {
        let right = operand(value)
        draft.emit(Instruction(.getField, result, base, field), nameSpan)
        apply(operation, result, right, target.span, value.span, span)
      } else {
        compile(value, to: result)
      }
      draft.emit(Instruction(.setField, base, field, result), span)
      keep(steps, span)
    case .subscripted(let object, let items):
      assign(object, items, operation, .expression(value), target, span)
    default: report("S0111", "this cannot be assigned to", target.span)
    }
  }

  private mutating func assign(
    _ name: String, _ nameSpan: Span, _ operation: BinaryOperator?, _ value: Expression,
    _ span: Span
  ) {
    let result: Int
    if let operation {
      // The right side first; then the variable is changed where it is.
      if operation == .add, case .string(let parts) = value.kind, parts.count > 1,
        let variable = draft.variable(name), !variable.isCell
      {
        let texts = compileParts(parts)
        let position = draft.emit(
          Instruction(.appendTexts, variable.register, 0, texts.count), span)
        draft.sides[position] = (nameSpan, value.span)
        for text in texts { draft.emit(text, span) }
        return
      }
      if let variable = draft.variable(name), !variable.isCell {
        return apply(operation, variable.register, value, nameSpan, span)
      }
      let right = operand(value)
      if let number = globalNumber(name), number <= 0xFFFF {
        globals.origins[number] = (source, source.line(at: span.start) + 1)
        let position = draft.emit(
          Instruction(.updateGlobal, n: operation.number, right, number), span)
        draft.sides[position] = (nameSpan, value.span)
        return
      }
      result = draft.takeRegister()
      guard load(name, to: result, nameSpan) else { return reportUnknown(name, nameSpan) }
      apply(operation, result, right, nameSpan, value.span, span)
    } else if let variable = draft.variable(name), !variable.isCell {
      return compile(value, to: variable.register)
    } else {
      result = draft.takeRegister()
      compile(value, to: result)
    }
    storeOrReport(result, in: name, nameSpan)
  }

  /// Changes the variable `name`, or tells that there is none.
  private mutating func storeOrReport(_ register: Int, in name: String, _ nameSpan: Span) {
    guard !store(register, in: name, nameSpan) else { return }
    if library.value(name) != nil {
      report(
        "S0307", "`\(name)` belongs to the library", nameSpan,
        help: "declare a variable of your own:  let \(name) = …")
    } else {
      reportUnknown(name, nameSpan)
    }
  }

  /// All of the right side is computed before anything changes. A list of values for a list of as many targets
  /// is never made.
  private mutating func compileReassignment(_ pattern: Pattern, _ value: Expression) {
    guard case .list(let targets, nil, _) = pattern, case .list(let elements) = value.kind,
      targets.count == elements.count, targets.count <= Self.mostAtOnce
    else {
      let register = draft.takeRegister()
      compile(value, to: register)
      return bind(pattern, from: register)
    }
    let values = elements.compactMap { element in
      if case .value(let value) = element { value } else { nil }
    }
    guard values.count == targets.count else {
      let register = draft.takeRegister()
      compile(value, to: register)
      return bind(pattern, from: register)
    }
    let first = draft.takeRegisters(values.count)
    for (place, value) in values.enumerated() { compile(value, to: first + place) }
    for (place, target) in targets.enumerated() { bind(target, from: first + place) }
  }

  /// Values that are held in registers side by side.
  private static let mostAtOnce = 50

  /// Assigns the value in `register` to a name, an element or a field.
  mutating func store(_ register: Int, in target: Expression) {
    switch target.kind {
    case .name(let name): storeOrReport(register, in: name, target.span)
    case .field(let object, let name, _):
      var steps: [Step] = []
      let base = holder(object, &steps)
      let field = draft.constant(library.interned(name))
      draft.emit(Instruction(.setField, base, field, register), target.span)
      keep(steps, target.span)
    case .subscripted(let object, let items):
      assign(object, items, nil, .register(register), target, target.span)
    default: report("S0111", "this cannot be assigned to", target.span)
    }
  }

  /// variable = variable op value, where the value is computed first.
  private mutating func apply(
    _ operation: BinaryOperator, _ variable: Int, _ value: Expression, _ target: Span, _ span: Span
  ) {
    guard case .number(let number) = value.kind, let fused = Self.constantOperation(of: operation),
      case let constant = draft.constant(.number(number)), constant < 0xFFFF
    else {
      return apply(operation, variable, operand(value), target, value.span, span)
    }
    let position = draft.emit(Instruction(fused, variable, variable, constant), span)
    draft.sides[position] = (target, value.span)
  }

  /// result = result op right.
  private mutating func apply(
    _ operation: BinaryOperator, _ result: Int, _ right: Int, _ target: Span, _ value: Span,
    _ span: Span
  ) {
    let position = draft.emit(
      Instruction(Self.operation(of: operation), result, result, right), span)
    draft.sides[position] = (target, value)
  }

  private mutating func assign(
    _ object: Expression, _ items: [Expression.SubscriptItem], _ operation: BinaryOperator?,
    _ value: Assigned, _ target: Expression, _ span: Span
  ) {
    var steps: [Step] = []
    assign(items, operation, value, target, span) { compiler, isOwn in
      compiler.holder(object, isOwn: isOwn, &steps)
    }
    keep(steps, span)
  }

  /// A step on the way to what is changed: what `kept` holds was got from `holder`.
  private struct Step {
    var keeping: Operation
    var holder: Int
    var key = 0
    var kept: Int
    var site: Prototype.Site?
  }

  /// The register of what holds the part that is assigned, a new one where `isOwn`; `steps` lead to it.
  private mutating func holder(
    _ object: Expression, isOwn: Bool = false, _ steps: inout [Step]
  ) -> Int {
    switch object.kind {
    case .field(let owner, let name, let nameSpan):
      let holder = holder(owner, &steps)
      let field = draft.constant(library.interned(name))
      let kept = draft.takeRegister()
      draft.emit(Instruction(.getField, kept, holder, field), nameSpan)
      steps.append(Step(keeping: .keepField, holder: holder, key: field, kept: kept))
      return kept
    case .subscripted(let owner, let items):
      if items.count == 1, case .value(let index) = items[0] {
        let holder = holder(owner, &steps)
        let key = operand(index)
        let kept = draft.takeRegister()
        let position = draft.emit(Instruction(.getIndex, kept, holder, key), object.span)
        draft.sides[position] = (owner.span, index.span)
        steps.append(Step(keeping: .keepIndex, holder: holder, key: key, kept: kept))
        return kept
      }
      let holder = holder(owner, isOwn: true, &steps)
      let site = compileItems(items)
      let kept = draft.takeRegister()
      draft.emit(Instruction(.getSubscript, kept, holder), object.span, site: site)
      steps.append(Step(keeping: .keepSubscript, holder: holder, kept: kept, site: site))
      return kept
    default:
      guard isOwn else { return operand(object) }
      let register = draft.takeRegister()
      compile(object, to: register)
      return register
    }
  }

  /// What a field or an index gives may be made anew each time, as a layer's weights and a tensor's rows are: after
  /// a part was changed, it is put back, the innermost first.
  private mutating func keep(_ steps: [Step], _ span: Span) {
    for step in steps.reversed() {
      let instruction = Instruction(step.keeping, step.holder, step.key, step.kept)
      if let site = step.site {
        draft.emit(instruction, span, site: site)
      } else {
        draft.emit(instruction, span)
      }
    }
  }

  /// `base` compiles what has the elements, into a new register where `isOwn`.
  private mutating func assign(
    _ items: [Expression.SubscriptItem], _ operation: BinaryOperator?, _ value: Assigned,
    _ target: Expression, _ span: Span, base: (inout Compiler, _ isOwn: Bool) -> Int
  ) {
    if items.count == 1, case .value(let index) = items[0] {
      let base = base(&self, false)
      let key = operand(index)
      if operation == nil, let constant = plainConstant(value) {
        draft.emit(Instruction(.setIndexConstant, base, key, constant), target.span)
        return
      }
      let result: Int
      if let operation, case .expression(let value) = value {
        result = draft.takeRegister()
        let right = operand(value)
        draft.emit(Instruction(.getIndex, result, base, key), target.span)
        apply(operation, result, right, target.span, value.span, span)
      } else {
        result = compile(value)
      }
      draft.emit(Instruction(.setIndex, base, key, result), target.span)
      return
    }
    let base = base(&self, true)
    let site = compileItems(items)
    let result: Int
    if let operation, case .expression(let value) = value {
      result = draft.takeRegister()
      let right = operand(value)
      draft.emit(Instruction(.getSubscript, result, base), target.span, site: site)
      apply(operation, result, right, target.span, value.span, span)
    } else {
      result = compile(value)
    }
    draft.emit(Instruction(.setSubscript, base, 0, result), target.span, site: site)
  }

  /// What is assigned: an expression, or a value that was computed before.
  private enum Assigned {
    case expression(Expression)
    case register(Int)
  }

  /// The register of what is assigned.
  private mutating func compile(_ value: Assigned) -> Int {
    switch value {
    case .register(let register): return register
    case .expression(let expression):
      let register = draft.takeRegister()
      compile(expression, to: register)
      return register
    }
  }

  /// The number of a constant that `value` is, where an instruction can hold it.
  private func plainConstant(_ value: Assigned) -> Int? {
    guard case .expression(let value) = value else { return nil }
    let constant: Int
    switch value.kind {
    case .number(let number): constant = draft.constant(.number(number))
    case .bool(let bool): constant = draft.constant(.bool(bool))
    default: return nil
    }
    return constant <= 0xFFFF ? constant : nil
  }

  // MARK: Loops

  private mutating func compileWhile(_ condition: Expression, _ body: Block, _ span: Span) {
    let start = draft.code.count
    let exit = jumpUnless(condition)
    draft.loops.append(.init(tries: draft.openTries))
    compileBlock(body, to: nil)
    for position in draft.loops[draft.loops.count - 1].continues { draft.land(position) }
    draft.emitLoop(to: start, span)
    draft.land(exit)
    for position in draft.loops.removeLast().breaks { draft.land(position) }
  }

  private mutating func compileFor(
    _ pattern: Pattern, _ values: Expression, _ body: Block, _ span: Span
  ) {
    let state = draft.takeRegisters(4)
    if case .range(let start, let end, let step) = values.kind {
      // Without a range as a value.
      compileRange(start, end, step, to: state + 1, values.span)
      draft.emit(Instruction(.beginRange, state), values.span)
    } else {
      compile(values, to: state)
      draft.emit(Instruction(.beginLoop, state), values.span)
    }
    let first = draft.emitJump(.jump, 0, span)
    let start = draft.code.count
    let item = draft.takeRegister()
    draft.loops.append(.init(tries: draft.openTries))
    draft.openScope()
    bind(pattern, from: item)
    compileBlock(body, to: nil)
    draft.closeScope()
    for position in draft.loops[draft.loops.count - 1].continues { draft.land(position) }
    draft.land(first)
    draft.emit(Instruction(.nextValue, state, item), values.span)
    draft.emitLoop(to: start, span)
    let breaks = draft.loops.removeLast().breaks
    for position in breaks { draft.land(position) }
    // What a loop goes through ends where the loop is left.
    if !breaks.isEmpty { draft.emit(Instruction(.none, state), span) }
  }

  private mutating func compileJump(_ statement: Statement) {
    guard let loop = draft.loops.indices.last else {
      let word = if case .breakLoop = statement.kind { "break" } else { "continue" }
      return report("S0308", "`\(word)` stands outside a loop", statement.span)
    }
    for _ in draft.loops[loop].tries..<max(draft.openTries, draft.loops[loop].tries) {
      draft.emit(Instruction(.endTry), statement.span)
    }
    let jump = draft.emitJump(.jump, 0, statement.span)
    if case .breakLoop = statement.kind {
      draft.loops[loop].breaks.append(jump)
    } else {
      draft.loops[loop].continues.append(jump)
    }
  }

  private mutating func compileReturn(_ value: Expression?, _ span: Span) {
    guard draft.outer != nil else {
      return report("S0308", "`return` stands outside a function", span)
    }
    if draft.givesSequence {
      if let value {
        report(
          "S0308", "a function that yields returns no value", value.span,
          notes: ["each `yield` gives a value of its sequence, and `return` alone ends it"])
      }
      draft.emit(Instruction(.endSequence), span)
      return
    }
    let register = draft.takeRegister()
    if let value {
      compile(value, to: register)
    } else {
      draft.emit(Instruction(.none, register), span)
    }
    draft.emit(Instruction(.giveBack, register), span)
  }

  private mutating func compileTry(
    _ body: Block, _ name: String, _ nameSpan: Span, _ handler: Block, _ span: Span
  ) {
    let problem = draft.takeRegister()
    let begin = draft.emitJump(.beginTry, problem, span)
    draft.openTries += 1
    compileBlock(body, to: nil)
    draft.openTries -= 1
    draft.emit(Instruction(.endTry), span)
    let end = draft.emitJump(.jump, 0, span)
    draft.land(begin)
    draft.openScope()
    declare(name, at: nameSpan, from: problem)
    compileBlock(handler, to: nil)
    draft.closeScope()
    draft.land(end)
  }
}
