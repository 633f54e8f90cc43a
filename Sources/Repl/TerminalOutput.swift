internal import CLibedit
internal import Characters
public import Evaluation
internal import Glibc

/// Output to the process's own streams: what the program writes to standard output; passing and lasting
/// lines about training to a terminal, the lasting ones to standard error elsewhere.
///
/// What passes stands below all else, as a panel where the terminal has the rows for it, else as a line.
public final class TerminalOutput: OutputSink {
  let isTerminal: Bool
  private let showsProgress: Bool
  let buffer: OutputBuffer
  /// What standard input brings are answers.
  var readsAnswers = true
  var answers = AnswerReader()
  private var keys = QuietKeys()
  private var pictures = TerminalPictures()

  /// A panel takes half of the screen, and no more rows than these.
  private static let fewestRows = 24
  private static let mostPanelRows = 16

  /// `isForwarded`: a launcher of several processes shows what is written, wherever that may be, and nothing is
  /// drawn.
  public init(isForwarded: Bool = false) {
    isTerminal = !isForwarded && isatty(STDOUT_FILENO) == 1
    showsProgress = !isForwarded && Window.moves
    buffer = OutputBuffer(descriptor: STDOUT_FILENO, isTerminal: isTerminal)
    if isTerminal { buffer.watchTerminal(answeringControlC: showsProgress) }
  }

  public func write(_ text: String) { buffer.write(text) }

  public func writeError(_ text: String) {
    // On a terminal both are one, and stand above what passes there.
    if isTerminal, isatty(STDERR_FILENO) == 1 { return write(text) }
    buffer.flush()
    Streams.error(text)
  }

  public func display(_ bundle: DisplayBundle) {
    guard isTerminal else { return write(bundle.text + "\n") }
    guard let picture = bundle.picture else {
      // Where signs are replaced, columns stay columns.
      let text = bundle.text(columns: Window.usualSize.columns)
      return write((Letters.areASCII ? inASCII(text, keepsWidth: true) : text) + "\n")
    }
    // All that came before must stand there when the terminal is asked, and a picture has no rows that
    // a live area below it could count.
    buffer.removeArea()
    write(pictures.text(of: picture) + "\n")
  }

  /// What was typed while the terminal was asked for pictures, where the terminal did not take it back.
  func takeTyped() -> [UInt8] { pictures.takeTyped() }

  public func progress(_ progress: Progress?) {
    guard showsProgress, progress?.isBrief != true else { return }
    guard let progress else { return removeProgress() }
    // A job in the background leaves the terminal to whoever is in front.
    guard tcgetpgrp(STDOUT_FILENO) == getpgrp() else { return }
    if setl_was_continued() != 0 {
      // The terminal shows what the shell wrote since then, in its modes.
      buffer.forgetArea()
      keys = QuietKeys()
    }
    keys.hush()
    buffer.draw { rows, columns in
      guard rows >= Self.fewestRows else { return [progress.line] }
      let panel = progress.panel(columns - 2, min(rows / 2, Self.mostPanelRows))
      return panel.isEmpty ? [progress.line] : panel
    }
  }

  func removeProgress() {
    buffer.removeArea()
    keys.restore()
  }

  public func milestone(_ line: String, details: [String]) {
    let room = isTerminal ? Window.usualSize.columns : .max
    let line = details.reduce(into: (text: line, isFull: false)) { line, detail in
      line.isFull =
        line.isFull || displayWidth(of: line.text) + 2 + displayWidth(of: detail) > room
      if !line.isFull { line.text += "  " + detail }
    }.text
    // A Ctrl-C that the terminal has echoed may stand at the start of the line.
    if isTerminal {
      buffer.endLine()
      return write("\r" + line + "\n")
    }
    buffer.flush()
    Streams.error(line + "\n")
  }

  public func remark(_ line: String) { if !showsProgress { milestone(line) } }

  public func flush() { buffer.flush() }

  /// What is written next begins a line.
  func endLine() { buffer.endLine() }

  /// Why not all of the output could be written; nil when all was, or nobody wanted more of it.
  public var failure: String? {
    buffer.failure.flatMap { $0 == EPIPE ? nil : String(cString: strerror($0)) }
  }
}
