public import Evaluation
public import WholeFiles
internal import Syntax

extension Session {
  /// `session.save`
  static func saveNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.save", in: .session,
      "Writes the cells of this session that ran to their end to a script, a `# %%` mark before each.",
      .required("path", "the script, which is replaced as a whole"),
      example: """
        # Cells that failed or were interrupted are left out. `_`, In and Out mean nothing to a script.
        if length(session.history()) > 1 { session.save("demo.setl") }
        """
    ) { (_, path: String) in
      let session = try link.session(for: "session.save")
      session.leaveOutOfScripts()
      // It was written then; the file may have been changed since.
      guard !session.isRestoring else { return Value.none }
      let text = session.savedScript()
      guard !text.isEmpty else {
        throw NativeError("S0340", "there is no cell to save: none has run to its end yet")
      }
      do throws(WholeFile.Failure) {
        try WholeFile.write(Array(text.utf8), to: path)
      } catch {
        throw error.nativeError
      }
      return Value.none
    }
  }

  /// The cells that ran to their end, as a script.
  ///
  /// What saves or restores a session is no part of what the session does; in a script it would
  /// overwrite the script.
  private func savedScript() -> String {
    guard let id = history.session else { return "" }
    return history.cells(of: id)
      .filter { $0.outcome == .finished && !leftOut.contains($0.entry.id) }
      .map { "# %%\n" + withoutQuestion($0.entry.text).trimmedEnd + "\n" }
      .joined(separator: "\n")
  }
}

extension WholeFile.Failure {
  /// For a native whose argument `path` is to blame.
  public var nativeError: NativeError {
    NativeError("S0421", "cannot reach `\(path)`", notes: [reason], argument: "path")
  }
}
