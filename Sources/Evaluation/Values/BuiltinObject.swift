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

  /// What is told of it.
  public private(set) lazy var description = FunctionDescription(builtin)

  public override var kind: String { "function" }
}
