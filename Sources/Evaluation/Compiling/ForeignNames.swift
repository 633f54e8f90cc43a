/// Names that other languages and libraries have for what is called otherwise here.
struct ForeignNames {
  /// What is written here, by the name that a function has elsewhere.
  private var functions: [String: String]
  /// What parameters are called here, by the name that they have elsewhere.
  private var parameters: [String: Set<String>] = [:]

  /// From what `builtins` say of themselves, and from `others`.
  init(_ builtins: [Builtin], _ others: [String: String]) {
    functions = others
    for builtin in builtins {
      for (name, written) in builtin.aliases { functions[name] = "write  \(written)" }
      for parameter in builtin.parameters {
        for alias in parameter.aliases { parameters[alias, default: []].insert(parameter.name) }
      }
    }
  }

  /// What is written here instead of a name; nil where it is nobody's.
  func help(_ name: String) -> String? { Self.words[name] ?? functions[name] }

  /// Which of the names of parameters is meant by another one.
  func parameter(_ name: String, among names: [String]) -> String? {
    guard let meant = parameters[name] else { return nil }
    return names.first(where: meant.contains)
  }

  /// Words of other languages for what is no function here.
  private static let words: [String: String] = [
    "null": "write  none", "None": "write  none", "nil": "write  none", "NULL": "write  none",
    "undefined": "write  none", "True": "write  true", "TRUE": "write  true",
    "False": "write  false", "FALSE": "write  false", "elif": "write  else if",
    "self": "functions take what they work on as a parameter",
    "this": "functions take what they work on as a parameter",
    "range": "write  0..n  or  a..b by step", "dir": "Tab after a dot lists what there is",
  ]
}
