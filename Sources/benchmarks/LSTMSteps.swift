internal import ArgumentParser
internal import Evolution
internal import Layers
internal import Training

/// Training steps of an embedding, LSTMs and one output.
struct LSTMSteps: Benchmark {
  static let configuration = CommandConfiguration(
    commandName: "lstm",
    abstract: "Whole training steps of embedding, LSTMs and one output: words a second.")

  @Option(help: "Texts a batch.")
  var batch = 64
  @Option(help: "Words of a text.")
  var length = 100
  @Flag(help: "Words drawn uniformly, not by Zipf's law.")
  var uniform = false
  @Flag(help: "Keep some states of a text and compute the others again.")
  var checkpointing = false
  @Flag(help: "Let RigL move connections each hundred steps.")
  var rigl = false
  @OptionGroup var sizes: TextModelOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try checkSizes(batch, length)
    try checkMemory(Double(batch) * Double(length) * Double(max(8, sizes.units)))
  }

  func measure() throws -> [Row] {
    let model = try sizes.model()
    let data = syntheticTexts(
      count: batch * 8, length: length, vocabulary: sizes.vocabulary, isUniform: uniform, seed: 1)
    let times = try StepTimes(
      model, data, batch: batch, threads: common.threads, seconds: common.seconds,
      evolution: rigl ? RigL(every: .steps(100)) : nil, checkpointing: checkpointing)
    let lstms = model.network.layers.dropFirst().dropLast()
    let connections = lstms.flatMap(\.matrices).reduce(0) { $0 + $1.count }
    let rate = Double(times.words) / times.seconds
    var row = Row("lstm", figure: .rate("tokens_per_second"))
    sizes.describe(in: &row)
    row.add(option: "batch", .whole(batch))
    row.add(option: "length", .whole(length))
    row.add(option: "uniform", .flag(uniform))
    row.add(option: "checkpointing", .flag(checkpointing))
    row.add(option: "rigl", .flag(rigl))
    row.add("parameters", .whole(model.network.parameterCount))
    row.add("steps", .whole(times.steps))
    row.add("tokens_per_second", .number(rate.rounded()))
    row.add("best_tokens_per_second", .number((Double(batch * length) / times.best).rounded()))
    // Three products a connection and word, each a multiplication and an addition, as if every word
    // were projected by itself.
    row.add("gflops", .number(6e-9 * rate * Double(connections)))
    return [row]
  }
}
