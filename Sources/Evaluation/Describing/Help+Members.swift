internal import Syntax

/// What is told of a value that holds others by name.
extension Help {
  /// What the file has declared.
  static func members(of module: ModuleObject) -> String {
    let names = module.names.sorted()
    guard !names.isEmpty else { return "`\(module.name)` declares nothing.\n" }
    return list("`\(module.name)` declares", names.compactMap { entry($0, module.value($0)) })
  }

  /// The fields of a value such as `session`.
  static func members(of object: NativeObject) throws -> String {
    list(
      "This is \(Value.object(object).kindPhrase), with the fields",
      try object.fieldNames.compactMap { entry($0, try object.field($0)) })
  }

  private static func list(_ title: String, _ entries: [[String]]) -> String {
    ([title] + entries.joined()).joined(separator: "\n") + "\n"
  }

  /// How a function is called, and its first sentence; of other values the kind.
  private static func entry(_ name: String, _ value: Value?) -> [String]? {
    guard let value else { return nil }
    let description =
      (value.asObject as? BuiltinObject)?.description
      ?? (value.asObject as? FunctionObject)?.description
    guard let description else { return ["  \(name)  \(value.kind)"] }
    let summary = description.summary.isEmpty ? [] : ["      " + description.summary]
    return (["  " + description.signature] + summary).flatMap {
      wrapped($0, width: columns, indent: "      ")
    }
  }
}
