internal import Evaluation
internal import Glibc
internal import Sessions

/// Reads cells line by line, for terminals that cannot move their cursor: the terminal itself edits, and
/// nothing is drawn.
final class PlainReader: CellReader {
  private let session: Session
  private let input: TerminalInput
  private var bytes: [UInt8] = []

  init(session: Session, signals: Int32) {
    self.session = session
    input = TerminalInput(
      signals: signals, notices: session.notices.descriptor, isByLine: true)
  }

  func take(_ bytes: [UInt8]) { self.bytes += bytes }

  /// Nothing can stand at the prompt before it is typed: it runs.
  func offer(_ text: String) { bytes += Array((text + "\n").utf8) }

  func read(_ prompt: Prompt) -> CellOutcome {
    input.forgetSignals()
    session.interrupt.clear()
    var cell = ""
    var text = prompt.first + " "
    while true {
      Streams.write(notices() + text, to: STDOUT_FILENO)
      switch line(after: text) {
      case .cell(let line):
        cell += line
        // An empty line ends a cell whatever is open, so that nobody is caught.
        if line.allSatisfy(\.isWhitespace), cell.contains("\n") { return .cell(cell) }
        guard case .incomplete = Session.completeness(of: cell) else { return .cell(cell) }
        cell += "\n"
        text = prompt.next + " "
      case .interrupted: return .interrupted
      case .end: return .end
      case .lost: return .lost
      }
    }
  }

  /// The next line; at the end of the input, what is left of it.
  private func line(after prompt: String) -> CellOutcome {
    while true {
      if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
        defer { bytes.removeFirst(end + 1) }
        return .cell(String(decoding: bytes[..<end], as: UTF8.self))
      }
      switch input.next(within: -1) {
      case .bytes(let more): bytes += more
      case .signal(SIGINT):
        session.interrupt.clear()
        bytes = []
        Streams.write("^C\n", to: STDOUT_FILENO)
        return .interrupted
      case .notice: Streams.write("\n" + notices() + prompt, to: STDOUT_FILENO)
      case .signal, .silence: continue
      case .lost: return .lost
      case .end:
        guard bytes.isEmpty else {
          defer { bytes = [] }
          return .cell(String(decoding: bytes, as: UTF8.self))
        }
        Streams.write("\n", to: STDOUT_FILENO)
        return .end
      }
    }
  }

  private func notices() -> String { session.notices.take().map { $0.line + "\n" }.joined() }
}
