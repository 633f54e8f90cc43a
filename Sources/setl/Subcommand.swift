internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Repl

/// What the command does with files beside running a script.
enum Subcommand: String, CaseIterable {
  case check, convert, format, kernel, run, test

  /// The one that the arguments name; nil where they name none, or a script that is called so. Throws where
  /// the files are missing.
  init?(_ arguments: [String]) throws {
    guard let first = arguments.first, let named = Subcommand(rawValue: first) else { return nil }
    if arguments.count == 1 {
      if access(first, F_OK) == 0 { return nil }
      throw ValidationError("`setl \(first)` needs \(named.operand)")
    }
    self = named
  }

  /// What must follow the word.
  private var operand: String {
    switch self {
    case .check, .format, .run, .test: "a file:  setl \(rawValue) FILE"
    case .convert: "two files:  setl convert FROM TO"
    case .kernel: "to be told what to do:  setl kernel install"
    }
  }

  /// A line or two of the command's help.
  private var help: String {
    switch self {
    case .check: "setl check FILE … tells what is wrong without running it."
    case .convert:
      "setl convert FROM TO makes notebooks (.ipynb), scripts (.setl) and pages (.html) of each other."
    case .format: "setl format FILE … writes programs in the one form, in place."
    case .kernel:
      "setl kernel install makes setl a language of Jupyter, setl kernel uninstall takes it away."
    case .run:
      "setl run FILE --transcript TEXT runs a script cell by cell (a line `# %%` begins one), and writes "
        + "inputs and outputs to TEXT as the prompt shows them.\n"
        + "setl run NOTEBOOK --output DONE runs a notebook as Jupyter does, and writes it with its outputs."
    case .test:
      "setl test FILE … holds scripts to their `# expect: …` and `# expect error: S0101` marks, plays "
        + "transcripts again, and holds notebooks to the outputs that are stored in them."
    }
  }

  static var discussion: String { allCases.map(\.help).joined(separator: "\n") }
}

extension Setl {
  func run(_ subcommand: Subcommand, _ arguments: [String], _ interrupt: Interrupt) throws {
    switch subcommand {
    case .check: checkFiles(arguments, try Self.makeSession(TerminalOutput(), interrupt))
    case .convert: convert(try Self.parsed(ConvertCommand.self, arguments), interrupt)
    case .format: formatFiles(arguments, interrupt)
    case .kernel: try runKernelCommand(arguments, interrupt)
    case .run: try run(Self.parsed(RunCommand.self, arguments), interrupt)
    case .test: test(arguments, interrupt)
    }
  }

  /// The options of a subcommand, whose own help is shown where that is asked for.
  private static func parsed<Command: ParsableCommand>(
    _ type: Command.Type, _ arguments: [String]
  ) throws -> Command {
    do {
      return try type.parse(arguments)
    } catch {
      if type.exitCode(for: error) == .success { type.exit(withError: error) }
      throw error
    }
  }
}
