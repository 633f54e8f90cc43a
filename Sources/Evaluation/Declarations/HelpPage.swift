internal import Syntax

/// What `help("name")` tells of a word that is no function: of the language's own words and signs, of the
/// keys of the prompt.
public struct HelpPage: Sendable {
  /// The words that lead to it.
  public let names: [String]
  public let text: String
  /// Lines of a program, which the tests run; none where there is nothing to run.
  public let example: String

  /// A page that is laid out already.
  public init(_ names: [String], text: String) {
    self.names = names
    self.text = text
    example = ""
  }

  /// A form of the language: how it is written, what it does, and an example.
  public init(_ names: [String], form: String, _ summary: String, example: String) {
    self.names = names
    self.example = example
    let lines =
      form.split(separator: "\n").map(String.init) + [""] + wrapped(summary, width: Help.columns)
      + ["", "Example:"] + example.split(separator: "\n").map { "  \($0)" }
    text = lines.joined(separator: "\n") + "\n"
  }
}
