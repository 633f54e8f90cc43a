internal import Evaluation
internal import Glibc
internal import Repl
internal import Sessions

extension Setl {
  /// Tells what is wrong with programs without running them; the status says whether anything is.
  func checkFiles(_ paths: [String], _ session: Session) -> Never {
    var isRight = true
    for path in paths {
      do {
        let diagnostics = session.check(
          try ScriptFiles.text(of: path, until: session.interrupt), name: path)
        tell(diagnostics)
        isRight = isRight && diagnostics.isEmpty
      } catch {
        // The other files may still be looked at.
        isRight = false
        tell(error)
      }
    }
    Glibc.exit(isRight ? 0 : 1)
  }
}
