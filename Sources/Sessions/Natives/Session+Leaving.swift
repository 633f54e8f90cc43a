internal import Evaluation
internal import Glibc

extension Session {
  /// `exit`
  static func exitNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "exit", in: .system,
      "Ends the program, or the conversation, with a status for whoever started it. Jobs are asked to end first; no "
        + "`catch` holds it up.",
      .optional("status", default: 0, "0 where all went well", range: .from(0, to: 255)),
      example: "if file_exists(\"stop\") { exit(1) }"
    ) { (_, status: Int) -> Value in
      let session = try link.session(for: "exit")
      session.leaveOutOfScripts()
      // A conversation that is brought back went on.
      guard !session.isRestoring else { return .none }
      if let refusal = session.refusalToLeave { throw refusal }
      throw ProgramEnded(status: Int32(status))
    }
  }

  /// `set_working_folder`
  static func setWorkingFolderNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "set_working_folder", in: .system,
      "Chooses the folder that relative paths are found from, also those of jobs that run.",
      .required("path", "a folder; `~` is your own"),
      example: "set_working_folder(\".\")"
    ) { (_, path: FilePath) in
      // A job would move the folder under the feet of the conversation.
      _ = try link.session(for: "set_working_folder")
      let isWhole = !path.place.utf8.contains(0)
      guard isWhole, chdir(path.place) == 0 else {
        throw NativeError(
          "S0421", "cannot reach `\(path.place)`",
          notes: [isWhole ? String(cString: strerror(errno)) : "no path holds this character"],
          argument: "path")
      }
      return Value.none
    }
  }
}
