internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Notebooks
internal import Repl
internal import Sessions

/// `setl run FILE`: a script or a notebook; with `--transcript` what a person would have seen at a prompt, with
/// `--output` the notebook with what its cells put out.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setl run", abstract: "Runs a script or a notebook.")

  @Option(help: "Run cell by cell, and write inputs and outputs to this file.")
  var transcript: String?

  @Option(help: "Run a notebook as Jupyter does, and write it with its outputs to this file.")
  var output: String?

  @Argument(help: "A script or a notebook.")
  var file: String

  @Argument(parsing: .remaining, help: "The script's arguments.")
  var arguments: [String] = []

  func validate() throws {
    guard output != nil else { return }
    if transcript != nil { throw ValidationError("choose one of --transcript and --output") }
    if !arguments.isEmpty { throw ValidationError("a notebook takes no arguments") }
  }
}

extension Setl {
  func run(_ command: RunCommand, _ interrupt: Interrupt) throws -> Never {
    do {
      if let path = command.output { try runNotebook(command.file, to: path, interrupt) }
      if let path = command.transcript { try runCells(command, to: path, interrupt) }
    } catch {
      fail(error)
    }
    let output = TerminalOutput()
    let session = try Self.makeSession(output, interrupt)
    let scripts = ScriptRun(session: session, output: output, company: nil, setl: self)
    guard NotebookFile.isNotebook(command.file) else {
      scripts.runFile(command.file, command.arguments)
    }
    do {
      let (notebook, remarks) = try NotebookFile.readProgram(command.file, until: interrupt)
      tellRemarks(remarks, of: command.file)
      session.setArguments(command.arguments)
      scripts.finish(runCells(of: notebook, session, output))
    } catch {
      fail(error)
    }
  }

  /// Runs the cells as a script, which echoes nothing, to the first that fails and may not.
  private func runCells(
    of notebook: Notebook, _ session: Session, _ output: TerminalOutput
  ) -> Session.Result.End {
    for cell in notebook.cells where cell.isToRun {
      let result = session.runCell(cell.source)
      output.flush()
      switch result.end {
      case .finished: continue
      case .failed(let diagnostics) where cell.mayFail: tell(diagnostics)
      case .failed, .interrupted, .left: return result.end
      }
    }
    return .finished
  }

  private func runCells(
    _ command: RunCommand, to path: String, _ interrupt: Interrupt
  ) throws -> Never {
    let output = TerminalOutput()
    let recorded = RecordedOutput(forwardingTo: output)
    let session = try Self.makeSession(recorded, interrupt)
    let cells =
      NotebookFile.isNotebook(command.file)
      ? try NotebookFile.readProgram(command.file, until: interrupt).notebook.cells
        .filter(\.isToRun).map(\.source)
      : PercentScript(try ScriptFiles.text(of: command.file, until: interrupt)).codeCells
    session.setArguments(command.arguments)
    let run = session.runCells(cells, output: recorded, show: output.write)
    output.flush()
    try Transcript.write(run.text, to: path)
    leave(run.end)
  }

  /// Writes what was done also where a cell failed.
  private func runNotebook(_ file: String, to path: String, _ interrupt: Interrupt) throws -> Never
  {
    let (notebook, remarks) = try NotebookFile.readProgram(file, until: interrupt)
    tellRemarks(remarks, of: file)
    let run = try NotebookRun(notebook) { try Self.makeSession($0, interrupt) }
    tellRemarks(try NotebookFile.write(run.notebook, to: path), of: path)
    if case .failed(let diagnostics) = run.end { tell(diagnostics) }
    leave(interrupt.wasRequested ? .interrupted : run.end)
  }

  private func leave(_ end: Session.Result.End) -> Never {
    switch end {
    case .finished: Glibc.exit(0)
    case .failed: Glibc.exit(1)
    case .interrupted: Glibc.exit(130)
    case .left(let status): Glibc.exit(status)
    }
  }
}
