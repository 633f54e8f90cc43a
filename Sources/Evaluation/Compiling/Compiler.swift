internal import Syntax

/// Turns a tree into the code of a register machine, in one walk after `Captures`.
///
/// Every expression is compiled to a register; a local variable that is not captured is used where it
/// is. A name is, in this order: a local variable, a captured one, a variable of the module, a function
/// of the library. One that is none of these is a diagnostic now, not when the line runs.
struct Compiler {
  let source: SourceText
  let globals: Globals
  let library: Library
  private let captured: Set<Int>
  /// The text runs a script, which may declare names that nobody knows yet.
  private let runsScripts: Bool
  /// Top-level names of this text, which its functions may use before they are declared.
  private var declared: Set<String> = []
  var draft: FunctionDraft
  /// What has the variables of the call that the text is evaluated in; nil for a program.
  private let surroundings: FunctionDraft?
  /// What is done with the name that is compiled.
  private(set) var use: Use?
  private(set) var diagnostics: [Diagnostic] = []

  private init(
    _ program: Program, globals: Globals, library: Library, in surroundings: FunctionDraft?
  ) {
    source = program.source
    self.globals = globals
    self.library = library
    captured = Captures(of: program).captured
    runsScripts = library.functions["run"] != nil && program.calls("run")
    draft = FunctionDraft(outer: surroundings, source: program.source, globals: globals)
    draft.span = Span(0, program.source.bytes.count)
    self.surroundings = surroundings
    guard surroundings == nil else { return }
    for statement in program.statements { noteDeclarations(of: statement) }
  }

  /// The program as a function without parameters; its last expression is the result.
  ///
  /// Where it is evaluated in `surroundings`, it captures the variables of these, and adds to them what it
  /// declares.
  static func compile(
    _ program: Program, globals: Globals, library: Library, in surroundings: FunctionDraft? = nil
  ) -> Result<Prototype, CompilationFailure> {
    var compiler = Compiler(program, globals: globals, library: library, in: surroundings)
    let result = compiler.draft.takeRegister()
    compiler.compileStatements(program.statements, to: result)
    let end = Span(program.source.bytes.count, program.source.bytes.count)
    compiler.draft.emit(Instruction(.giveBack, result), end)
    guard compiler.diagnostics.isEmpty else {
      return .failure(CompilationFailure(diagnostics: compiler.diagnostics))
    }
    return .success(Prototype(compiler.draft))
  }

  private var isTopLevel: Bool { draft.outer == nil && draft.scopes.count == 1 }

  mutating func report(
    _ code: String, _ title: String, _ span: Span, label: String = "", notes: [String] = [],
    help: String? = nil
  ) {
    guard diagnostics.count < 10 else { return }
    diagnostics.append(
      Diagnostic(
        code: code, title: title, label: .init(source, span, label), notes: notes, help: help))
  }

  // MARK: Names

  private mutating func noteDeclarations(of statement: Statement) {
    switch statement.kind {
    case .binding(let pattern, _): note(pattern)
    case .function(let name, _, _), .imported(_, _, let name, _, _): declared.insert(name)
    default: break
    }
  }

  private mutating func note(_ pattern: Pattern) {
    switch pattern {
    case .name(let name, _): declared.insert(name)
    case .target: break
    case .list(let items, let rest, _):
      for item in items { note(item) }
      if let rest { note(rest) }
    case .map(let fields, _): for field in fields { note(field.pattern) }
    }
  }

  private func isGlobal(_ name: String) -> Bool {
    globals.numbers[name] != nil || declared.contains(name)
  }

  /// The number of the module's variable `name`, where that is what the name means here.
  func globalNumber(_ name: String) -> Int? {
    guard draft.variable(name) == nil, draft.capture(name) == nil, isGlobal(name) else {
      return nil
    }
    return globals.number(of: name)
  }

  /// The constant that holds the native function `name`, where that is what the name means here and the
  /// call is plain.
  mutating func nativeConstant(_ name: String, _ arguments: [Expression.Argument]) -> Int? {
    let isPlain = arguments.allSatisfy { if case .positional = $0.kind { true } else { false } }
    guard isPlain, arguments.count <= 0xFF, draft.variable(name) == nil,
      draft.capture(name) == nil, !isGlobal(name), library.builtins[name] != nil,
      let value = library.value(name)
    else { return nil }
    let constant = draft.constant(value)
    return constant <= 0xFFFF ? constant : nil
  }

  /// Loads `name` into `register`; false when there is no such name.
  mutating func load(_ name: String, to register: Int, _ span: Span) -> Bool {
    if let variable = draft.variable(name) {
      draft.emit(
        Instruction(variable.isCell ? .getCell : .move, register, variable.register), span)
    } else if let capture = draft.capture(name) {
      draft.emit(Instruction(.getCapture, register, capture), span)
    } else if isGlobal(name) {
      draft.emit(Instruction(.getGlobal, register, wide: globals.number(of: name)), span)
    } else if let value = library.value(name) {
      draft.emit(Instruction(.constant, register, wide: draft.constant(value)), span)
    } else if runsScripts {
      draft.emit(Instruction(.getGlobal, register, wide: globals.number(of: name)), span)
    } else {
      return false
    }
    return true
  }

  mutating func reportUnknown(_ name: String, _ span: Span) {
    let known = draft.visibleNames + Array(globals.numbers.keys) + declared + library.openNames
    var help = source.foreignCommand(at: span) ?? foreignHelp(name)
    help = help ?? source.foreignStatement(at: span)
    let near = help == nil ? nearest(to: name, among: known) : nil
    if help == nil, near == nil { help = "declare it first:  let \(name) = …" }
    report(
      "S0301", "there is no `\(name)`", span,
      label: near.map { "did you mean `\($0)`?" } ?? "unknown name", help: help)
  }

  /// What is written here instead of `name`, or of its member that is used.
  private func foreignHelp(_ name: String) -> String? {
    let arguments = use?.arguments
    if let member = use?.member {
      return library.foreignNames.help(
        member, of: name, isKnown: library.value(member) != nil, arguments)
        ?? library.foreignNames.help(name)
    }
    return library.foreignNames.help(name, arguments ?? [], kind: arguments?.first.flatMap(kind))
  }

  /// Of an argument, where its text or its variable tells.
  private func kind(of argument: ForeignArgument) -> String? {
    switch argument.text.first {
    case "[": "list"
    case "{": "map"
    case "\"": "string"
    case _ where argument.text.hasSuffix(")"): madeKind(by: argument.text.prefix { $0 != "(" })
    default: globals.value(of: argument.text)?.kind
    }
  }

  /// Of what a function of the library makes: one that is called as a kind makes that.
  private func madeKind(by name: Substring) -> String? {
    library.builtins[String(name)]?.gives.first ?? String(name)
  }

  /// What is done with the name that is looked up next: called with arguments, as they are written, which are nil
  /// where it is not; or asked for a member that is.
  struct Use {
    var member: String?
    var arguments: [ForeignArgument]?
  }

  /// Looks up what `expression` names, and knows for messages what is done with it.
  mutating func compile(_ expression: Expression, to register: Int, for use: Use) {
    guard expression.isName || expression.isMemberOfName else {
      return compile(expression, to: register)
    }
    self.use = use
    compile(expression, to: register)
    self.use = nil
  }

  /// Declares `name` with the value in `register`, which becomes the register of a local variable.
  mutating func declare(_ name: String, at span: Span, from register: Int) {
    if isTopLevel {
      let number = globals.number(of: name)
      globals.origins[number] = (source, source.line(at: span.start) + 1)
      draft.emit(Instruction(.setGlobal, register, wide: number), span)
      return
    }
    if let surroundings, draft.outer === surroundings, draft.scopes.count == 1 {
      return declare(name, in: surroundings, from: register, span)
    }
    let isCell = captured.contains(span.start)
    if isCell { draft.emit(Instruction(.newCell, register), span) }
    draft.declare(name, in: register, isCell: isCell)
  }

  private func declare(
    _ name: String, in surroundings: FunctionDraft, from register: Int, _ span: Span
  ) {
    if surroundings.variable(name) == nil {
      surroundings.declare(name, in: surroundings.takeRegister(), isCell: true)
    }
    if let capture = draft.capture(name) {
      draft.emit(Instruction(.setCapture, register, capture), span)
    }
  }

  /// Takes the value in `register` apart: its parts are declared, or assigned to what is there.
  mutating func bind(_ pattern: Pattern, from register: Int) {
    switch pattern {
    case .name(let name, let span): declare(name, at: span, from: register)
    case .target(let target): store(register, in: target)
    case .list(let items, let rest, let span):
      let first = draft.takeRegisters(items.count + (rest == nil ? 0 : 1))
      draft.emit(
        Instruction(rest == nil ? .unpack : .unpackRest, register, first, items.count), span)
      for (index, item) in items.enumerated() { bind(item, from: first + index) }
      if let rest { bind(rest, from: first + items.count) }
    case .map(let fields, _):
      for field in fields {
        let value = draft.takeRegister()
        draft.emit(
          Instruction(.getField, value, register, draft.constant(library.interned(field.field))),
          field.fieldSpan)
        bind(field.pattern, from: value)
      }
    }
  }

  // MARK: Functions

  mutating func compileFunction(_ function: Function, to register: Int, named name: String?) {
    let inner = FunctionDraft(outer: draft, source: source, globals: globals)
    inner.name = function.name ?? name
    inner.span = function.span
    inner.documentation = function.documentation
    inner.signature = function.signature(named: inner.name, in: source)
    let outer = draft
    draft = inner
    let first = draft.takeRegisters(function.parameters.count)
    if function.givesSequence { beginSequence(function) }
    compileParameters(function, from: first)
    let result = draft.takeRegister()
    compileBlock(function.body, to: function.givesSequence ? nil : result)
    draft.emit(
      function.givesSequence ? Instruction(.endSequence) : Instruction(.giveBack, result),
      endSpan(of: function.body))
    if draft.hasTooManyRegisters {
      report(
        "S0306", "a function uses too many variables", function.span,
        notes: ["at most \(FunctionDraft.mostRegisters) values at once"],
        help: "divide it into several functions")
    }
    let prototype = Prototype(draft)
    draft = outer
    draft.inner.append(prototype)
    draft.emit(Instruction(.closure, register, wide: draft.inner.count - 1), function.span)
  }

  /// A call keeps the arguments in a sequence and gives that; what follows runs when a loop asks for values.
  private mutating func beginSequence(_ function: Function) {
    draft.givesSequence = true
    let sequence = draft.takeRegister()
    draft.emit(Instruction(.makeSequence, sequence, function.parameters.count), function.span)
    draft.emit(Instruction(.giveBack, sequence), function.span)
  }

  private func endSpan(of block: Block) -> Span { Span(max(block.span.end - 1, 0), block.span.end) }

  /// Arguments arrive in the first registers; what was left out is computed, kinds are checked.
  private mutating func compileParameters(_ function: Function, from first: Int) {
    for (index, parameter) in function.parameters.enumerated() {
      draft.parameters.append(
        .init(
          name: parameter.name, isRequired: parameter.defaultValue == nil && !parameter.takesRest,
          takesRest: parameter.takesRest, kind: parameter.kind?.name,
          defaultText: parameter.defaultValue.map { draft.source.text(in: $0.span) }))
      let register = first + index
      if let value = parameter.defaultValue {
        let given = draft.emitJump(.jumpIfGiven, register, value.span)
        compile(value, to: register)
        draft.land(given)
      }
      if let kind = parameter.kind {
        draft.emit(
          Instruction(.checkKind, register, draft.constant(.string(kind.name)), index),
          parameter.nameSpan)
      }
      let isCell = captured.contains(parameter.nameSpan.start)
      if isCell { draft.emit(Instruction(.newCell, register), parameter.nameSpan) }
      draft.declare(parameter.name, in: register, isCell: isCell)
    }
  }
}

extension Expression {
  fileprivate var isName: Bool { if case .name = kind { true } else { false } }
  /// `np.random`
  fileprivate var isMemberOfName: Bool {
    if case .field(let target, _, _) = kind { target.isName } else { false }
  }
}

/// What the compiler found wrong in a text.
struct CompilationFailure: Error {
  var diagnostics: [Diagnostic]
}
