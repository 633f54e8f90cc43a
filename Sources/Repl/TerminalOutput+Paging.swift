internal import Characters
internal import Evaluation
internal import Glibc

/// Long texts by pages, in the program that a person has for that.
extension TerminalOutput {
  public func page(_ text: String) {
    guard Window.moves, isTerminal, canAsk, tcgetpgrp(STDOUT_FILENO) == getpgrp() else {
      return write(text)
    }
    removeProgress()
    flush()
    guard Pager.show(Letters.areASCII ? inASCII(text) : text) else { return write(text) }
    // Ctrl-C meant the pages.
    SharedInterrupt.current?.clear()
  }
}

/// `$PAGER`, else `less`.
private enum Pager {
  /// False where there is none, or it could not begin.
  static func show(_ text: String) -> Bool {
    // A file, so that a pager which is left early leaves nobody waiting.
    guard let file = tmpfile() else { return false }
    defer { fclose(file) }
    let bytes = Array(text.utf8)
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count, fflush(file) == 0 else {
      return false
    }
    rewind(file)
    guard let status = run("exec ${PAGER:-less}", input: fileno(file)) else { return false }
    // What the shell ends with where it does not find the program.
    return status != 127 && status != 126
  }

  /// The exit status; nil where the shell could not be started.
  private static func run(_ command: String, input: Int32) -> Int32? {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO)
    // As git has it: colours are shown, and what fits into the window is left there.
    setenv("LESS", "FRX", 0)
    let words: [String] = ["sh", "-c", command]
    var arguments = words.map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    var process = pid_t()
    guard posix_spawn(&process, "/bin/sh", &actions, nil, &arguments, environ) == 0 else {
      return nil
    }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 { guard errno == EINTR else { return nil } }
    return status & 0x7F == 0 ? status >> 8 & 0xFF : 0
  }
}
