internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Repl
internal import Sessions

/// `setl run FILE --transcript FILE`: a script's cells as at a prompt, and what a person would have seen.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setl run", abstract: "Runs a script, or its cells as at the prompt.")

  @Option(help: "Run cell by cell, and write inputs and outputs to this file.")
  var transcript: String?

  @Argument(help: "A script.")
  var file: String

  @Argument(parsing: .remaining, help: "The script's arguments.")
  var arguments: [String] = []
}

extension Setl {
  func run(_ command: RunCommand, _ interrupt: Interrupt) throws -> Never {
    let output = TerminalOutput()
    guard let path = command.transcript else {
      let session = try Self.makeSession(output, interrupt)
      runFile(command.file, command.arguments, session, output)
    }
    let recorded = RecordedOutput(forwardingTo: output)
    let session = try Self.makeSession(recorded, interrupt)
    do {
      let cells = CellMarks.cells(of: try ScriptFiles.text(of: command.file, until: interrupt))
      session.setArguments(command.arguments)
      let run = session.runCells(cells, output: recorded, show: output.write)
      output.flush()
      try Transcript.write(run.text, to: path)
      switch run.end {
      case .finished: Glibc.exit(0)
      case .failed: Glibc.exit(1)
      case .interrupted: Glibc.exit(130)
      }
    } catch {
      fail(error)
    }
  }
}
