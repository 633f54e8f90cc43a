internal import CLibedit
internal import Evaluation
internal import Glibc

/// Reads answers from standard input, a line each: of a person at a terminal, which edits the line by
/// itself, or from a pipe or a file.
struct AnswerReader {
  /// What was read and not asked for yet.
  private var bytes: [UInt8] = []
  private static let longest = 16 << 20

  static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The next line without its end; nil where the input is over. Whoever is stopped and goes on while he
  /// is asked is `reminded` of the question. Throws `ProgramStopped` at an interrupt, and `NativeError`
  /// where a line has no end.
  mutating func line(
    before typed: [UInt8], isHidden: Bool, until interrupt: Interrupt, reminded remind: () -> Void
  ) throws -> String? {
    bytes += typed
    var modes = LineModes(isHidden: isHidden)
    defer { modes.restore() }
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) { return take(end, with: 1) }
      guard bytes.count <= Self.longest else {
        throw NativeError("S0336", "the answer is too long", notes: ["it is a line without an end"])
      }
      // Of a loop over a training the first interrupt is the training's, which waits for us.
      if interrupt.isRequested || interrupt.waitsToBeTaken { throw ProgramStopped() }
      if setl_was_continued() != 0 {
        // The shell had the terminal meanwhile.
        modes.set()
        remind()
      }
      switch more() {
      case .some(true): continue
      case .some(false): return bytes.isEmpty ? nil : take(bytes.count, with: 0)
      case nil: continue
      }
    }
  }

  /// The first `count` bytes as text; as many as end the line go too.
  private mutating func take(_ count: Int, with end: Int) -> String {
    var line = bytes[..<count]
    if end > 0, line.last == UInt8(ascii: "\r") { line.removeLast() }
    defer { bytes.removeFirst(count + end) }
    return String(decoding: line, as: UTF8.self)
  }

  /// Reads what there is, waiting a little; false at the end of the input, nil where nothing came.
  private mutating func more() -> Bool? {
    var place = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard poll(&place, 1, 50) > 0 else { return nil }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count < 0, errno == EINTR || errno == EAGAIN { return nil }
    guard count > 0 else { return false }
    bytes += buffer[..<count]
    return true
  }
}

/// The modes in which a terminal edits a line by itself, and shows it unless it is hidden.
private struct LineModes {
  private var before: termios?
  private let isHidden: Bool

  init(isHidden: Bool) {
    self.isHidden = isHidden
    var modes = termios()
    if tcgetattr(STDIN_FILENO, &modes) == 0 { before = modes }
    set()
  }

  func set() {
    guard var modes = before else { return }
    modes.c_iflag |= UInt32(ICRNL)
    modes.c_lflag |= UInt32(ICANON | ISIG | ECHO | ECHOE | ECHOK)
    if isHidden { modes.c_lflag &= ~UInt32(ECHO) }
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
  }

  mutating func restore() {
    guard var modes = before else { return }
    tcsetattr(STDIN_FILENO, TCSANOW, &modes)
    before = nil
  }
}
