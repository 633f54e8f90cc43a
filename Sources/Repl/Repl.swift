internal import CLibedit
public import Evaluation
internal import Glibc
public import Sessions
internal import Syntax

/// The prompt: reads cells through libedit, runs them, shows what they give.
///
/// Whether a line ends a cell is what the parser says of the text so far.
public final class Repl {
  private let session: Session
  private let output: TerminalOutput
  private let isColoured: Bool
  /// What Tab asks; libedit's callback can carry no state of its own.
  nonisolated(unsafe) private static weak var current: Repl?
  private var cellSoFar = ""

  public init(session: Session, output: TerminalOutput) {
    self.session = session
    self.output = output
    isColoured = isatty(STDOUT_FILENO) == 1 && getenv("NO_COLOR") == nil
  }

  /// Runs the conversation to its end; `banner` is shown first.
  public func run(banner: String) {
    Self.current = self
    guard setl_edit_open("setl", complete) != 0 else {
      Streams.error("setl: the terminal cannot be edited on\n")
      return
    }
    defer { setl_edit_close() }
    for cell in session.history.recent(1000).reversed() { setl_edit_remember(cell.text) }
    output.write(banner + "\n")
    if let offer = session.restoreOffer { output.write(offer + "\n") }
    while let cell = readCell() {
      let text = cell.trimmedEnd
      if text.allSatisfy(\.isWhitespace) { continue }
      if ["exit", "quit", "exit()", "quit()"].contains(text) { break }
      setl_edit_remember(text)
      show(session.runCell(text))
    }
    session.end()
  }

  // MARK: Reading

  /// The lines of the next cell; nil at the end of input.
  private func readCell() -> String? {
    cellSoFar = ""
    var start = ""
    while true {
      let number = session.cellCount + 1
      let prompt =
        cellSoFar.isEmpty
        ? "In [\(number)]: "
        : String(repeating: " ", count: max(0, "In [\(number)]".count - 3)) + "...: "
      for notice in session.notices.take() { output.write(notice + "\n") }
      output.flush()
      var line: UnsafePointer<CChar>?
      switch setl_edit_line(prompt, start, &line) {
      case SETL_EDIT_INTERRUPTED:
        session.interrupt.clear()
        output.write("^C\n")
        cellSoFar = ""
        start = ""
        continue
      case SETL_EDIT_LINE:
        guard let line else { return nil }
        let text = String(cString: line)
        cellSoFar += text
        // An empty line ends a cell whatever is open, so that nobody is caught.
        if text.allSatisfy(\.isWhitespace), cellSoFar.contains("\n") { return cellSoFar }
        switch session.completeness(of: cellSoFar) {
        case .complete, .invalid: return cellSoFar
        case .incomplete(let indentation): start = indentation
        }
      default:
        output.write("\n")
        return nil
      }
    }
  }

  // MARK: Showing

  private func show(_ result: Session.Result) {
    switch result.end {
    case .finished:
      if let echo = result.echo {
        let separator = echo.text.contains("\n") ? "\n" : " "
        output.write("Out[\(session.cellCount)]:\(separator)\(echo.text)\n")
      }
    case .failed(let diagnostics):
      output.flush()
      let renderer = DiagnosticRenderer(isColoured: isColoured)
      for diagnostic in diagnostics { Streams.error(renderer.render(diagnostic)) }
    case .interrupted: output.write("interrupted; every variable keeps its value\n")
    }
    if let cost = result.cost {
      output.write(isColoured ? "\u{1B}[2m\(cost)\u{1B}[0m\n" : cost + "\n")
    }
    output.flush()
  }

  // MARK: Completion

  private let complete: setl_complete_function = {
    line, cursor, insertion, size, listing, listingSize in
    guard let line, let insertion, let listing, let repl = Repl.current else { return }
    let text = String(cString: line)
    let before = repl.cellSoFar
    let (start, names) = repl.session.completions(
      of: before + text, at: before.utf8.count + Int(cursor))
    let typed = before.utf8.count + Int(cursor) - start
    guard let shared = Repl.sharedStart(of: names) else {
      if Array(text.utf8.prefix(Int(cursor))).allSatisfy({ $0 == 0x20 }) {
        Repl.write("    ", to: insertion, Int(size))
      }
      return
    }
    let rest = String(decoding: Array(shared.utf8).dropFirst(typed), as: UTF8.self)
    if text.allSatisfy({ $0 == " " }) {
      Repl.write("    ", to: insertion, Int(size))
    } else if !rest.isEmpty {
      Repl.write(rest, to: insertion, Int(size))
    } else if names.count > 1 {
      Repl.write(Repl.columns(names), to: listing, Int(listingSize))
    }
  }

  /// Names in columns of one width, lines of at most 80.
  private static func columns(_ names: [String]) -> String {
    let width = (names.map(\.count).max() ?? 0) + 2
    let perLine = max(1, 80 / width)
    var text = ""
    for (index, name) in names.prefix(400).enumerated() {
      if index > 0 { text += index % perLine == 0 ? "\n" : "" }
      text += name + String(repeating: " ", count: width - name.count)
    }
    return text
  }

  private static func sharedStart(of names: [String]) -> String? {
    guard var shared = names.first else { return nil }
    for name in names { shared = String(zip(shared, name).prefix { $0 == $1 }.map(\.0)) }
    return shared
  }

  private static func write(_ text: String, to buffer: UnsafeMutablePointer<CChar>, _ size: Int) {
    var position = 0
    for byte in text.utf8 where position < size - 1 {
      buffer[position] = CChar(bitPattern: byte)
      position += 1
    }
    buffer[position] = 0
  }
}

/// Lets Ctrl-C request an interrupt, from now on and in every thread.
public func interruptOnControlC(_ interrupt: Interrupt) {
  SharedInterrupt.current = interrupt
  setl_on_interrupt { SharedInterrupt.current?.request() }
}

/// What the signal handler may reach: set once, before it is installed.
private enum SharedInterrupt {
  nonisolated(unsafe) static var current: Interrupt?
}

extension String {
  /// Without white space at the end.
  fileprivate var trimmedEnd: String {
    var text = self
    while text.last?.isWhitespace == true { text.removeLast() }
    return text
  }
}
