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
      .optional(
        "cells", shown: "those of this session", "others, as session.history(…) gives them",
        orElse: CellsObject?.none),
      example: """
        # Cells that failed or were interrupted are left out. `_`, In and Out mean nothing to a script.
        if length(session.history()) > 1 { session.save("demo.setl") }
        """
    ) { (_, path: FilePath, cells: CellsObject?) in
      let session = try link.session(for: "session.save")
      session.leaveOutOfScripts()
      // It was written then; the file may have been changed since.
      guard !session.isRestoring else { return Value.none }
      let text = session.script(of: cells?.cells ?? session.ownCells)
      guard !text.isEmpty else {
        throw NativeError("S0340", "there is no cell to save: none has run to its end yet")
      }
      do throws(WholeFile.Failure) {
        try WholeFile.write(Array(text.utf8), to: path.place)
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
  private func script(of cells: [History.Cell]) -> String {
    cells.filter { $0.outcome == .finished && !leftOut.contains($0.entry.id) }
      .map { "# %%\n" + withoutShortForm($0.entry.text).trimmedEnd + "\n" }
      .joined(separator: "\n")
  }
}

extension Session {
  fileprivate var ownCells: [History.Cell] { history.session.map { history.cells(of: $0) } ?? [] }
}

extension WholeFile.Failure {
  /// For a native whose argument `path` is to blame.
  public var nativeError: NativeError {
    NativeError("S0421", "cannot reach `\(path)`", notes: [reason], argument: "path")
  }
}
