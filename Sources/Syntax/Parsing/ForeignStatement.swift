/// A statement as other languages write it, taken from its first word: what is said of it, and how it is written
/// here with the names and values that stand in it.
struct ForeignStatement {
  let word: String
  let note: String
  let written: String
  /// What it imports, where that is no file.
  private(set) var module: String?

  /// `rest` is what follows the word on its line. Nil where the word begins no statement elsewhere.
  init?(_ word: String, _ rest: String) {
    guard let found = Self.statements[word] else { return nil }
    self.word = word
    note = found.note
    written = found.written(Self.head(of: rest))
    if word == "from" { module = Self.name(rest) }
  }

  /// `%run file`, of the prompts that know such lines.
  init?(magic word: String, _ rest: String) {
    guard let found = Self.magics[word] ?? Self.statements[word] else { return nil }
    self.word = word
    note = found.note
    written = found.written(rest)
  }

  /// Words whose statement is meant too where they are used as the name of a function that is not there.
  static let names = Set(
    ["cd", "chdir", "run", "include", "require", "reload"] + shellWords)

  private typealias Entry = (note: String, written: @Sendable (String) -> String)

  private static let statements: [String: Entry] = {
    var entries: [String: Entry] = [
      "raise": ("errors are thrown", thrown),
      "except": ("errors are caught with a name", { _ in "} catch problem { … }" }),
      "rescue": ("errors are caught with a name", { _ in "} catch problem { … }" }),
      "foreach": ("loops begin with `for`", { "for \(loop($0)) { … }" }),
      "unless": ("conditions begin with `if`", { "if not (\(inner($0))) { … }" }),
      "until": ("loops begin with `while`", { "while not (\(inner($0))) { … }" }),
      "with": ("files are read whole", { _ in "read_text(\"file.txt\")" }),
      "from": ("a file is imported whole, under a name", imported),
      "include": ("a file is imported whole, under a name", imported),
      "require": ("a file is imported whole, under a name", imported),
      "class": ("maps hold what belongs together", { _ in "{name: …, size: …}" }),
      "struct": ("maps hold what belongs together", { _ in "{name: …, size: …}" }),
      "lambda": ("functions of one expression have no keyword", lambda),
      "run": ("a function runs a script", ran),
      "clear": ("a variable lets go of its value", forgotten),
      "reload": ("an import is read anew where it says so", reloaded),
    ]
    for word in ["def", "func", "function", "fun", "sub"] {
      entries[word] = ("functions begin with `fn`", function)
    }
    for word in ["var", "const", "val", "mut", "auto", "local", "my"] {
      entries[word] = ("variables are declared with `let`", { "let \(declared($0))" })
    }
    for word in ["switch", "match", "case", "select"] {
      entries[word] = ("values are told apart by conditions", cases)
    }
    for word in ["loop", "repeat", "do", "forever"] {
      entries[word] = ("loops begin with `while`", { _ in "while true { … }" })
    }
    for word in ["del", "delete"] {
      entries[word] = ("a variable lets go of its value", forgotten)
    }
    for word in ["cd", "chdir"] { entries[word] = ("a function chooses the folder", folder) }
    for word in shellWords {
      entries[word] = ("a line for the shell begins with `;`", { shell(word, $0) })
    }
    for word in ["global", "nonlocal"] {
      entries[word] = ("functions see and change the names around them", { "\(name($0)) = …" })
    }
    return entries
  }()

  /// Commands of a shell whose names are not those of functions elsewhere.
  private static let shellWords = [
    "ls", "cat", "mkdir", "rmdir", "cp", "mv", "rm", "touch", "grep", "git", "pip", "man", "ps",
    "kill",
  ]

  private static let magics: [String: Entry] = [
    "timeit": ("a function measures", { "benchmark(() => \(expression($0)))" }),
    "time": ("a function measures", { "time(() => \(expression($0)))" }),
    "prun": ("a function measures", { "profile(() => \(expression($0)))" }),
    "who": ("a function lists the variables", { _ in "session.variables()" }),
    "whos": ("a function lists the variables", { _ in "session.variables()" }),
    "pwd": ("a function gives the folder", { _ in "working_folder()" }),
    "history": ("a function shows what was typed", { _ in "session.history()" }),
    "hist": ("a function shows what was typed", { _ in "session.history()" }),
    "debug": ("a function shows the calls of the last error", { _ in "inspect()" }),
    "reset": ("a function lets go of results", { _ in "forget(\"Out\")" }),
    "load": ("a function runs a script", ran), "edit": ("a function edits", edited),
  ]

  private static func expression(_ text: String) -> String { text.isEmpty ? "…" : text }

  /// As a text, unless it is one.
  private static func quoted(_ text: some StringProtocol) -> String {
    let text = String(text)
    return text.hasPrefix("\"") ? text : text.quoted
  }

  static func shell(_ word: String, _ rest: String) -> String {
    let line = rest.isEmpty ? word : "\(word) \(rest)"
    return "; \(line)  at the prompt, or  shell(\(line.quoted))"
  }

  private static func folder(_ text: String) -> String {
    // No name is there for the folder before.
    let folder = text.isEmpty ? "~" : text == "-" ? "…" : text
    return "set_working_folder(\(quoted(folder)))"
  }

  private static func ran(_ text: String) -> String {
    let words = text.split(separator: " ")
    guard !words.isEmpty else { return "run(\"script.setl\")" }
    return "run(\(words.map { quoted($0) }.joined(separator: ", ")))"
  }

  private static func edited(_ text: String) -> String {
    text.isEmpty || text.allSatisfy(\.isNumber) ? "edit(\(text))" : "edit(\(quoted(text)))"
  }

  private static func reloaded(_ text: String) -> String {
    let own = name(text.drop { $0 == "(" }.trimmedOfSpace)
    return "import \"\(own).setl\" as \(own), reload: true"
  }

  /// `del x, y`, `del xs[0]`, `del m.key`.
  private static func forgotten(_ text: String) -> String {
    let inner = text.hasPrefix("(") && text.hasSuffix(")") ? text.dropFirst().dropLast() : text[...]
    let parts = inner.listedParts
    if parts.count == 1, let part = parts.first, part.hasSuffix("]"),
      let open = part.firstIndex(of: "["), open > part.startIndex
    {
      return "remove(\(part[..<open]), \(part[part.index(after: open)...].dropLast()))"
    }
    if parts.count == 1, let part = parts.first, let dot = part.lastIndex(of: ".") {
      return "remove(\(part[..<dot]), \(quoted(part[part.index(after: dot)...])))"
    }
    let names = parts.flatMap { $0.split(separator: " ") }.map { quoted($0) }
    return "forget(\(names.isEmpty ? "\"name\"" : names.joined(separator: ", ")))"
  }

  /// Up to the brace or colon that opens the body.
  private static func head(of rest: String) -> String {
    var head = rest
    for end in ["{", ":"] where head.hasSuffix(end) { head.removeLast() }
    return head.trimmedOfSpace
  }

  /// Without parentheses around it.
  private static func inner(_ text: String) -> String {
    let text = text.split(separator: "{").first.map { $0.trimmedOfSpace } ?? ""
    let isEnclosed = text.hasPrefix("(") && text.hasSuffix(")")
    let inner = isEnclosed ? text.dropFirst().dropLast().trimmedOfSpace : text
    return inner.isEmpty ? "…" : inner
  }

  /// The name that it begins with.
  private static func name(_ text: String) -> String {
    let name = text.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return name.isEmpty ? "name" : String(name)
  }

  private static func loop(_ text: String) -> String {
    let loop = inner(text)
    return loop.contains(" in ") ? loop : "x in xs"
  }

  /// `x: int = 3;` without type and semicolon.
  private static func declared(_ text: String) -> String {
    var text = text.trimmedOfSpace
    while text.hasSuffix(";") { text.removeLast() }
    guard let sign = text.firstIndex(of: "=") else { return "\(name(text)) = …" }
    return "\(name(text)) \(text[sign...].trimmedOfSpace)"
  }

  /// `raise ValueError("why")`, `raise "why"`: the text in it is thrown.
  private static func thrown(_ text: String) -> String {
    let quote = text.firstIndex(of: "\"")
    guard let quote, let end = text.lastIndex(of: "\""), quote < end else {
      return "throw \"what went wrong\""
    }
    return "throw \(text[quote...end])"
  }

  private static func imported(_ text: String) -> String {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    let path = parts.count > 2 ? String(parts[1]) : name(text) + ".setl"
    let file = path.split(separator: "/").last.map(String.init) ?? path
    return "import \"\(path)\" as \(name(file))"
  }

  private static func function(_ text: String) -> String {
    var head = text.split(separator: "{").first.map { $0.trimmedOfSpace } ?? ""
    if let end = head.lastIndex(of: ")") { head = String(head[...end]) }
    guard let open = head.firstIndex(of: "("), head.hasSuffix(")") else {
      return "fn \(name(text))(…) { … }"
    }
    // Types are left out: what they are called differs.
    let parameters = head[head.index(after: open)...].dropLast().split(separator: ",").map {
      parameter in
      let sides = parameter.split(separator: "=", maxSplits: 1)
      let own = name(sides.first.map { $0.trimmedOfSpace } ?? "")
      return sides.count == 2 ? "\(own) = \(sides[1].trimmedOfSpace)" : own
    }
    let called = head[..<open].trimmedOfSpace
    return
      "fn\(called.isEmpty ? "" : " " + name(called))(\(parameters.joined(separator: ", "))) { … }"
  }

  private static func lambda(_ text: String) -> String {
    let sides = text.split(separator: ":", maxSplits: 1).map { $0.trimmedOfSpace }
    let parameters = (sides.first ?? "x").split(separator: ",").map { name($0.trimmedOfSpace) }
    let list =
      parameters.count == 1 ? parameters[0] : "(\(parameters.joined(separator: ", ")))"
    return "\(list) => \(sides.count > 1 && !sides[1].contains(")") ? sides[1] : "…")"
  }

  private static func cases(_ text: String) -> String {
    let subject = inner(text)
    return "if \(subject) == 1 { … } else if \(subject) == 2 { … }"
  }
}
