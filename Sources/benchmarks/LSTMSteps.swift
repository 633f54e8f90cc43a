internal import ArgumentParser
internal import Layers
internal import Training

/// Training steps of an embedding, an LSTM and one output.
struct LSTMSteps: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lstm",
    abstract: "Whole training steps of embedding, LSTM and one output: words a second.")

  @Option(help: "Units of embedding and LSTM.")
  var units = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Texts a batch.")
  var batch = 64
  @Option(help: "Words of a text.")
  var length = 100
  @Option(help: "Words that there are.")
  var vocabulary = 20_000
  @Flag(help: "All connections, multiplied by OpenBLAS.")
  var dense = false
  @Flag(help: "Words drawn uniformly, not by Zipf's law.")
  var uniform = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard units > 0, batch > 0, length > 0, vocabulary > 2, density > 0, density <= 1,
      common.threads > 0, units < 1 << 20, batch < 1 << 20, length < 1 << 20,
      vocabulary < 1 << 28
    else { throw ValidationError("sizes are whole numbers above 0, density lies in 0 to 1") }
  }

  func run() throws {
    let connectivity: Connectivity = dense ? .dense : .density(density)
    let lstm = LSTM(units: units, connectivity: connectivity)
    let model = try Model(
      [
        Embedding(vocabulary: vocabulary, units: units, connectivity: connectivity), lstm,
        Dense(units: 1),
      ], seed: 1)
    let data = TrainingData.texts(
      syntheticTexts(
        count: batch * 8, length: length, vocabulary: vocabulary, isUniform: uniform, seed: 1))
    let times = try StepTimes(
      model, data, batch: batch, threads: common.threads, seconds: common.seconds)
    let connections = lstm.matrices.reduce(0) { $0 + $1.count }
    let rate = Double(times.words) / times.seconds
    var row = Row("lstm")
    row.add("kind", .text(dense ? "dense" : "sparse"))
    row.add("units", .whole(units))
    row.add("density", .number(dense ? 1 : density))
    row.add("batch", .whole(batch))
    row.add("length", .whole(length))
    row.add("vocabulary", .whole(vocabulary))
    row.add("words", .text(uniform ? "uniform" : "zipf"))
    row.add("threads", .whole(common.threads))
    row.add("parameters", .whole(model.network.parameterCount))
    row.add("steps", .whole(times.steps))
    row.add("tokens_per_second", .number(rate.rounded()))
    row.add("best_tokens_per_second", .number((Double(batch * length) / times.best).rounded()))
    // Three products a connection and word, each a multiplication and an addition, as if every word
    // were projected by itself.
    row.add("gflops", .number(6e-9 * rate * Double(connections)))
    row.print(asJSON: common.json)
  }
}
