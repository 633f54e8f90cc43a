import Syntax

/// A file of an editor, with the lines in it that say the words and symbols of the language.
struct EditorFile: Sendable, CustomStringConvertible {
  let path: String
  /// What such a line begins with, and the whole line.
  let lines: [(start: String, line: String)]

  var description: String { path }

  /// The file's text as it should be; nil where one of the lines is not in it exactly once.
  func corrected(_ text: String) -> String? {
    var rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (start, line) in lines {
      let places = rows.indices.filter { rows[$0].hasPrefix(start) }
      guard places.count == 1 else { return nil }
      rows[places[0]] = line
    }
    return rows.joined(separator: "\n")
  }

  static let all = [jupyterLab, pygments, vscode, vim]

  private static func words(_ role: Keyword.Role) -> [String] {
    Keyword.allCases.filter { $0.role == role }.map(\.rawValue)
  }

  /// Symbols that are no brackets and no separators, the longest first.
  private static let operators = Symbol.allCases.filter { symbol in
    switch symbol {
    case .openParenthesis, .closeParenthesis, .openBracket, .closeBracket, .openBrace, .closeBrace,
      .comma, .semicolon, .colon:
      false
    default: true
    }
  }.map(\.rawValue).sorted { $0.count > $1.count }

  // MARK: Files

  private static let jupyterLab = EditorFile(
    path: "editors/jupyterlab/static/remoteEntry.js",
    lines: [
      (
        "  const words = {",
        "  const words = { "
          + Keyword.allCases.map { "\"\($0.rawValue)\": \"\(style($0.role))\"" }
          .joined(separator: ", ") + " };"
      )
    ])

  /// A tag of CodeMirror.
  private static func style(_ role: Keyword.Role) -> String {
    switch role {
    case .declaration: "definitionKeyword"
    case .control: "controlKeyword"
    case .operator: "operatorKeyword"
    case .constant: "atom"
    }
  }

  private static let pygments = EditorFile(
    path: "editors/pygments/setl_lexer/__init__.py",
    lines: Keyword.Role.allCases.map { role in
      let name = role.rawValue.uppercased() + " = ("
      return (name, name + words(role).map { "\"\($0)\"" }.joined(separator: ", ") + ")")
    } + [
      ("SYMBOLS = (", "SYMBOLS = (" + operators.map { "\"\($0)\"" }.joined(separator: ", ") + ")")
    ])

  private static let vscode = EditorFile(
    path: "editors/vscode/syntaxes/setl.tmLanguage.json",
    lines: Keyword.Role.allCases.map { role in
      line(scope(role), "\\\\b(" + words(role).joined(separator: "|") + ")\\\\b", isLast: false)
    } + [line("keyword.operator.setl", operators.map(pattern).joined(separator: "|"), isLast: true)]
  )

  private static func line(
    _ scope: String, _ match: String, isLast: Bool
  ) -> (start: String, line: String) {
    let start = "        { \"name\": \"\(scope)\", \"match\": "
    return (start, start + "\"\(match)\" }" + (isLast ? "" : ","))
  }

  private static func scope(_ role: Keyword.Role) -> String {
    switch role {
    case .declaration: "storage.type.setl"
    case .control: "keyword.control.setl"
    case .operator: "keyword.operator.word.setl"
    case .constant: "constant.language.setl"
    }
  }

  /// A symbol as a regular expression in JSON.
  private static func pattern(_ symbol: String) -> String {
    symbol.map { ".+*/^?-%".contains($0) && $0 != "/" && $0 != "%" ? "\\\\\($0)" : String($0) }
      .joined()
  }

  private static let vim = EditorFile(
    path: "editors/vim/syntax/setl.vim",
    lines: Keyword.Role.allCases.map { role in
      let start = "syntax keyword \(group(role))"
      return (start, start + " " + words(role).joined(separator: " "))
    })

  private static func group(_ role: Keyword.Role) -> String {
    switch role {
    case .declaration: "setlDeclaration"
    case .control: "setlControl"
    case .operator: "setlWordOperator"
    case .constant: "setlConstant"
    }
  }
}
