public import Syntax

/// Looks for mistakes in a program without running it: in its calls, and in shapes that can be told from
/// the text.
///
/// What the compiler finds (unknown names, statements out of place) comes first; this adds calls of library
/// functions, and of functions that the text declares once, with arguments that they do not take, and
/// operators on values whose shapes can be told from the text and do not fit. A name that is declared more than once is not
/// judged: which of its values a line sees is known only when it runs.
struct Checker {
  let source: SourceText
  let library: Library
  private var declarations: [String: Int] = [:]
  private var functions: [String: CallSignature] = [:]
  private var shapes: [String: [Int]] = [:]
  private(set) var diagnostics: [Diagnostic] = []

  init(_ program: Program, library: Library) {
    source = program.source
    self.library = library
    count(program.statements)
    for statement in program.statements {
      if case .function(let name, _, let function) = statement.kind {
        functions[name] = CallSignature(function, named: name, in: source)
      }
    }
    check(program.statements)
  }

  private mutating func report(_ error: NativeError, at span: Span) {
    diagnostics.append(
      Diagnostic(
        code: error.code, title: error.title, label: .init(source, span, error.label),
        notes: error.notes, help: error.help))
  }

  // MARK: Declarations

  /// Counts how often each name gets a value.
  private mutating func count(_ statements: [Statement]) {
    for statement in statements {
      switch statement.kind {
      case .binding(let pattern, _), .forLoop(let pattern, _, _): count(pattern.names)
      case .assignment(let target, _, _): if case .name(let name) = target.kind { count([name]) }
      case .function(let name, _, let function):
        count([name])
        count(function.parameters.map(\.name))
      case .attempt(_, let name, _, _), .imported(_, _, let name, _, _): count([name])
      case .reassignment(let pattern, _):
        for case .name(let name) in pattern.targets.map(\.kind) { count([name]) }
      case .expression, .whileLoop, .breakLoop, .continueLoop, .returned, .yielded, .thrown: break
      }
      for part in statement.parts { countWithin(part) }
    }
  }

  private mutating func count(_ names: [String]) {
    for name in names { declarations[name, default: 0] += 1 }
  }

  private mutating func countWithin(_ part: TreePart) {
    switch part {
    case .block(let block): count(block.statements)
    case .expression(let expression):
      if case .function(let function) = expression.kind { count(function.parameters.map(\.name)) }
      for part in expression.parts { countWithin(part) }
    }
  }

  // MARK: Looking

  private mutating func check(_ statements: [Statement]) {
    for statement in statements {
      for part in statement.parts { check(part) }
      if case .binding(.name(let name, _), let value) = statement.kind, declarations[name] == 1,
        let shape = shape(of: value)
      {
        shapes[name] = shape
      }
    }
  }

  private mutating func check(_ part: TreePart) {
    switch part {
    case .block(let block): check(block.statements)
    case .expression(let expression):
      for part in expression.parts { check(part) }
      switch expression.kind {
      case .call(let callee, let arguments):
        if case .name(let name) = callee.kind, let signature = signature(of: name) {
          checkCall(signature, arguments, expression.span)
        }
      case .binary(let operation, let left, let right, let span):
        if let a = shape(of: left), let b = shape(of: right) {
          checkShapes(operation, a, b, span, left.span.union(right.span))
        }
      default: break
      }
    }
  }

  /// What `name` calls, where the text leaves no doubt.
  private func signature(of name: String) -> CallSignature? {
    switch declarations[name] ?? 0 {
    case 0:
      if let builtin = library.builtins[name] { return CallSignature(builtin) }
      return library.functions[name].map { CallSignature($0.prototype) }
    case 1: return functions[name]
    default: return nil
    }
  }

  private mutating func checkCall(
    _ signature: CallSignature, _ arguments: [Expression.Argument], _ span: Span
  ) {
    var given: Set<Int> = []
    var positional = 0
    var spreads = false
    for argument in arguments {
      switch argument.kind {
      case .positional:
        given.insert(positional)
        positional += 1
      case .spread: spreads = true
      case .named(let name, let nameSpan):
        guard let place = signature.place(of: name) else {
          report(signature.unknown(name, library.foreignNames), at: nameSpan)
          continue
        }
        if !given.insert(place).inserted { report(signature.twice(name), at: nameSpan) }
      }
    }
    if signature.rest == nil, positional > signature.fixed {
      return report(signature.tooMany(positional), at: span)
    }
    guard !spreads else { return }
    for (place, slot) in signature.slots.enumerated() where slot.isRequired {
      if !given.contains(place) { return report(signature.missing(slot), at: span) }
    }
  }

  // MARK: Shapes

  private mutating func checkShapes(
    _ operation: BinaryOperator, _ a: [Int], _ b: [Int], _ span: Span, _ whole: Span
  ) {
    guard let rules = library.shapes, rules.result(operation, a, b) == nil else { return }
    var diagnostic = Diagnostic(
      code: "S0203", title: "shapes do not fit in `\(operation.rawValue)`",
      label: .init(source, span, rules.mismatch(operation, a, b)))
    diagnostic.otherLabels.append(.init(source, whole))
    diagnostics.append(diagnostic)
  }

  /// The shape of a value that has one, where its sizes are written in the text.
  private func shape(of expression: Expression) -> [Int]? {
    guard let rules = library.shapes else { return nil }
    switch expression.kind {
    case .name(let name): return shapes[name]
    case .field(let target, let name, _): return shape(of: target).flatMap { rules.field(name, $0) }
    case .unary(.minus, let value): return shape(of: value)
    case .binary(let operation, let left, let right, _):
      let sides = (shape(of: left), shape(of: right))
      switch sides {
      case (let a?, let b?): return rules.result(operation, a, b)
      case (let a?, nil): return isNumber(right) ? rules.withNumber(operation, a) : nil
      case (nil, let b?): return isNumber(left) ? rules.withNumber(operation, b) : nil
      case (nil, nil): return nil
      }
    case .call(let callee, let arguments):
      guard case .name(let name) = callee.kind, declarations[name] == nil else { return nil }
      return library.builtins[name]?.shape.flatMap { madeShape($0, arguments) }
    default: return nil
    }
  }

  private func isNumber(_ expression: Expression) -> Bool {
    if case .number = expression.kind { true } else { false }
  }

  private func madeShape(_ shape: MadeShape, _ arguments: [Expression.Argument]) -> [Int]? {
    let positional = arguments.filter { if case .positional = $0.kind { true } else { false } }
    let sizes = positional.map { argument -> Int? in
      guard case .number(let number) = argument.value.kind else { return nil }
      return Int(exactly: number)
    }
    let known = sizes.compactMap { $0 }
    return known.isEmpty || known.count < sizes.count ? nil : shape(known)
  }
}

extension Machine {
  /// The variables that a program has by itself.
  public static let givenNames = ["arguments", "process", "processes", "In", "Out", "_"]

  /// All that is wrong with a program as far as it can be told without running it.
  public func check(_ program: Program) -> [Diagnostic] {
    switch Compiler.compile(
      program, globals: Globals(presetting: Machine.givenNames), library: library)
    {
    case .failure(let failure): failure.diagnostics + Checker(program, library: library).diagnostics
    case .success: Checker(program, library: library).diagnostics
    }
  }
}

extension Globals {
  fileprivate convenience init(presetting names: [String]) {
    self.init()
    for name in names { set(name, to: .none) }
  }
}
