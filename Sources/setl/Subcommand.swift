internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Repl

/// What the command does with files beside running a script.
enum Subcommand: String, CaseIterable {
  case check, format, run, test

  /// The one that the arguments name; nil where they name none, or a script that is called so. Throws where
  /// the files are missing.
  init?(_ arguments: [String]) throws {
    guard let first = arguments.first, let named = Subcommand(rawValue: first) else { return nil }
    if arguments.count == 1 {
      if access(first, F_OK) == 0 { return nil }
      throw ValidationError("`setl \(first)` needs a file:  setl \(first) FILE")
    }
    self = named
  }

  /// A line or two of the command's help.
  private var help: String {
    switch self {
    case .check: "setl check FILE … tells what is wrong without running it."
    case .format: "setl format FILE … writes programs in the one form, in place."
    case .run:
      "setl run FILE --transcript TEXT runs a script cell by cell (a line `# %%` begins one), and writes "
        + "inputs and outputs to TEXT as the prompt shows them."
    case .test:
      "setl test FILE … holds scripts to their `# expect: …` and `# expect error: S0101` marks, and plays "
        + "transcripts again."
    }
  }

  static var discussion: String { allCases.map(\.help).joined(separator: "\n") }
}

extension Setl {
  func run(_ subcommand: Subcommand, _ arguments: [String], _ interrupt: Interrupt) throws {
    switch subcommand {
    case .check: checkFiles(arguments, try Self.makeSession(TerminalOutput(), interrupt))
    case .format: formatFiles(arguments, interrupt)
    case .run: try run(RunCommand.parse(arguments), interrupt)
    case .test: test(arguments, interrupt)
    }
  }
}
