internal import Commands
internal import Evaluation
internal import Glibc
internal import WholeFiles

/// The editor of the person: what VISUAL or EDITOR names, else one that is there.
enum TextEditor {
  /// A text that is no longer a cell.
  private static let longest = 16 << 20
  private static let known = ["nano", "vim", "vi", "emacs"]

  /// Has a person edit a text, and gives what it has become. Throws `NativeError` where that fails.
  static func edited(_ text: String) throws -> String {
    let folder = try temporaryFolder()
    defer { try? Folder.remove(folder) }
    let path = folder + "/cell.setl"
    do throws(WholeFile.Failure) {
      try WholeFile.write(Array((text + "\n").utf8), to: path, rights: 0o600, isLasting: false)
    } catch {
      throw NativeError("S0423", "the cell cannot be handed to an editor", notes: [error.reason])
    }
    try open(path)
    do throws(WholeFile.Failure) {
      let bytes = try WholeFile.read(path, atMost: longest)
      return PastedText.cleaned(String(decoding: bytes, as: UTF8.self))
    } catch {
      throw NativeError("S0423", "the cell did not come back", notes: [error.reason])
    }
  }

  /// Has a person edit a file.
  static func open(_ path: String) throws {
    guard let editor = variable("VISUAL") ?? variable("EDITOR") ?? known.first(where: isThere)
    else {
      throw NativeError(
        "S0423", "there is no editor here", help: "name one in the variable VISUAL")
    }
    // It may be a command with arguments.
    let command = Command(["/bin/sh", "-c", "\(editor) \"$@\"", editor, path])
    let ending: Command.Ending
    do {
      ending = try command.runInTerminal()
    } catch let failure as Command.Failure {
      throw NativeError("S0423", "the editor cannot be run", notes: [failure.reason])
    }
    guard ending == .exited(0) else {
      if case .killed = ending { Streams.write(leftBehind, to: STDOUT_FILENO) }
      throw NativeError(
        "S0423", "the editor did not end well", notes: ["\(editor): status \(ending.status)"],
        help: "VISUAL names the editor")
    }
  }

  /// An editor that was killed has left its screen, its keys and its colours behind.
  private static let leftBehind = "\u{1B}[?1049l\u{1B}[?1000l\u{1B}[?1l\u{1B}>\u{1B}[?25h\u{1B}[0m"

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  private static func isThere(_ program: String) -> Bool {
    (variable("PATH") ?? "").split(separator: ":").contains {
      access("\($0)/\(program)", X_OK) == 0
    }
  }

  private static func temporaryFolder() throws -> String {
    var template = Array(((variable("TMPDIR") ?? "/tmp") + "/setl-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw NativeError(
        "S0423", "the cell cannot be handed to an editor",
        notes: [String(cString: strerror(errno))])
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
