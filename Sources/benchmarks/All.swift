internal import ArgumentParser

/// Every benchmark at its usual size, one after the other, or those of a file once more.
struct All: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "Each benchmark at its usual size; or what a file of rows holds, compared with it.")

  static let benchmarks: [any Benchmark.Type] = [
    LSTMSteps.self, MLPSteps.self, Evolving.self, Predicting.self, Products.self,
  ]

  @Option(
    help: ArgumentHelp(
      "Measure the rows of a file again, and tell which are slower.",
      discussion: "The file holds what --json printed. The status is 1 when a row lost over 10 %.",
      valueName: "file"))
  var compare: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    if let compare { return try Comparison(file: compare, options: common).run() }
    let options = ["--threads", "\(common.threads)"] + common.measuring
    for benchmark in Self.benchmarks {
      for row in try benchmark.calibrated(options) { row.print(asJSON: common.json) }
    }
  }
}

extension CommonOptions {
  /// How long to measure, as options.
  var measuring: [String] { ["--seconds", "\(seconds)"] }
}

extension Benchmark {
  /// The rows of this benchmark, called with `options`.
  static func calibrated(_ options: [String]) throws -> [Row] {
    try parse(options).calibrated()
  }
}
