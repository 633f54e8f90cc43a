/// All that is told of a function, and nothing of the function itself: it can be kept, and read in any
/// thread.
public struct FunctionDescription: Sendable {
  /// What its page of help goes on with.
  public enum Story: Sendable {
    /// It is native; lines of a program.
    case native(example: String)
    /// It is written in setl; its doc comment, if any.
    case written(documentation: String?)
  }

  /// `fit(model, data, epochs = 1)`
  public let signature: String
  /// A sentence; none where nothing is known.
  public let summary: String
  public let parameters: [ParameterDescription]
  public let story: Story
  /// The kinds of what it gives; none where its declaration leaves that open.
  public let gives: [String]

  public init(_ builtin: Builtin) {
    signature = builtin.signature
    summary = builtin.summary
    parameters = builtin.parameters
    story = .native(example: builtin.example)
    gives = builtin.gives
  }

  /// A function whose text is still being written.
  public init(signature: String, parameters names: [String]) {
    self.signature = signature
    summary = ""
    parameters = names.map {
      ParameterDescription(name: $0, kind: "any", defaultText: nil, help: "")
    }
    story = .written(documentation: nil)
    gives = []
  }

  init(_ prototype: Prototype) {
    let documentation = prototype.documentation
    signature = prototype.signature
    summary = documentation?.split(separator: "\n").first.map(String.init) ?? ""
    parameters = Self.parameters(prototype.parameters, documentation)
    story = .written(documentation: documentation)
    gives = []
  }

  /// What is known of parameters: kind and default, and what the documentation says of it; where the
  /// default is a word in quotes, or what is said begins with one, the words in quotes there are its choices.
  private static func parameters(
    _ parameters: [Prototype.Parameter], _ documentation: String?
  ) -> [ParameterDescription] {
    parameters.map { parameter in
      let help = help(for: parameter.name, documentation ?? "")
      let quoted = ParameterDescription.parts(of: help, between: "\"", 1)
      let isWord =
        help.hasPrefix("\"")
        || parameter.defaultText.map { quoted.map { "\"\($0)\"" }.contains($0) } ?? false
      return ParameterDescription(
        name: parameter.name, kind: parameter.kind ?? "any", defaultText: parameter.defaultText,
        help: help, takesRest: parameter.takesRest, choices: isWord ? quoted : [],
        kinds: parameter.kind.map { $0 == "any" ? .any : KindSet([$0]) } ?? .any)
    }
  }

  /// Of the line that begins with a name, and of those below that stand further in, what is said of it.
  private static func help(for name: String, _ documentation: String) -> String {
    let lines = documentation.split(separator: "\n", omittingEmptySubsequences: false)
    func indentation(_ line: Substring) -> Int { line.prefix { $0 == " " }.count }
    guard
      let first = lines.firstIndex(where: { $0.drop { $0 == " " }.hasPrefix(name + "  ") })
    else { return "" }
    let below = lines[(first + 1)...].prefix {
      !$0.allSatisfy(\.isWhitespace) && indentation($0) > indentation(lines[first])
    }
    let own = lines[first].drop { $0 == " " }.dropFirst(name.count)
    return ([own] + below).map { $0.drop { $0 == " " } }.joined(separator: " ")
  }
}
