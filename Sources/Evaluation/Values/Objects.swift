internal import Syntax

/// A value that lives on its own and is referred to.
open class Object {
  /// What the machine itself knows of it, to be asked without a cast.
  let family: Family

  enum Family: UInt8 {
    case native, string, range, builtin, module, loop
    // Those that hold others.
    case list, map, function, cell

    static let firstContainer = Family.list
  }

  /// A value of the bridge.
  public init() { family = .native }
  init(_ family: Family) { self.family = family }

  /// What a user calls this kind of value.
  open var kind: String { "object" }
}

/// Start, end (left out) and step of a range.
public final class RangeObject: Object {
  public let start: Double
  public let end: Double
  public let step: Double

  public init(start: Double, end: Double, step: Double) {
    self.start = start
    self.end = end
    self.step = step
    super.init(.range)
  }

  public override var kind: String { "range" }

  /// How many numbers it has; at most 2⁵³.
  public var count: Int { Self.count(start, end, step) }

  static func count(_ start: Double, _ end: Double, _ step: Double) -> Int {
    let steps = (end - start) / step
    guard steps > 0 else { return 0 }
    guard steps < 0x1p52 else { return Int(min(steps, 0x1p53)) }
    let whole = Int(steps)
    return Double(whole) < steps ? whole + 1 : whole
  }

  public subscript(_ index: Int) -> Double { start + Double(index) * step }
}

/// A function of the language: its code, and the variables around it that it uses.
public final class FunctionObject: Object {
  // What a call needs, first and in the order of `ObjectLayout`.
  let code: UnsafeMutablePointer<Instruction>
  let constants: UnsafeMutablePointer<Value>
  let notes: UnsafeMutablePointer<Int32>
  let registers: Int
  /// How many arguments a plain call must have; −1 when its arguments must be arranged.
  let plainCount: Int
  let globals: Globals
  let prototype: Prototype
  private(set) var captures: [Cell]

  init(prototype: Prototype, captures: [Cell]) {
    self.prototype = prototype
    self.captures = captures
    code = prototype.code
    constants = prototype.constants
    notes = prototype.notes
    registers = prototype.registers
    plainCount = prototype.isPlain ? prototype.parameters.count : -1
    globals = prototype.globals
    super.init(.function)
  }

  deinit {
    guard captures.contains(where: { $0.value.isContainer }) else { return }
    var cells = takeCaptures()
    Teardown.release(&cells)
  }

  /// Gives up the variables that it uses.
  func takeCaptures() -> [Value] {
    defer { captures = [] }
    return captures.map { .object($0) }
  }

  public override var kind: String { "function" }
  public var name: String? { prototype.name }
  public var documentation: String? { prototype.documentation }
  /// `fit(model, data, epochs = 1)`
  public var signature: String { prototype.signature }
  /// The text it was written as.
  public var sourceText: String { prototype.source.text(in: prototype.span) }
  /// The name of the text that declares it.
  public var sourceName: String { prototype.source.name }
  /// How many arguments a call must give.
  public var requiredCount: Int { prototype.parameters.count { $0.isRequired } }
  /// Its parameters' names, in order.
  public var parameterNames: [String] { prototype.parameters.map { $0.name } }
  /// What is known of its parameters: kind and default, and what a line of its documentation that begins
  /// with the name says; where the default is a word in quotes, the words in quotes there are its choices.
  public var parameterDescriptions: [ParameterDescription] {
    let lines = (documentation ?? "").split(separator: "\n").map { $0.drop { $0 == " " } }
    return prototype.parameters.map { parameter in
      let line = lines.first { $0.hasPrefix(parameter.name + "  ") }
      let help = line.map { $0.dropFirst(parameter.name.count).drop { $0 == " " } } ?? ""
      let quoted = help.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
        .filter { $0.offset % 2 == 1 }.map { String($0.element) }
      let isWord = parameter.defaultText.map { quoted.map { "\"\($0)\"" }.contains($0) } ?? false
      return ParameterDescription(
        name: parameter.name, kind: parameter.kind ?? "any", defaultText: parameter.defaultText,
        help: String(help), takesRest: parameter.takesRest, choices: isWord ? quoted : [])
    }
  }
}

/// A native function.
public final class BuiltinObject: Object {
  public let builtin: Builtin
  let ofNumber: ((Double) -> Double)?
  let quick: ((QuickArguments) -> Bool)?

  public init(_ builtin: Builtin) {
    self.builtin = builtin
    ofNumber = builtin.ofNumber
    quick = builtin.quick
    super.init(.builtin)
  }

  public override var kind: String { "function" }
}

/// What an imported file declares.
public final class ModuleObject: Object {
  public let name: String
  /// What tells its file from all others.
  let identity: String
  let globals: Globals

  init(name: String, identity: String, globals: Globals) {
    self.name = name
    self.identity = identity
    self.globals = globals
    super.init(.module)
  }

  public override var kind: String { "module" }
  public var names: [String] { globals.definedNames }
  public func value(_ name: String) -> Value? { globals.value(of: name) }
}

/// A variable that outlives the block that declared it.
final class Cell: Object {
  var value: Value

  init(_ value: Value) {
    self.value = value
    super.init(.cell)
  }

  deinit {
    guard value.isContainer else { return }
    var values = [takeValue()]
    Teardown.release(&values)
  }

  func takeValue() -> Value {
    defer { value = .undefined }
    return value
  }
}

/// Releases long chains of objects in a loop: released within each other, a chain of a million lists, or of
/// functions that use each other, would run out of stack.
enum Teardown {
  /// Empties `items`. A container that ends here gives up its own values first.
  static func release(_ items: inout [Value]) {
    var queue: [Value] = []
    swap(&queue, &items)
    while var object = nextContainer(&queue) {
      guard isKnownUniquelyReferenced(&object) else { continue }
      switch object.family {
      case .list: queue += unsafeDowncast(object, to: ListObject.self).takeContainers()
      case .map: queue += unsafeDowncast(object, to: MapObject.self).takeValues()
      case .function: queue += unsafeDowncast(object, to: FunctionObject.self).takeCaptures()
      case .cell: queue.append(unsafeDowncast(object, to: Cell.self).takeValue())
      case .native, .string, .range, .builtin, .module, .loop: break
      }
    }
  }

  private static func nextContainer(_ queue: inout [Value]) -> Object? {
    while let last = queue.popLast() {
      if case .object(let object) = last, last.isContainer { return object }
    }
    return nil
  }
}
