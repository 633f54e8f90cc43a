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
