public import Evaluation
internal import Glibc

/// Output to the process's own streams: what the program writes to standard output; passing and lasting
/// lines about training to a terminal, the lasting ones to standard error elsewhere.
public final class TerminalOutput: OutputSink {
  private let isTerminal = isatty(STDOUT_FILENO) == 1
  private var showsProgress = false
  private var buffer: [UInt8] = []
  private var pictures = TerminalPictures()

  public init() {}

  public func write(_ text: String) {
    clearProgress()
    buffer.append(contentsOf: text.utf8)
    // At once to a terminal; in blocks to a file.
    if isTerminal || buffer.count > 1 << 16 { flush() }
  }

  public func display(_ bundle: DisplayBundle) {
    guard isTerminal, let picture = bundle.picture else { return write(bundle.text + "\n") }
    clearProgress()
    flush()
    write(pictures.text(of: picture, columns: Self.columns) + "\n")
  }

  /// What was typed while the terminal was asked for pictures: the next line begins with it.
  func takeTyped() -> String { String(decoding: pictures.takeTyped(), as: UTF8.self) }

  public func progress(_ progress: Progress?) {
    guard isTerminal else { return }
    clearProgress()
    guard let progress else { return }
    Streams.write(String(progress.line.prefix(max(Self.columns - 1, 20))), to: STDOUT_FILENO)
    showsProgress = true
  }

  public func milestone(_ line: String) {
    clearProgress()
    flush()
    Streams.write(line + "\n", to: isTerminal ? STDOUT_FILENO : STDERR_FILENO)
  }

  public func flush() {
    Streams.write(buffer, to: STDOUT_FILENO)
    buffer.removeAll(keepingCapacity: true)
  }

  private func clearProgress() {
    guard showsProgress else { return }
    Streams.write("\r\u{1B}[K", to: STDOUT_FILENO)
    showsProgress = false
  }

  private static var columns: Int {
    var size = winsize()
    return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
      ? Int(size.ws_col) : 80
  }
}
