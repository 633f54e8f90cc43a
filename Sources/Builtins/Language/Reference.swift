public import Evaluation

/// The reference as Markdown, a page a topic, from the declarations and doc comments alone.
public enum Reference {
  /// Each page's file name and text; `README.md` lists them.
  public static func pages(of library: Library) -> [(name: String, text: String)] {
    var pages: [(name: String, text: String)] = []
    var index = """
      # Reference
      Every function of the library, by topic. Each page is made from the declarations, which also make
      `help("name")`; each example is run by the tests.


      """
    for topic in Topic.allCases {
      let names = library.names + library.methods.map(\.name)
      let entries = names.filter { !$0.hasPrefix("_") }.sorted()
        .compactMap { entry($0, topic, library) }
      guard !entries.isEmpty else { continue }
      let file = topic.rawValue.lowercased().split(separator: " ").joined(separator: "-") + ".md"
      pages.append((file, "# \(topic.rawValue)\n" + entries.map(\.text).joined(separator: "\n")))
      let list = entries.map { "`\($0.name)`" }.joined(separator: ", ")
      index += "- [\(topic.rawValue)](\(file)): \(list)\n"
    }
    return [("README.md", index)] + pages
  }

  private static func entry(
    _ name: String, _ topic: Topic, _ library: Library
  ) -> (name: String, text: String)? {
    if let builtin = library.builtin(name) {
      return builtin.topic == topic ? (name, text(of: builtin)) : nil
    }
    guard let function = library.functions[name], Help.topic(of: function) == topic else {
      return nil
    }
    return (name, text(of: function))
  }

  private static func text(of builtin: Builtin) -> String {
    var text = "## \(builtin.name)\n`\(builtin.signature)`\n\n\(builtin.summary)\n"
    if !builtin.parameters.isEmpty { text += "\n" }
    for parameter in builtin.parameters {
      var details: [String] = []
      if !parameter.takesRest { details.append(parameter.kind) }
      if let standard = parameter.defaultText { details.append("default \(standard)") }
      let words = details.isEmpty ? "" : " (\(details.joined(separator: ", ")))"
      text += "- `\(parameter.name)`: \(parameter.help)\(words)\n"
    }
    return text + "\n```\n\(builtin.example)\n```\n"
  }

  private static func text(of function: FunctionObject) -> String {
    "## \(function.name ?? "")\n`\(function.signature)`\n\n\(function.documentation ?? "")\n"
  }
}
