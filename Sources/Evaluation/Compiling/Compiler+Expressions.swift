internal import Syntax

extension Compiler {
  /// The register that holds the value of `expression`: a local variable's own, or a new one.
  mutating func operand(_ expression: Expression) -> Int {
    if case .name(let name) = expression.kind, let variable = draft.variable(name),
      !variable.isCell
    {
      return variable.register
    }
    let register = draft.takeRegister()
    compile(expression, to: register)
    return register
  }

  /// The same, which knows for messages what is done with a name.
  private mutating func operand(_ expression: Expression, for use: Use) -> Int {
    if case .name(let name) = expression.kind, draft.variable(name) == nil {
      let register = draft.takeRegister()
      compile(expression, to: register, for: use)
      return register
    }
    return operand(expression)
  }

  /// Compiles `expression` so that its value is in `register`.
  mutating func compile(_ expression: Expression, to register: Int) {
    let mark = draft.registerMark
    let span = expression.span
    switch expression.kind {
    case .none, .invalid: draft.emit(Instruction(.none, register), span)
    case .bool(let value): loadConstant(.bool(value), to: register, span)
    case .number(let value): loadConstant(.number(value), to: register, span)
    case .string(let parts): compile(parts, to: register, span)
    case .list(let elements): compile(elements, to: register, span)
    case .map(let entries): compile(entries, to: register, span)
    case .name(let name): if !load(name, to: register, span) { reportUnknown(name, span) }
    case .range(let start, let end, let step):
      let first = draft.takeRegisters(3)
      compileRange(start, end, step, to: first, span)
      draft.emit(Instruction(.makeRange, register, first), span)
    case .unary(let operation, let value):
      let source = operand(value)
      draft.emit(Instruction(operation == .minus ? .negate : .not, register, source), span)
    case .binary(let operation, let left, let right, let operatorSpan):
      compile(operation, left, right, operatorSpan, to: register)
    case .logical(let operation, let left, let right):
      // Into a register of its own: the target may be a variable that the right side uses.
      let result = draft.takeRegister()
      compile(left, to: result)
      let decided = draft.emitJump(
        operation == .and ? .jumpIfFalse : .jumpIfTrue, result, left.span)
      compile(right, to: result)
      // The right side must be a bool too; both ways lead on.
      let check = draft.emitJump(.jumpIfTrue, result, right.span)
      draft.land(check)
      draft.land(decided)
      draft.emit(Instruction(.move, register, result), span)
    case .call(let callee, let arguments): compileCall(callee, arguments, span, to: register)
    case .field(let target, let name, let nameSpan):
      let object = operand(target, for: use ?? Use(member: name))
      draft.emit(
        Instruction(.getField, register, object, draft.constant(library.interned(name))),
        nameSpan)
    case .subscripted(let target, let items):
      if items.count == 1, case .value(let index) = items[0] {
        let object = operand(target)
        let key = operand(index)
        let position = draft.emit(Instruction(.getIndex, register, object, key), span)
        draft.sides[position] = (target.span, index.span)
      } else {
        let base = draft.takeRegister()
        compile(target, to: base)
        let site = compileItems(items)
        draft.emit(Instruction(.getSubscript, register, base), span, site: site)
      }
    case .function(let function): compileFunction(function, to: register, named: nil)
    case .conditional(let conditional): compile(conditional, to: register, span)
    }
    draft.releaseRegisters(to: mark)
  }

  /// Start, end and step of a range in three registers.
  mutating func compileRange(
    _ start: Expression, _ end: Expression, _ step: Expression?, to first: Int, _ span: Span
  ) {
    compile(start, to: first)
    compile(end, to: first + 1)
    if let step {
      compile(step, to: first + 2)
    } else {
      loadConstant(.number(1), to: first + 2, span)
    }
  }

  private mutating func loadConstant(_ value: Value, to register: Int, _ span: Span) {
    draft.emit(Instruction(.constant, register, wide: draft.constant(value)), span)
  }

  // MARK: Literals

  private mutating func compile(
    _ parts: [Expression.StringPart], to register: Int, _ span: Span
  ) {
    if parts.count == 1, case .text(let text) = parts[0] {
      return loadConstant(library.interned(text), to: register, span)
    }
    let texts = compileParts(parts)
    draft.emit(Instruction(.joinTexts, register, 0, texts.count), span)
    for text in texts { draft.emit(text, span) }
  }

  /// The parts of a text, as the steps that follow a `joinTexts` or `appendTexts`.
  mutating func compileParts(_ parts: [Expression.StringPart]) -> [Instruction] {
    parts.enumerated().map { index, part in
      switch part {
      case .text(let text):
        let constant = draft.constant(library.interned(text))
        if constant <= 0xFFFF { return Instruction(.textConstant, 0, constant) }
        let register = draft.takeRegister()
        draft.emit(Instruction(.constant, register, wide: constant), draft.span)
        return Instruction(.textPart, 0, register)
      case .interpolation(let value, let format):
        let restIsPlain = parts[(index + 1)...].allSatisfy { part in
          if case .interpolation(let next, _) = part { next.isPlain } else { true }
        }
        // A variable that a later part may change is looked at now.
        if format == nil, restIsPlain { return Instruction(.textPart, 0, operand(value)) }
        let register = draft.takeRegister()
        compile(value, to: register)
        if let format {
          draft.formats.append(format)
          draft.emit(
            Instruction(.format, register, register, draft.formats.count - 1), value.span)
        }
        return Instruction(.textPart, 0, register)
      }
    }
  }

  /// In runs, so that a long literal does not take as many registers.
  private mutating func compile(_ elements: [Expression.Element], to register: Int, _ span: Span) {
    let list = draft.takeRegister()
    draft.emit(Instruction(.makeList, list, list, 0), span)
    var index = 0
    while index < elements.count {
      let mark = draft.registerMark
      if case .spread(let value) = elements[index] {
        spread(value, into: list)
        index += 1
      } else {
        let first = draft.registerMark
        var count = 0
        while count < 50, index < elements.count, case .value(let value) = elements[index] {
          let slot = draft.takeRegister()
          compile(value, to: slot)
          count += 1
          index += 1
        }
        draft.emit(Instruction(.appendList, list, first, count), span)
      }
      draft.releaseRegisters(to: mark)
    }
    draft.emit(Instruction(.move, register, list), span)
  }

  /// All that `value` holds at once; a sequence by a loop, since its function runs for each of its values.
  private mutating func spread(_ value: Expression, into list: Int) {
    let source = operand(value)
    draft.emit(Instruction(.spreadList, list, source), value.span)
    let end = draft.emitJump(.jump, 0, value.span)
    let state = draft.takeRegisters(4)
    let item = draft.takeRegister()
    draft.emit(Instruction(.move, state, source), value.span)
    draft.emit(Instruction(.beginLoop, state), value.span)
    let first = draft.emitJump(.jump, 0, value.span)
    let start = draft.code.count
    draft.emit(Instruction(.appendList, list, item, 1), value.span)
    draft.land(first)
    draft.emit(Instruction(.nextValue, state, item), value.span)
    draft.emitLoop(to: start, value.span)
    draft.land(end)
  }

  private mutating func compile(_ entries: [Expression.MapEntry], to register: Int, _ span: Span) {
    let map = draft.takeRegister()
    draft.emit(Instruction(.makeMap, map), span)
    for entry in entries {
      let mark = draft.registerMark
      let key = operand(entry.key)
      let value = operand(entry.value)
      draft.emit(Instruction(.setEntry, map, key, value), entry.key.span)
      draft.releaseRegisters(to: mark)
    }
    draft.emit(Instruction(.move, register, map), span)
  }

  // MARK: Operators

  static func operation(of binary: BinaryOperator) -> Operation {
    switch binary {
    case .add: .add
    case .subtract: .subtract
    case .multiply: .multiply
    case .divide: .divide
    case .divideWhole: .divideWhole
    case .remainder: .remainder
    case .matrixProduct: .matrixProduct
    case .power: .power
    case .equal: .equal
    case .notEqual: .notEqual
    case .less: .less
    case .lessOrEqual: .lessOrEqual
    case .greater: .greater
    case .greaterOrEqual: .greaterOrEqual
    case .contained: .contained
    }
  }

  static func constantOperation(of binary: BinaryOperator) -> Operation? {
    switch binary {
    case .add: .addConstant
    case .subtract: .subtractConstant
    case .multiply: .multiplyConstant
    case .divide: .divideConstant
    case .remainder: .remainderConstant
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .divideWhole,
      .matrixProduct, .power, .contained:
      nil
    }
  }

  /// The test of a comparison with another register, and with a constant.
  private static func tests(
    of binary: BinaryOperator
  ) -> (register: Operation, constant: Operation)? {
    switch binary {
    case .equal: (.testEqual, .testEqualConstant)
    case .notEqual: (.testNotEqual, .testNotEqualConstant)
    case .less: (.testLess, .testLessConstant)
    case .lessOrEqual: (.testLessOrEqual, .testLessOrEqualConstant)
    case .greater: (.testGreater, .testGreaterConstant)
    case .greaterOrEqual: (.testGreaterOrEqual, .testGreaterOrEqualConstant)
    case .add, .subtract, .multiply, .divide, .divideWhole, .remainder, .matrixProduct, .power,
      .contained:
      nil
    }
  }

  /// A jump, to be landed, that is taken when `condition` is false.
  mutating func jumpUnless(_ condition: Expression) -> Int {
    let mark = draft.registerMark
    defer { draft.releaseRegisters(to: mark) }
    guard case .binary(let operation, let left, let right, let span) = condition.kind,
      let tests = Self.tests(of: operation)
    else {
      return draft.emitJump(.jumpIfFalse, operand(condition), condition.span)
    }
    let first = operand(left, before: right)
    let position: Int
    if case .number(let value) = right.kind, case let constant = draft.constant(.number(value)),
      constant < 0xFFFF
    {
      position = draft.emit(Instruction(tests.constant, 0, first, constant), span)
    } else {
      position = draft.emit(Instruction(tests.register, 0, first, operand(right)), span)
    }
    draft.sides[position] = (left.span, right.span)
    return draft.emitJump(.jump, 0, condition.span)
  }

  /// As `operand`; where `next`, evaluated after it, may change the variable, a copy of it.
  mutating func operand(_ expression: Expression, before next: Expression) -> Int {
    if case .name(let name) = expression.kind, let variable = draft.variable(name),
      !variable.isCell, !next.isPlain
    {
      let register = draft.takeRegister()
      draft.emit(Instruction(.move, register, variable.register), expression.span)
      return register
    }
    return operand(expression)
  }

  private mutating func compile(
    _ operation: BinaryOperator, _ left: Expression, _ right: Expression, _ operatorSpan: Span,
    to register: Int
  ) {
    let first = operand(left, before: right)
    let position: Int
    if case .number(let value) = right.kind, let fused = Self.constantOperation(of: operation),
      case let constant = draft.constant(.number(value)), constant < 0xFFFF
    {
      position = draft.emit(Instruction(fused, register, first, constant), operatorSpan)
    } else {
      let second = operand(right)
      position = draft.emit(
        Instruction(Self.operation(of: operation), register, first, second), operatorSpan)
    }
    draft.sides[position] = (left.span, right.span)
  }

  mutating func compile(
    _ conditional: Expression.Conditional, to register: Int?, _ span: Span
  ) {
    let otherwise = jumpUnless(conditional.condition)
    compileBlock(conditional.then, to: register)
    guard conditional.otherwise != nil || register != nil else { return draft.land(otherwise) }
    let end = draft.emitJump(.jump, 0, span)
    draft.land(otherwise)
    if let block = conditional.otherwise {
      compileBlock(block, to: register)
    } else if let register {
      draft.emit(Instruction(.none, register), span)
    }
    draft.land(end)
  }

  // MARK: Calls and subscripts

  private mutating func compileCall(
    _ callee: Expression, _ arguments: [Expression.Argument], _ span: Span, to register: Int
  ) {
    guard arguments.count <= 1000 else {
      return report("S0306", "a call with more than 1000 arguments", span, help: "pass a list")
    }
    if case .field(let target, let name, let nameSpan) = callee.kind {
      return compileMethod(target, name, nameSpan, arguments, span, to: register)
    }
    var site = Prototype.Site()
    let base = draft.takeRegister()
    var global: Int?
    var native: Int?
    if case .name(let name) = callee.kind {
      site.name = name
      global = globalNumber(name)
      native = nativeConstant(name, arguments)
    }
    if global == nil, native == nil {
      compile(callee, to: base, for: Use(arguments: written(arguments)))
    }
    compile(arguments, for: &site)
    if let native {
      draft.emit(
        Instruction(.callLibrary, n: arguments.count, base, register, native), span, site: site)
      return
    }
    let count = site.items.count
    let isPlain = site.isPlain && count <= 0xFF
    if let global, isPlain, global <= 0xFFFF {
      draft.emit(Instruction(.callGlobal, n: count, base, 0, global), callee.span)
    } else if global != nil {
      compile(callee, to: base)
    }
    draft.emit(
      Instruction(isPlain ? .call : .callArranged, n: count, base, register), span, site: site)
  }

  /// `target.name(…)`.
  private mutating func compileMethod(
    _ target: Expression, _ name: String, _ nameSpan: Span, _ arguments: [Expression.Argument],
    _ span: Span, to register: Int
  ) {
    var site = Prototype.Site()
    site.name = name
    let base = draft.takeRegister()
    let receiver = draft.takeRegister()
    compile(target, to: receiver, for: Use(member: name, arguments: written(arguments)))
    if !load(name, to: base, nameSpan) {
      draft.emit(Instruction(.constant, base, wide: draft.constant(.undefined)), nameSpan)
    }
    site.items.append(.value)
    site.spans.append(target.span)
    var known = site
    known.spans += arguments.map(\.value.span)
    draft.emit(Instruction(.findMethod, base), nameSpan, site: known)
    compile(arguments, for: &site)
    let count = site.items.count
    let isPlain = site.isPlain && count <= 0xFF
    draft.emit(
      Instruction(isPlain ? .callMethod : .callMethodArranged, n: count, base, register), nameSpan,
      site: site)
  }

  /// The arguments that stand at a place, as they are written.
  private func written(_ arguments: [Expression.Argument]) -> [ForeignArgument] {
    arguments.map { argument in
      let text = source.text(in: argument.value.span)
      return switch argument.kind {
      case .positional: ForeignArgument(text)
      case .spread: ForeignArgument("..." + text)
      case .named(let name, _): ForeignArgument(text, named: name)
      }
    }
  }

  private mutating func compile(
    _ arguments: [Expression.Argument], for site: inout Prototype.Site
  ) {
    for argument in arguments {
      let slot = draft.takeRegister()
      if case .spread = argument.kind {
        compile([.spread(argument.value)], to: slot, argument.value.span)
        draft.releaseRegisters(to: slot + 1)
      } else {
        compile(argument.value, to: slot)
      }
      site.spans.append(argument.value.span)
      switch argument.kind {
      case .positional: site.items.append(.value)
      case .spread: site.items.append(.spread)
      case .named(let name, let nameSpan):
        site.items.append(.named(name))
        site.nameSpans[name] = nameSpan
      }
    }
  }

  /// The items' values in registers in a row, behind that of what has them, and the site that tells them apart.
  mutating func compileItems(_ items: [Expression.SubscriptItem]) -> Prototype.Site {
    var site = Prototype.Site()
    for item in items {
      switch item {
      case .value(let value):
        compile(value, to: draft.takeRegister())
        site.slices.append(.value)
        site.spans.append(value.span)
      case .slice(let from, let to, let by, let span):
        for part in [from, to, by].compactMap({ $0 }) { compile(part, to: draft.takeRegister()) }
        site.slices.append(
          .slice(hasStart: from != nil, hasEnd: to != nil, hasStep: by != nil))
        site.spans.append(span)
      }
    }
    return site
  }
}

extension Expression {
  /// Whether evaluating it can change no variable of the same function: it holds no block.
  fileprivate var isPlain: Bool {
    switch kind {
    case .none, .bool, .number, .name, .invalid: true
    case .unary(_, let value): value.isPlain
    case .binary(_, let left, let right, _): left.isPlain && right.isPlain
    case .field(let target, _, _): target.isPlain
    case .string, .list, .map, .range, .logical, .call, .subscripted, .function, .conditional:
      false
    }
  }
}
