internal import Glibc

/// Asks the terminal, and waits for its answer.
enum TerminalQuestion {
  /// The longest wait, in milliseconds: over a slow line the answer may not come in time, and braille does.
  private static let patience: Int32 = 200

  /// Asks on the terminal of the process; nil when there is none. What was typed meanwhile goes back to the
  /// terminal, to be read as if nothing had been asked; where the system does not allow that, it is left in
  /// `typed`.
  static func ask() -> (answer: TerminalAnswer, typed: [UInt8])? {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
    guard terminal >= 0 else { return nil }
    defer { close(terminal) }
    // Writing to it from the background would stop the process.
    guard tcgetpgrp(terminal) == getpgrp() else { return nil }
    var settings = termios()
    guard tcgetattr(terminal, &settings) == 0 else { return nil }
    var raw = settings
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    guard tcsetattr(terminal, TCSANOW, &raw) == 0 else { return nil }
    Streams.write(TerminalAnswer.question, to: terminal)
    let bytes = readAnswer(terminal)
    let answer = TerminalAnswer(bytes)
    let isReturned = giveBack(answer.typed, terminal)
    tcsetattr(terminal, TCSANOW, &settings)
    return (answer, isReturned ? [] : answer.typed)
  }

  private static func readAnswer(_ terminal: Int32) -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1024)
    let start = ContinuousClock.now
    while !TerminalAnswer(bytes).isComplete, bytes.count < 1 << 16 {
      let passed = (ContinuousClock.now - start) / .milliseconds(1)
      let left = patience - Int32(min(passed, Double(patience)))
      var state = pollfd(fd: terminal, events: Int16(POLLIN), revents: 0)
      guard left > 0, poll(&state, 1, left) > 0 else { break }
      let count = read(terminal, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes.append(contentsOf: buffer[..<count])
    }
    return bytes
  }

  private static func giveBack(_ bytes: [UInt8], _ terminal: Int32) -> Bool {
    for byte in bytes {
      var byte = CChar(bitPattern: byte)
      guard ioctl(terminal, UInt(TIOCSTI), &byte) == 0 else { return false }
    }
    return true
  }
}
