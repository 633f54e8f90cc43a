internal import CLibedit
internal import Glibc

/// Waits for what a person, the system or another thread has to say to the prompt.
struct TerminalInput {
  enum Event {
    case bytes([UInt8])
    case signal(Int32)
    /// Another thread has something to tell.
    case notice
    /// Nothing came in time.
    case silence
    /// Ctrl-D, where the terminal edits.
    case end
    /// The terminal is gone.
    case lost
  }

  let signals: Int32
  let notices: Int32
  /// The terminal edits lines itself, and an empty read is Ctrl-D. Else Ctrl-D is a key, and an empty read
  /// is what is left of one that was typed while a cell ran.
  let isByLine: Bool

  /// The next event; waits for at most `milliseconds`, for ever when it is negative.
  func next(within milliseconds: Int32) -> Event {
    var places = [
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: notices, events: Int16(POLLIN), revents: 0),
    ]
    while true {
      let count = poll(&places, nfds_t(places.count), milliseconds)
      if count == 0 { return .silence }
      guard count > 0 else {
        if errno == EINTR { continue }
        return .lost
      }
      var byte: UInt8 = 0
      if places[0].revents != 0, read(signals, &byte, 1) == 1 { return .signal(Int32(byte)) }
      if places[1].revents != 0 {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let count = read(STDIN_FILENO, &buffer, buffer.count)
        if count > 0 { return .bytes(Array(buffer[..<count])) }
        if count < 0, errno == EINTR || errno == EAGAIN { continue }
        guard count == 0, Int32(places[1].revents) & POLLHUP == 0 else { return .lost }
        if isByLine { return .end }
      }
      if places[2].revents != 0 { return .notice }
    }
  }

  /// Forgets the signals that came while nobody waited.
  func forgetSignals() {
    var bytes = [UInt8](repeating: 0, count: 256)
    while read(signals, &bytes, bytes.count) > 0 {}
  }
}
