internal import Evaluation
internal import Syntax

/// What `explain` shows.
enum Explaining {
  /// What a code means. Throws `NativeError` where there is none like it.
  static func story(of code: String, in library: Library) throws -> DisplayBundle {
    guard let found = library.explanations[code.uppercased()] else {
      throw NativeError(
        "S0303", "there is no error with the code \(code.clipped)",
        notes: ["codes look like S0301"],
        argument: "code")
    }
    let lines = found.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let title = "\(code.uppercased()): \(found.title)"
    return DisplayBundle(
      text: title + "\n\n" + wrapped(lines), page: [.lines([title]), .lines(lines)])
  }

  /// What ended a cell, with what its code means. Throws `NativeError` where no cell has failed.
  static func last(_ diagnostics: [Diagnostic], in library: Library) throws -> DisplayBundle {
    guard let first = diagnostics.first else {
      throw NativeError(
        "S0340", "no cell has failed yet", help: "name a code:  explain(\"S0301\")")
    }
    let story = library.explanations[first.code]?.text
    let page = DiagnosticPage()
    let html = diagnostics.enumerated().map { place, diagnostic in
      page.html(of: diagnostic, explanation: place == 0 ? story : nil)
    }
    let lines = story?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return DisplayBundle(
      text: diagnostics.map { DiagnosticRenderer().render($0) }.joined()
        + (lines.map { "\n" + wrapped($0) } ?? ""),
      forms: ["text/html": html.joined()])
  }

  private static func wrapped(_ lines: [String]) -> String {
    lines.flatMap { Syntax.wrapped($0, width: Help.columns) }.joined(separator: "\n")
  }
}
