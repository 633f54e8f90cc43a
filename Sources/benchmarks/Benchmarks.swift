internal import ArgumentParser

/// Times the parts of the core at sizes of one's choice, each checked by its own result.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Times the native core; without a name, each benchmark at its usual size.",
    subcommands: [All.self] + All.benchmarks, defaultSubcommand: All.self)
}

/// Every benchmark at its usual size, one after the other.
struct All: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all", abstract: "Each benchmark at its usual size.")

  static let benchmarks: [any ParsableCommand.Type] = [
    LSTMSteps.self, MLPSteps.self, Evolving.self, Predicting.self,
  ]

  @OptionGroup var common: CommonOptions

  func run() throws {
    let options =
      ["--threads", "\(common.threads)", "--seconds", "\(common.seconds)"]
      + (common.json ? ["--json"] : [])
    for benchmark in Self.benchmarks {
      var command = try benchmark.parseAsRoot(options)
      try command.run()
    }
  }
}

/// Options that every benchmark takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Threads.")
  var threads = 1

  @Option(help: "Seconds to measure for, at least.")
  var seconds = 2.0

  @Flag(help: "Print one JSON object.")
  var json = false
}

/// Why a figure cannot be trusted.
struct WrongResult: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
