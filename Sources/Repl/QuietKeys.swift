internal import Glibc

/// Keeps keys from being echoed while something is drawn that they would spoil; the keys themselves wait
/// for whoever reads next, and Ctrl-C goes on being a signal.
struct QuietKeys {
  private var hasHushed = false

  mutating func hush() {
    var modes = termios()
    guard !hasHushed, tcgetattr(STDIN_FILENO, &modes) == 0, modes.c_lflag & UInt32(ECHO) != 0 else {
      return
    }
    modes.c_lflag &= ~UInt32(ECHO)
    hasHushed = tcsetattr(STDIN_FILENO, TCSANOW, &modes) == 0
  }

  mutating func restore() {
    guard hasHushed else { return }
    hasHushed = false
    var modes = termios()
    guard tcgetattr(STDIN_FILENO, &modes) == 0 else { return }
    modes.c_lflag |= UInt32(ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }
}
