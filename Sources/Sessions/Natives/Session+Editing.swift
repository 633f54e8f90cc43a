internal import Evaluation

/// What a person edits in a program of its own.
public enum Edited: Sendable {
  /// A cell: it stands at the next prompt then, and has not run.
  case cell(String)
  /// A file, by its path.
  case file(String)
}

extension Session {
  /// `edit`
  static func editNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "edit", in: .session,
      "Opens an earlier cell, or a file, in the editor that VISUAL or EDITOR names. The cell then stands at the next "
        + "prompt, and runs at Enter; Ctrl-X Ctrl-E does the same with what is being typed.",
      .optional(
        "what", shown: "the cell before", "the number of a cell, or the path of a file",
        orElse: Value.none, kinds: KindSet(arrayLiteral: "number", "string", "none")),
      example: "try { edit(1) } catch problem { print(problem.code) }  # prints: S0340",
      isShown: true
    ) { (context, what: Value) in
      let session = try link.session(for: "edit")
      session.leaveOutOfScripts()
      guard !session.isRestoring else { return Value.none }
      guard let edit = session.onEdit else {
        throw NativeError(
          "S0340", "there is no terminal to edit at", help: "edit is for the prompt")
      }
      let edited: Edited =
        if let path = FilePath.convert(what) { .file(path.place) } else {
          .cell(try session.earlierCell(what.asWhole, for: "edit").1)
        }
      context.output.progress(nil)
      try edit(edited)
      return Value.none
    }
  }
}
