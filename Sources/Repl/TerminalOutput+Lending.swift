internal import Glibc

/// The terminal in the hands of another program.
extension TerminalOutput {
  public func lendTerminal(to run: () throws -> Void) throws -> Bool {
    guard isTerminal, canAsk, tcgetpgrp(STDOUT_FILENO) == getpgrp() else { return false }
    removeProgress()
    flush()
    defer { endOpenLine() }
    try run()
    return true
  }

  /// Nobody knows whether the program has ended its last line. Blanks as wide as the window lead to the next line
  /// where it has not, and only fill this one where it has.
  private func endOpenLine() {
    guard Window.moves, let columns = Window.size?.columns else { return }
    Streams.draw(String(repeating: " ", count: columns) + "\r\u{1B}[K")
    buffer.noteLineEnd()
  }
}
