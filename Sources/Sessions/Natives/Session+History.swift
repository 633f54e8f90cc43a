internal import Evaluation

extension Session {
  /// `session.history`
  static func historyNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "session.history", in: .session,
      "Lists the cells of this session and of those before it, the last one last.",
      .optional(
        "text", shown: "all cells",
        "what they hold; capitals count only where this has some", orElse: String?.none),
      .optional("limit", default: 50, "how many at most"),
      example: "session.history(\"no cell holds this\")[0..5]"
    ) { (_, text: String?, limit: Int) in
      let session = try link.session(for: "session.history")
      guard limit >= 0 else {
        throw NativeError("S0302", "`limit` must be 0 or more", argument: "limit")
      }
      return Value.object(
        CellsObject(
          session.history.cells(holding: text, before: session.runningCell, limit: limit)))
    }
  }
}
