internal import Syntax

/// What `help("name")` tells of a word that is no function: of the language's own words and signs, of the
/// keys of the prompt.
public struct HelpPage: Sendable {
  /// The words that lead to it.
  public let names: [String]
  public var text: String { make() }
  /// Lines of a program, which the tests run; none where there is nothing to run.
  public let example: String
  /// Lays the page out: most programs never ask for it.
  private let make: @Sendable () -> String

  /// A page that is laid out already.
  public init(_ names: [String], text: @autoclosure @escaping @Sendable () -> String) {
    self.names = names
    make = text
    example = ""
  }

  /// A form of the language: how it is written, what it does, and an example.
  public init(_ names: [String], form: String, _ summary: String, example: String) {
    self.names = names
    self.example = example
    make = {
      let lines =
        form.split(separator: "\n").map(String.init) + [""] + wrapped(summary, width: Help.columns)
        + ["", "Example:"] + example.split(separator: "\n").map { "  \($0)" }
      return lines.joined(separator: "\n") + "\n"
    }
  }
}
