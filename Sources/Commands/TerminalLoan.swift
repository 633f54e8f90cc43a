internal import Glibc

/// The terminal of this process, lent to a child that asks for it.
///
/// A child in a group of its own is stopped by the system as soon as it reads from the terminal or sets its modes. It
/// then gets the terminal, with Ctrl-C and Ctrl-Z, until it is over; what it leaves of the modes is set right.
struct TerminalLoan {
  private(set) var isLent = false
  private var modes: termios?
  private let terminal = STDIN_FILENO

  /// Puts the group in front of the terminal; false where there is none, or another program has it.
  mutating func lend(to group: pid_t) -> Bool {
    guard !isLent else { return true }
    guard isatty(terminal) == 1, tcgetpgrp(terminal) == getpgrp() else { return false }
    var now = termios()
    if modes == nil, tcgetattr(terminal, &now) == 0 {
      modes = now
      // As programs find a terminal.
      now.c_iflag |= UInt32(ICRNL)
      now.c_lflag |= UInt32(ICANON | ISIG | ECHO | ECHOE | ECHOK | IEXTEN)
      tcsetattr(terminal, TCSADRAIN, &now)
    }
    isLent = tcsetpgrp(terminal, group) == 0
    return isLent
  }

  /// Takes it back, with the modes that it had.
  mutating func takeBack() {
    // From behind the terminal both would stop this process.
    var (asked, before) = (sigset_t(), sigset_t())
    sigemptyset(&asked)
    sigaddset(&asked, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &asked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    if isLent { tcsetpgrp(terminal, getpgrp()) }
    isLent = false
    if var modes { tcsetattr(terminal, TCSADRAIN, &modes) }
    modes = nil
  }
}
