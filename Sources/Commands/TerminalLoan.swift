internal import Glibc

/// The terminal of this process, lent to a child that asks for it.
///
/// A child in a group of its own is stopped by the system as soon as it reads from the terminal or sets its modes. It
/// then gets the terminal, with Ctrl-C and Ctrl-Z, until it is over; what it leaves of the modes is set right. One
/// that needs the terminal from the beginning takes it itself, after `prepare`.
struct TerminalLoan {
  private(set) var isLent = false
  private var modes: termios?
  private let terminal = STDIN_FILENO

  /// Puts the group in front of the terminal; false where there is none, or another program has it.
  mutating func lend(to group: pid_t) -> Bool {
    if !isLent, !prepare() { return false }
    isLent = fromBehind { tcsetpgrp(terminal, group) == 0 }
    return isLent
  }

  /// Has the terminal in the modes that programs find one in, lent to the child that takes it next; false where there
  /// is none, or another program has it.
  mutating func prepare() -> Bool {
    guard isatty(terminal) == 1, tcgetpgrp(terminal) == getpgrp() else { return false }
    var now = termios()
    if modes == nil, tcgetattr(terminal, &now) == 0 {
      modes = now
      now.c_iflag |= UInt32(ICRNL)
      now.c_lflag |= UInt32(ICANON | ISIG | ECHO | ECHOE | ECHOK | IEXTEN)
      tcsetattr(terminal, TCSADRAIN, &now)
    }
    isLent = true
    return true
  }

  /// Takes it back, with the modes that it had.
  mutating func takeBack() {
    fromBehind {
      if isLent { tcsetpgrp(terminal, getpgrp()) }
      if var modes { tcsetattr(terminal, TCSADRAIN, &modes) }
    }
    isLent = false
    modes = nil
  }

  /// What this process does to a terminal that it is not in front of would stop it.
  private func fromBehind<Result>(_ act: () -> Result) -> Result {
    var (asked, before) = (sigset_t(), sigset_t())
    sigemptyset(&asked)
    sigaddset(&asked, SIGTTOU)
    pthread_sigmask(SIG_BLOCK, &asked, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    return act()
  }
}
