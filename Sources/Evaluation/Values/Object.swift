/// A value that lives on its own and is referred to.
open class Object {
  /// What the machine itself knows of it, to be asked without a cast.
  let family: Family

  enum Family: UInt8 {
    case native, string, range, builtin, module, loop
    // Those that hold others; a holder is a value of the bridge that does.
    case list, map, function, cell, sequence, run, holder

    static let firstContainer = Family.list
  }

  /// A value of the bridge.
  public init() { family = .native }
  init(_ family: Family) { self.family = family }

  /// What a user calls this kind of value.
  open var kind: String { "object" }
}
