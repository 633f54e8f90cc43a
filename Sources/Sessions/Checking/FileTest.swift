internal import Characters
public import Evaluation
internal import Syntax

/// The test of one file: a script that says what it prints, or a transcript that is played again.
public struct FileTest {
  public let path: String
  public let differences: [Difference]
  /// Lines that were expected, or cells that were played.
  public let count: Int

  public var hasPassed: Bool { differences.isEmpty }

  public init(path: String, differences: [Difference], count: Int) {
    self.path = path
    self.differences = differences
    self.count = count
  }

  /// Runs the file in a session of its own, which writes to what it is given. Throws `NativeError` where
  /// the file cannot be read, and `ProgramStopped` where an interrupt ended the waiting for it.
  public init(
    _ path: String, until interrupt: Interrupt, makeSession: (any OutputSink) throws -> Session
  ) throws {
    self.path = path
    let text = try ScriptFiles.text(of: path, until: interrupt)
    let isTranscript = Transcript.begins(text)
    let output = RecordedOutput(keepsPictures: isTranscript)
    let session = try makeSession(output)
    if isTranscript {
      let turns = Transcript(parsing: text).turns
      session.setArguments([])
      count = turns.count
      differences = Self.played(turns, session, output)
    } else {
      let expectations = Expectations(of: text)
      count = expectations.count
      let result = session.runScript(text, name: path, arguments: [])
      differences = expectations.differences(
        lines: output.lines, diagnostics: result.diagnostics)
    }
  }

  private static func played(
    _ turns: [Transcript.Turn], _ session: Session, _ output: RecordedOutput
  ) -> [Difference] {
    turns.flatMap { turn in
      let text = session.runCells([turn.input], output: output).text
      let input = Transcript.shown(turn.input, number: session.cellCount)
      return Difference.between(
        turn.output, String(text.dropFirst(input.count)).linesOfText,
        number: { turn.outputLine + $0 })
    }
  }

  /// What a person is told of it.
  public var text: String {
    let path = shownOnLine(path)
    let counted = "\(count) \(count == 1 ? "check" : "checks")"
    guard !hasPassed else { return "passed  \(path)  (\(counted))\n" }
    return "failed  \(path)\n" + differences.map(\.text).joined()
  }
}

extension Session.Result {
  var diagnostics: [Diagnostic] {
    switch end {
    case .finished, .left: []
    case .failed(let diagnostics): diagnostics
    case .interrupted: [Diagnostic(code: "S0312", title: "the program was interrupted")]
    }
  }
}
