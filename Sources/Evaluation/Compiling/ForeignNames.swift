/// Names that other languages and libraries have for what is called otherwise here: the one table, of what
/// functions say of themselves and what the library says beside.
struct ForeignNames {
  private(set) var all: [String: ForeignName] = [:]
  /// What parameters are called here, by the name that they have elsewhere.
  private var parameters: [String: Set<String>] = [:]

  /// From what `builtins` say of themselves, and from `others`, which win.
  init(_ builtins: [Builtin], _ others: [ForeignName]) {
    for builtin in builtins {
      for (name, written) in builtin.aliases { all[name] = ForeignName(name, written) }
      for parameter in builtin.parameters {
        for alias in parameter.aliases { parameters[alias, default: []].insert(parameter.name) }
      }
    }
    for other in others { all[other.name] = other }
  }

  /// What is written here instead of a name, with the arguments of the call; nil where it is nobody's.
  func help(_ name: String, _ arguments: [String] = []) -> String? { all[name]?.help(arguments) }

  /// The same of a name behind a dot: of what stands before it, of the kind of that, or of any.
  func help(
    _ name: String, behind owner: String, _ kind: String, _ arguments: [String] = []
  ) -> String? {
    (all["\(owner).\(name)"] ?? all["\(kind).\(name)"] ?? all[name])?.help([owner] + arguments)
  }

  /// What is written instead of a member of another library's module; nil where `module` is none.
  func help(_ member: String, of module: String, isKnown: Bool, _ arguments: [String]) -> String? {
    if let own = all["\(module).\(member)"] { return own.help(arguments) }
    guard let found = all[module] else { return nil }
    if isKnown, found.note != nil {
      return "write  \(member)(\(arguments.joined(separator: ", ")))"
    }
    return found.note == nil ? nil : all[member]?.help(arguments) ?? found.help([])
  }

  /// Which of the names of parameters is meant by another one.
  func parameter(_ name: String, among names: [String]) -> String? {
    guard let meant = parameters[name] else { return nil }
    return names.first(where: meant.contains)
  }
}
