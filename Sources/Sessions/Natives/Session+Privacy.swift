internal import Evaluation

/// A history that is one's own: what does not come into it, and what goes out of it.
extension Session {
  /// `session.forget`
  static func forgetCellsNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.forget", in: .session,
      "Takes cells out of the history, with all that the file holds of them, and gives how many there were.",
      .required(
        "which",
        "the number of a cell of this session; or of all sessions those that hold a text, that a pattern fits, or that "
          + "session.history(…) gave",
        kinds: KindSet(arrayLiteral: "number", "string", "pattern", "cells")),
      example: "session.forget(\"no cell holds this\")  # 0"
    ) { (context, which: Value) in
      let session = try link.session(for: "session.forget")
      session.leaveOutOfScripts()
      let found = try session.cells(which, context)
      session.forgetCells(found)
      // The cell that asks names them too.
      return Double(Set(found).subtracting([session.runningCell].compactMap { $0 }).count)
    }
  }

  /// `session.private`
  static func privateNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.private", in: .session,
      "From here on cells are kept by no history, or are again: a cell that begins with a blank never is.",
      .optional("on", default: true, "whether they are not kept"),
      example: "session.private()\nsession.private(false)"
    ) { (_, isOn: Bool) in
      let session = try link.session(for: "session.private")
      session.leaveOutOfScripts()
      // Of a conversation that is brought back only what was kept is there.
      if !session.isRestoring { session.isPrivate = isOn }
      return Value.none
    }
  }

  private func cells(_ which: Value, _ context: CallContext) throws -> [Int64] {
    switch which.asObject {
    case let cells as CellsObject: return cells.cells.map(\.entry.id)
    case let pattern as any TextMatching:
      return try history.filter { try pattern.fits($0, context) }
    default: break
    }
    if let text = which.asString {
      guard !text.isEmpty else {
        throw NativeError("S0302", "every cell holds the empty text", argument: "which")
      }
      return history.holding(text)
    }
    let number = which.asWhole ?? -1
    guard let id = history.session, number >= 0,
      let cell = history.cells(of: id).last(where: { $0.entry.number == number })
    else {
      throw NativeError(
        "S0340", "there is no cell \(which.literal) of this conversation in the history",
        help: "session.history() lists all", argument: "which")
    }
    return [cell.entry.id]
  }

  private func forgetCells(_ ids: [Int64]) {
    if let own = history.session {
      let gone = Set(ids)
      for cell in history.cells(of: own) where gone.contains(cell.entry.id) {
        _ = inputs.remove(.number(Double(cell.entry.number)))
      }
    }
    history.forget(ids)
  }

  /// Whether a cell goes into the history.
  func isRecorded(_ text: String) -> Bool { !isPrivate && text.first != " " && text.first != "\t" }
}
