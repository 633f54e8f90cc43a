internal import Evaluation
internal import Syntax

/// What a cell may be written as, and a program not.
extension Session {
  /// The program that a cell stands for: `?name` asks for help, `; ls` has the shell run a command.
  func withoutShortForm(_ text: String) -> String {
    Self.shellLine(text).map { "shell(\($0.quoted))" } ?? withoutQuestion(text)
  }

  /// What follows a `;` at the beginning of a cell.
  static func shellLine(_ text: String) -> String? {
    let text = text.drop { $0.isWhitespace }
    guard text.first == ";" else { return nil }
    let line = String(text.dropFirst().drop { $0.isWhitespace }).trimmedEnd
    return line.isEmpty ? nil : line
  }
}

extension Machine.Outcome {
  /// Of a text that ends with a command what the command has not shown: that it did not end well.
  var failedCommand: String? {
    guard isShown, let status = value.asMap?["status"]?.asWhole, status != 0 else { return nil }
    return "the command ended with status \(status)"
  }
}
