internal import Evaluation
internal import Glibc
public import Sessions
internal import Syntax
internal import WholeFiles

/// The prompt: has a person type cells, runs them, shows what they give.
public final class Repl {
  private let session: Session
  private let output: TerminalOutput
  private let withViKeys: Bool
  private let environment = Theme.fromEnvironment()
  /// Errors whose long story was pointed to.
  private var explained: Set<String> = []
  /// The newest first; read when they are first asked for.
  private lazy var earlier = read()

  public init(session: Session, output: TerminalOutput, withViKeys: Bool) {
    self.session = session
    self.output = output
    self.withViKeys = withViKeys
  }

  /// How a conversation ended.
  public enum End {
    /// By its person, with the status for whoever started it.
    case left(status: Int32)
    /// The terminal is gone, and what was typed can be brought back.
    case lost
  }

  /// Runs the conversation to its end; `banner` is shown first, the file at `startup` is run where there is one, and
  /// `first` is the first cell where it is given.
  public func run(banner: String, startup: String? = nil, first: String? = nil) -> End {
    output.write(banner + "\n")
    if let startup, let result = session.runStartup(startup) { show(result) }
    if let offer = session.restoreOffer {
      let lines = wrapped(offer, width: Window.usualSize.columns)
      output.write(lines.joined(separator: "\n") + "\n")
    }
    output.flush()
    let reader = reader()
    session.onEdit = { [output] in
      output.flush()
      switch $0 {
      case .cell(let text): reader.offer(try TextEditor.edited(text))
      case .file(let path): try TextEditor.open(path)
      }
    }
    session.onInspection = { [unowned self] in inspect($0, reader) }
    defer { (session.onEdit, session.onInspection) = (nil, nil) }
    if let first {
      output.write(Prompt(1).first + " " + first + "\n")
      if let end = end(after: first) { return end }
    }
    while true {
      reader.take(output.takeTyped())
      switch reader.read(Prompt(session.cellCount + 1)) {
      case .interrupted: continue
      case .lost: return .lost
      case .end: if leaves() { return .left(status: 0) }
      case .cell(let cell):
        let text = cell.trimmedEnd
        if text.allSatisfy(\.isWhitespace) { continue }
        if ["exit", "quit", "exit()", "quit()"].contains(text) {
          guard leaves() else { continue }
          return .left(status: 0)
        }
        // What is typed meanwhile is shown when it is read.
        var keys = QuietKeys()
        if reader is LineEditor { keys.hush() }
        let end = end(after: text)
        keys.restore()
        if let end { return end }
      }
    }
  }

  /// Runs a cell; gives how the conversation ended where the cell ended it.
  private func end(after text: String) -> End? {
    let forgotten = session.history.forgotten.count
    let result = session.runCell(text)
    show(result)
    if session.history.forgotten.count > forgotten { earlier = read() }
    if result.isRecallable { earlier.insert(text, at: 0) }
    guard case .left(let status) = result.end, leaves() else { return nil }
    return .left(status: status)
  }

  private func read() -> [String] { session.history.recent(10_000).map(\.text) }

  /// Whether nothing keeps the conversation from its end; else that is told.
  private func leaves() -> Bool {
    guard let question = session.questionBeforeLeaving() else {
      session.end()
      return true
    }
    output.write(question + "\n")
    output.flush()
    return false
  }

  /// Edits where the terminal can, else reads lines.
  private func reader() -> any CellReader {
    let signals = SharedInterrupt.signals
    if Window.moves,
      let editor = LineEditor(
        session: session, signals: signals, withViKeys: withViKeys,
        earlierCells: { [unowned self] in earlier },
        findCells: { [session] in
          session.history.search($0, inFolder: WrittenPath.workingFolder, limit: 200).map(\.text)
        })
    {
      return editor
    }
    return PlainReader(session: session, signals: signals)
  }

  /// Has a person look at calls that stand still; whether the program is to stop. Ctrl-C forgets the line, as it
  /// does for a cell.
  private func inspect(_ inspection: Inspection, _ reader: any CellReader) -> Bool {
    output.removeProgress()
    output.display(inspection.beginning)
    while true {
      output.flush()
      let line: String
      switch reader.read(inspection.prompt) {
      case .interrupted: continue
      case .end: return false
      case .lost: return true
      case .cell(let text): line = text
      }
      if !line.allSatisfy(\.isWhitespace) { earlier.insert(line, at: 0) }
      switch inspection.answer(line) {
      case .shown(let bundle): if let bundle { output.display(bundle) }
      case .failed(let diagnostics):
        output.flush()
        tell(diagnostics)
      case .over(let stops): return stops
      }
    }
  }

  // MARK: Showing

  private var theme: Theme { environment.chosen(session.theme) }

  private func show(_ result: Session.Result) {
    output.endLine()
    switch result.end {
    case .finished:
      if let echo = result.echo {
        let isTall = echo.picture != nil || echo.text.contains("\n")
        let label = theme.paint(Prompt(session.cellCount).out, .prompt)
        output.write(label + (isTall ? "\n" : " "))
        output.display(echo)
      }
    case .failed(let diagnostics):
      output.flush()
      tell(diagnostics)
    case .left: break
    case .interrupted: output.write(Session.Result.interruption + "\n")
    }
    if let cost = result.cost { output.write(theme.paint(cost, .faint) + "\n") }
    if let remark = result.remark { output.write(remark + "\n") }
    output.flush()
  }

  /// Shows what went wrong; of each kind of error once, where its long story is.
  private func tell(_ diagnostics: [Diagnostic]) {
    let renderer = DiagnosticRenderer(
      colours: theme.isColoured ? theme.palette.ofMessages : nil, width: Window.usualSize.columns)
    for diagnostic in diagnostics {
      Streams.error(renderer.render(diagnostic))
      if explained.insert(diagnostic.code).inserted {
        Streams.error(theme.paint("explain(\"\(diagnostic.code)\") tells more", .faint) + "\n")
      }
    }
  }
}
