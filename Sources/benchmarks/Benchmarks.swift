internal import ArgumentParser

/// Times the parts of the core at sizes of one's choice, each checked by its own result.
@main
struct Benchmarks: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Times the native core; without a name, each benchmark at its usual size.",
    subcommands: [All.self] + All.benchmarks.map { $0 } + [Machines.self, Attack.self],
    defaultSubcommand: All.self)
}
