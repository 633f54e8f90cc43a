internal import Evaluation
internal import Syntax

extension Session {
  /// `forget`
  static func forgetNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "forget", in: .session,
      "Takes the values of variables, and gives their memory back where nothing else holds them; `forget(\"Out\")` "
        + "lets go of all results.",
      .rest("names", "of variables, as texts", kinds: String.kinds, naming: .variables),
      example: "let large = zeros(100, 100)\nforget(\"large\")",
      aliases: [
        "del": "forget(\"$...x\")", "rm": "forget(\"$...x\")", "delete": "forget(\"$...x\")",
      ]
    ) { (_, names: [Value]) in
      let session = try link.session(for: "forget")
      let names = names.compactMap(\.asString)
      for name in names where session.globals.value(of: name) == nil {
        throw session.noVariable(name)
      }
      for name in names { session.forget(name) }
      return Value.none
    }
  }

  private func forget(_ name: String) {
    switch name {
    case "Out": forgetResults()
    case "In", "session": break
    default: globals.forget(name)
    }
  }

  private func noVariable(_ name: String) -> NativeError {
    let known = globals.definedNames.filter { !Self.given.contains($0) }
    return NativeError(
      "S0340", "there is no variable `\(name.clipped)`",
      label: nearest(to: name, among: known).map { "did you mean \"\($0)\"?" } ?? "",
      help: "session.variables() lists them", argument: "names")
  }
}
