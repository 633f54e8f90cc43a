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
    for topic in library.topics {
      let names = library.names + library.methods.map(\.name)
      let entries = names.filter { !$0.hasPrefix("_") }.sorted()
        .compactMap { entry($0, topic, library) }
      guard !entries.isEmpty else { continue }
      let file = topic.title.lowercased().split(separator: " ").joined(separator: "-") + ".md"
      pages.append((file, "# \(topic.title)\n" + entries.map(\.text).joined(separator: "\n")))
      let list = entries.map { "`\($0.name)`" }.joined(separator: ", ")
      index += "- [\(topic.title)](\(file)): \(list)\n"
    }
    return [("README.md", index)] + pages
  }

  private static func entry(
    _ name: String, _ topic: Topic, _ library: Library
  ) -> (name: String, text: String)? {
    guard library.isFunction(name, of: topic) else { return nil }
    if let function = library.functions[name] { return (name, text(of: function)) }
    return library.builtin(name).map { (name, text(of: $0)) }
  }

  private static func text(of builtin: Builtin) -> String {
    var text = "## \(builtin.name)\n`\(builtin.signature)`\n\n\(builtin.summary)\n"
    if !builtin.parameters.isEmpty { text += "\n" }
    for parameter in builtin.parameters {
      let details = parameter.details.joined(separator: ", ")
      let words = details.isEmpty ? "" : " (\(details))"
      text += "- `\(parameter.name)`: \(parameter.help)\(words)\n"
    }
    return text + "\n```\n\(builtin.example)\n```\n"
  }

  private static func text(of function: FunctionObject) -> String {
    "## \(function.name ?? "")\n`\(function.signature)`\n\n\(function.documentation ?? "")\n"
  }
}
