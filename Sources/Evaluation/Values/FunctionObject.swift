internal import Syntax

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
  /// What is told of it.
  public var description: FunctionDescription { prototype.description }
}
