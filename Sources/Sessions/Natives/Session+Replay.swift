internal import Evaluation

extension Session {
  /// `replay`
  static func replayNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "replay", in: .session,
      "Shows once more what the last cell of a notebook put out: a page that is loaded anew has missed what a "
        + "cell put out since.",
      example: "try { replay() } catch problem { print(problem.code) }  # prints: S0340"
    ) { _ in
      let session = try link.session(for: "replay")
      session.leaveOutOfScripts()
      guard let replay = session.onReplay else {
        throw NativeError(
          "S0340", "what cells put out is kept in notebooks alone",
          help: "Out[n] is what cell n gave")
      }
      guard replay() else { throw NativeError("S0340", "no cell has put anything out yet") }
      return Value.none
    }
  }
}
