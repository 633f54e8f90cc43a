internal import Characters
internal import Syntax

/// A function while it is compiled: its code so far, its registers, scopes, loops and captures.
final class FunctionDraft {
  struct Variable {
    var register: Int
    var isCell: Bool
  }

  struct Loop {
    var breaks: [Int] = []
    var continues: [Int] = []
    /// How many `try` blocks were open where the loop began.
    var tries: Int
  }

  let outer: FunctionDraft?
  let source: SourceText
  let globals: Globals
  var name: String?
  var span = Span(0, 0)
  var documentation: String?
  var parameters: [Prototype.Parameter] = []
  var signature = ""

  var code: [Instruction] = []
  var spans: [Span] = []
  var sides: [Int: (left: Span, right: Span)] = [:]
  var constants: [Value] = []
  var inner: [Prototype] = []
  var captures: [(name: String, capture: Prototype.Capture)] = []
  var sites: [Prototype.Site] = []
  /// By instruction.
  var siteNumbers: [Int: Int] = [:]
  var formats: [FormatSpecification] = []
  private(set) var scopes: [[String: Variable]] = [[:]]
  /// Where the variables of all scopes lie, for whoever looks at a call that stands still.
  private(set) var places: [Prototype.Place] = []
  /// The places of the scopes that are open.
  private var openPlaces: [[Int]] = [[]]
  var loops: [Loop] = []
  var openTries = 0
  /// A call of the function gives a sequence.
  var givesSequence = false
  private(set) var highestRegister = 0
  private var nextRegister = 0
  private var numberConstants: [UInt64: Int] = [:]
  private var textConstants: [ExactText: Int] = [:]

  init(outer: FunctionDraft?, source: SourceText, globals: Globals) {
    self.outer = outer
    self.source = source
    self.globals = globals
  }

  // MARK: Registers

  /// The most registers of one function.
  static let mostRegisters = 20_000

  func takeRegister() -> Int {
    defer { nextRegister += 1 }
    highestRegister = max(highestRegister, nextRegister)
    return nextRegister
  }

  /// `count` registers in a row; the first of them.
  func takeRegisters(_ count: Int) -> Int {
    let first = nextRegister
    for _ in 0..<count { _ = takeRegister() }
    return first
  }

  var registerMark: Int { nextRegister }
  func releaseRegisters(to mark: Int) { nextRegister = mark }
  var hasTooManyRegisters: Bool { highestRegister > Self.mostRegisters }

  // MARK: Code

  @discardableResult
  func emit(_ instruction: Instruction, _ span: Span) -> Int {
    code.append(instruction)
    spans.append(span)
    return code.count - 1
  }

  /// A jump whose target is not known yet.
  func emitJump(_ operation: Operation, _ register: Int, _ span: Span) -> Int {
    emit(Instruction(operation, register, wide: 0), span)
  }

  /// Lets the jump at `position` lead to the next instruction.
  func land(_ position: Int) {
    let instruction = code[position]
    code[position] = Instruction(
      instruction.operation, Int(instruction.a), wide: code.count - position - 1)
  }

  /// A jump back to `target`.
  func emitLoop(to target: Int, _ span: Span) {
    emit(Instruction(.loop, 0, wide: target - code.count - 1), span)
  }

  func constant(_ value: Value) -> Int {
    if let number = value.asNumber {
      if let known = numberConstants[number.bitPattern] { return known }
      numberConstants[number.bitPattern] = constants.count
    } else if let text = value.asString {
      if let known = textConstants[ExactText(text)] { return known }
      textConstants[ExactText(text)] = constants.count
    }
    constants.append(value)
    return constants.count - 1
  }

  /// Emits an instruction, with what is told of it beside the code.
  @discardableResult
  func emit(_ instruction: Instruction, _ span: Span, site: Prototype.Site) -> Int {
    siteNumbers[code.count] = sites.count
    sites.append(site)
    return emit(instruction, span)
  }

  // MARK: Names

  func variable(_ name: String) -> Variable? {
    for scope in scopes.reversed() { if let found = scope[name] { return found } }
    return nil
  }

  /// The number of the captured variable `name`, captured now where it was not yet; nil when no
  /// function around has it.
  func capture(_ name: String) -> Int? {
    if let known = captures.firstIndex(where: { $0.name == name }) { return known }
    guard let outer else { return nil }
    let found: Prototype.Capture
    if let variable = outer.variable(name) {
      found = .init(isRegister: true, index: variable.register)
    } else if let index = outer.capture(name) {
      found = .init(isRegister: false, index: index)
    } else {
      return nil
    }
    captures.append((name, found))
    return captures.count - 1
  }

  // MARK: Scopes

  func openScope() {
    scopes.append([:])
    openPlaces.append([])
  }

  func closeScope() {
    scopes.removeLast()
    for place in openPlaces.removeLast() { places[place].end = code.count }
  }

  /// Declares a variable of the innermost scope, whose value is there from here on.
  func declare(_ name: String, in register: Int, isCell: Bool) {
    let scope = scopes.count - 1
    if scopes[scope][name] != nil,
      let hidden = openPlaces[scope].last(where: { places[$0].name == name })
    {
      places[hidden].end = code.count
    }
    scopes[scope][name] = Variable(register: register, isCell: isCell)
    openPlaces[scope].append(places.count)
    places.append(
      .init(name: name, register: register, isCell: isCell, start: code.count, end: .max))
  }

  /// All names that can be seen from here, for did-you-mean.
  var visibleNames: [String] {
    scopes.flatMap(\.keys) + captures.map(\.name) + (outer?.visibleNames ?? [])
  }
}
