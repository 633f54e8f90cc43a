/// Names that other languages and libraries have for what is called otherwise here: the one table, of what
/// functions say of themselves and what the library says beside.
struct ForeignNames {
  private(set) var all: [String: ForeignName] = [:]
  /// What parameters are called here, by the name that they have elsewhere.
  private var parameters: [String: Set<String>] = [:]
  /// Of the natives.
  private var signatures: [String: [ForeignParameter]] = [:]

  /// From what `builtins` say of themselves, and from `others`, which win.
  init(_ builtins: [Builtin], _ others: [ForeignName]) {
    for builtin in builtins {
      for (name, written) in builtin.aliases { all[name] = ForeignName(name, written) }
      for parameter in builtin.parameters {
        for alias in parameter.aliases { parameters[alias, default: []].insert(parameter.name) }
      }
      signatures[builtin.name] = builtin.parameters.map {
        ForeignParameter(name: $0.name, takesRest: $0.takesRest, aliases: $0.aliases)
      }
    }
    for other in others { all[other.name] = other }
  }

  /// What is written here instead of a name, with the arguments of the call; nil where it is nobody's. `kind` is that
  /// of the first argument, where it is known.
  func help(_ name: String, _ arguments: [ForeignArgument] = [], kind: String? = nil) -> String? {
    let found = kind.flatMap { all["\($0).\(name)"] } ?? all[name]
    return found.map { words($0, arguments) }
  }

  /// The same of a name behind a dot: of what stands before it, of the kind of that, or of any.
  func help(
    _ name: String, behind owner: String, _ kind: String, _ arguments: [ForeignArgument] = []
  ) -> String? {
    (all["\(owner).\(name)"] ?? all["\(kind).\(name)"] ?? all[name]).map {
      words($0, [ForeignArgument(owner)] + arguments)
    }
  }

  /// What is written instead of a member of another library's module; nil where `module` is none. Without
  /// arguments the member is not called.
  func help(
    _ member: String, of module: String, isKnown: Bool, _ arguments: [ForeignArgument]?
  ) -> String? {
    if let own = all["\(module).\(member)"] { return words(own, arguments ?? []) }
    guard let found = all[module] else { return nil }
    if isKnown, found.note != nil {
      return "write  " + (arguments.map { ForeignArgument.call(of: member, $0) } ?? member)
    }
    guard found.note != nil else { return nil }
    return words(all[member] ?? found, arguments ?? [])
  }

  /// What is said of a module of another library that is to be imported; nil where `name` is none.
  func help(importing name: String) -> String? { all[name]?.note }

  private func words(_ name: ForeignName, _ arguments: [ForeignArgument]) -> String {
    name.help(arguments) { signatures[$0] ?? [] }
  }

  /// Which of the names of parameters is meant by another one.
  func parameter(_ name: String, among names: [String]) -> String? {
    guard let meant = parameters[name] else { return nil }
    return names.first(where: meant.contains)
  }
}
