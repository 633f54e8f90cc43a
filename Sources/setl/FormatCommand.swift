internal import Evaluation
internal import Glibc
internal import Repl
internal import Sessions
internal import WholeFiles
internal import Characters

extension Setl {
  /// Rewrites each file that is not in the one form, and says so.
  func formatFiles(_ paths: [String], _ interrupt: Interrupt) {
    var isRight = true
    for path in paths {
      do {
        let text = try ScriptFiles.text(of: path, until: interrupt)
        let result = try Session.formatted(text, name: path)
        guard result != text else { continue }
        try WholeFile.write(Array(result.utf8), to: path)
        print("formatted \(shownOnLine(path))")
      } catch let failure as RunFailure {
        isRight = false
        tell(failure.diagnostics)
      } catch {
        // The other files may still be put in form.
        isRight = false
        tell(error)
      }
    }
    if !isRight { Glibc.exit(1) }
  }
}
