internal import Evaluation
internal import Syntax

/// What is told of functions, from their declarations and doc comments alone.
enum Help {
  static func text(for subject: Value, in library: Library) throws -> String {
    switch subject {
    case .none: return overview(of: library)
    case .object(let object as BuiltinObject): return text(for: object.builtin)
    case .object(let object as FunctionObject): return text(for: object)
    case .object(let object as StringObject):
      if let builtin = library.builtin(object.text) { return text(for: builtin) }
      if let function = library.functions[object.text] { return text(for: function) }
      let found = list(object.text, in: library)
      guard found.isEmpty else { return found }
      throw NativeError(
        "S0301", "there is no function `\(object.text)`",
        help: "help() lists them all, apropos(\"word\") searches", argument: "subject")
    default:
      return "This is \(subject.kindPhrase). Functions have help:  help(\"print\")\n"
    }
  }

  /// How a function is written, where it is setl; help with a native, whose source is Swift.
  static func source(of subject: Value, in library: Library) throws -> String {
    var subject = subject
    if let name = subject.asString, let value = library.value(name) { subject = value }
    guard let function = subject.asObject as? FunctionObject else {
      let help = try text(for: subject, in: library)
      return subject.isFunction ? help + "\nIt is native: written in Swift, not in setl.\n" : help
    }
    let lines = (function.documentation ?? "").split(separator: "\n").map { "## \($0)\n" }
    return lines.joined() + function.sourceText + "\n"
  }

  static func text(for builtin: Builtin) -> String {
    var lines = [builtin.signature, "", builtin.summary].flatMap(Self.broken)
    let width = builtin.parameters.map(\.name.count).max() ?? 0
    if !builtin.parameters.isEmpty { lines.append("") }
    for parameter in builtin.parameters {
      let name = parameter.name + String(repeating: " ", count: width - parameter.name.count)
      var line = "  \(name)  \(parameter.help)"
      if !parameter.takesRest { line += " (\(parameter.kind)" }
      if let standard = parameter.defaultText { line += ", default \(standard)" }
      if !parameter.takesRest { line += ")" }
      lines += wrapped(line, width: columns, indent: String(repeating: " ", count: width + 4))
    }
    lines += ["", "Example:"] + builtin.example.split(separator: "\n").map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  static func text(for function: FunctionObject) -> String {
    let documentation = function.documentation ?? "No documentation: put ## lines above `fn`."
    return broken(function.signature).joined(separator: "\n") + "\n\n" + documentation + "\n"
  }

  /// What fits into every window.
  static let columns = 79

  static func broken(_ line: String) -> [String] { wrapped(line, width: columns, indent: "    ") }

  /// The functions of every topic, a line a topic.
  private static func overview(of library: Library) -> String {
    var text = "help(\"name\") tells of one function, apropos(\"word\") searches.\n"
    for topic in Topic.allCases {
      var names = (library.builtinNames + library.methods.map(\.name))
        .filter { library.builtin($0)?.topic == topic }
      names += library.functions.filter {
        !$0.key.hasPrefix("_") && Self.topic(of: $0.value) == topic
      }
      .keys.sorted()
      names.removeAll { $0.hasPrefix("_") }
      guard !names.isEmpty else { continue }
      let list = wrapped("  " + names.joined(separator: ", "), width: columns, indent: "  ")
      text += "\n\(topic.rawValue)\n" + list.map { $0 + "\n" }.joined()
    }
    return text
  }

  /// Where a function of the standard library belongs, by the file that it is written in.
  static func topic(of function: FunctionObject) -> Topic {
    switch function.sourceName {
    case "gradient.setl": .tensors
    case "time.setl": .output
    case "training.setl": .training
    default: .lists
    }
  }

  static func list(_ word: String, in library: Library) -> String {
    let lower = word.lowercased()
    var lines: [String] = []
    for name in library.builtinNames + library.methods.map(\.name) where !name.hasPrefix("_") {
      guard let builtin = library.builtin(name) else { continue }
      if name.contains(lower) || builtin.summary.lowercased().contains(lower) {
        lines +=
          broken(builtin.signature)
          + wrapped("    " + builtin.summary, width: columns, indent: "    ")
      }
    }
    for (name, function) in library.functions.sorted(by: { $0.key < $1.key })
    where !name.hasPrefix("_") {
      let documentation = function.documentation ?? ""
      if name.contains(lower) || documentation.lowercased().contains(lower) {
        let first = documentation.split(separator: "\n").first.map(String.init) ?? ""
        lines +=
          broken(function.signature) + wrapped("    " + first, width: columns, indent: "    ")
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
