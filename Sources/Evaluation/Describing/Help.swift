internal import Syntax

/// What is told of functions, from their declarations and doc comments alone.
public enum Help {
  /// Throws `NativeError` where a name means no function, and no function is about it.
  public static func text(for subject: Value, in library: Library) throws -> String {
    switch subject {
    case .none: return overview(of: library)
    case .object(let object as BuiltinObject): return text(for: object.description)
    case .object(let object as FunctionObject): return text(for: object.description)
    case .object(let object as StringObject):
      let function =
        library.builtin(object.text).map { FunctionDescription($0) }
        ?? library.functions[object.text]?.description
      let page = library.pages.first { $0.names.contains(object.text) }
      // A word may be both, as `keys` is.
      let told = [function.map { text(for: $0) }, page?.text].compactMap { $0 }
      guard told.isEmpty else { return told.joined(separator: "\n") }
      let found = list(object.text, in: library)
      guard found.isEmpty else { return found }
      throw NativeError(
        "S0301", "there is no function `\(object.text)`",
        help: "help() lists them all, apropos(\"word\") searches", argument: "subject")
    case .object(let object as ModuleObject): return members(of: object)
    case .object(let object as NativeObject) where !object.fieldNames.isEmpty:
      return try members(of: object)
    default:
      return "This is \(subject.kindPhrase). Functions have help:  help(\"print\")\n"
    }
  }

  /// How a function is written, where it is setl; help with a native, whose source is Swift.
  public static func source(of subject: Value, in library: Library) throws -> String {
    var subject = subject
    if let name = subject.asString, let value = library.value(name) { subject = value }
    guard let function = subject.asObject as? FunctionObject else {
      let help = try text(for: subject, in: library)
      return subject.isFunction ? help + "\nIt is native: written in Swift, not in setl.\n" : help
    }
    let lines = (function.documentation ?? "").split(separator: "\n").map { "## \($0)\n" }
    return lines.joined() + function.sourceText + "\n"
  }

  /// The page of a function.
  public static func text(for function: FunctionDescription) -> String {
    switch function.story {
    case .native(let example): text(for: function, example: example)
    case .written(let documentation):
      broken(function.signature).joined(separator: "\n") + "\n\n"
        + (documentation ?? "No documentation: put ## lines above `fn`.") + "\n"
    }
  }

  private static func text(for function: FunctionDescription, example: String) -> String {
    var lines = [function.signature, "", function.summary].flatMap(Self.broken)
    let width = function.parameters.map(\.name.count).max() ?? 0
    if !function.parameters.isEmpty { lines.append("") }
    for parameter in function.parameters {
      let name = parameter.name + String(repeating: " ", count: width - parameter.name.count)
      let details = parameter.details.joined(separator: ", ")
      let line = "  \(name)  \(parameter.help)" + (details.isEmpty ? "" : " (\(details))")
      lines += wrapped(line, width: columns, indent: String(repeating: " ", count: width + 4))
    }
    lines += ["", "Example:"] + example.split(separator: "\n").map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What fits into every window.
  public static let columns = 79

  static func broken(_ line: String) -> [String] { wrapped(line, width: columns, indent: "    ") }

  /// The functions of every topic, a line a topic.
  private static func overview(of library: Library) -> String {
    var text = "help(\"name\") tells of one function, apropos(\"word\") searches.\n"
    let words = library.pages.flatMap(\.names).filter { $0.allSatisfy(\.isLetter) }
    if !words.isEmpty {
      let list = wrapped("  " + words.joined(separator: ", "), width: columns, indent: "  ")
      text += "\nWords that have a page too\n" + list.map { $0 + "\n" }.joined()
    }
    let functions = library.functions.keys.sorted()
    let all = library.builtinNames + library.methods.map(\.name) + functions
    for topic in library.topics {
      let names = all.filter { !$0.hasPrefix("_") && library.isFunction($0, of: topic) }
      guard !names.isEmpty else { continue }
      let list = wrapped("  " + names.joined(separator: ", "), width: columns, indent: "  ")
      text += "\n\(topic.title)\n" + list.map { $0 + "\n" }.joined()
    }
    return text
  }

  /// The functions whose name or summary holds `word`, with a line each.
  public static func list(_ word: String, in library: Library) -> String {
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
