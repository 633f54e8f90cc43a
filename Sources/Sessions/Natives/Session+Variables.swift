internal import Characters
internal import Evaluation
internal import Syntax

extension Session {
  /// `session.variables`
  static func variablesNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.variables", in: .session,
      "Shows the variables of the conversation: their names, kinds and what they hold.",
      example: "let rate = 0.1\nsession.variables()", isShown: true,
      aliases: [
        "vars": "session.variables()", "locals": "session.variables()",
        "globals": "session.variables()", "who": "session.variables()",
      ]
    ) { context in
      let session = try link.session(for: "session.variables")
      context.output.write(session.variableLines().map { $0 + "\n" }.joined())
      return Value.none
    }
  }

  /// What a program has by itself.
  private static let given: Set<String> = ["In", "Out", "_", "session", "arguments"]

  private func variableLines() -> [String] {
    let rows = globals.definedNames.filter { !Self.given.contains($0) }.sorted().compactMap {
      name in
      globals.value(of: name).map { (name, $0.kind, Self.summary(of: $0)) }
    }
    guard !rows.isEmpty else { return ["there are no variables yet:  let name = value"] }
    let names = rows.map { displayWidth(of: $0.0) }.max() ?? 0
    let kinds = rows.map { displayWidth(of: $0.1) }.max() ?? 0
    return rows.map { name, kind, summary in
      Self.padded(name, names) + "  " + Self.padded(kind, kinds) + "  " + summary
    }
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - displayWidth(of: text)))
  }

  /// What a value holds, on the rest of a line.
  private static func summary(of value: Value) -> String {
    let text: String =
      switch value.asObject {
      case let native as NativeObject: native.summary
      case let list as ListObject: "\(list.count) elements"
      case let map as MapObject: map.names.prefix(8).joined(separator: ", ")
      case let function as FunctionObject: function.signature
      default: value.literal
      }
    let line = shownOnLine(text)
    return line.count > 50 ? line.prefix(49) + "…" : line
  }
}
