internal import Characters
internal import Evaluation
internal import Syntax

extension Session {
  /// `session.variables`
  static func variablesNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.variables", in: .session,
      "Shows the variables of the conversation: their names, kinds, memory and what they hold.",
      example: "let rate = 0.1\nsession.variables()", isShown: true,
      aliases: [
        "vars": "session.variables()", "locals": "session.variables()",
        "globals": "session.variables()", "who": "session.variables()",
      ]
    ) { context in
      let session = try link.session(for: "session.variables")
      context.output.display(session.variableTable)
      return Value.none
    }
  }

  /// What a program has by itself.
  static let given = Set(Machine.givenNames + ["session"])

  private var variableTable: DisplayBundle {
    let rows = globals.definedNames.filter { !Self.given.contains($0) }.sorted().compactMap {
      name in
      globals.value(of: name).map {
        [name, $0.kind, Self.memory(of: $0), Self.summary(of: $0)]
      }
    }
    guard !rows.isEmpty else {
      return DisplayBundle(text: "there are no variables yet:  let name = value")
    }
    return DisplayBundle([.table(Table([.left(), .left(), .right(), .left()], rows))])
  }

  /// `8.0 MB`; of numbers and the like nothing.
  private static func memory(of value: Value) -> String {
    let bytes = Footprint.bytes(of: value)
    return bytes > 0 ? MemoryBudget.words(bytes) : ""
  }

  /// What a value holds, on the rest of a line.
  static func summary(of value: Value) -> String {
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
