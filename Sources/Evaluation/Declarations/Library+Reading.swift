public import Syntax

extension Library {
  /// Reads a text. Where it is no program because something is written as in another language, the hint is what the
  /// library has under that name.
  public func read(_ source: SourceText) -> ParseResult {
    switch parse(source) {
    case .failed(let diagnostics): .failed(diagnostics.map(worded))
    case let result: result
    }
  }

  private func worded(_ diagnostic: Diagnostic) -> Diagnostic {
    guard let meant = diagnostic.meant else { return diagnostic }
    let help =
      if let arguments = meant.arguments {
        foreignNames.help(meant.name, arguments.map { ForeignArgument($0) })
      } else {
        foreignNames.help(importing: meant.name)
      }
    var worded = diagnostic
    worded.help = help ?? diagnostic.help
    return worded
  }
}
