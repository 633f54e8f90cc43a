internal import Evaluation
internal import Glibc
internal import Syntax

extension Session {
  /// Runs the file that a person has written for the beginning of each conversation, where there is one: what it
  /// declares is there, and where it fails that is told and costs nothing.
  public func runStartup(_ path: String) -> Result? {
    guard access(path, F_OK) == 0 else { return nil }
    startup = path
    var result: Result
    do {
      let text = try ScriptFiles.text(of: path, until: interrupt)
      let source = SourceText(name: path, text: text, folder: ScriptFiles.folder(of: path))
      result = run(source) { _, _ in }
    } catch let error as NativeError {
      let diagnostic = Diagnostic(
        code: error.code, title: error.title, notes: error.notes, help: error.help)
      result = Result(end: .failed([diagnostic]))
    } catch {
      result = Result(end: .interrupted)
    }
    result.echo = nil
    if case .left = result.end {
      result.end = .finished
      result.remark = "`exit` in \(path) ended that file, and not the conversation"
    }
    if case .failed(let diagnostics) = result.end { machine.lastFailure = diagnostics }
    interrupt.clear()
    return result
  }
}
