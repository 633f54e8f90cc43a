internal import ArgumentParser
internal import Layers
internal import Training

/// The classes of texts by a model of embedding, LSTM and one output.
struct Predicting: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "What a model says of texts: seconds a text.")

  @Option(help: "Units of embedding and LSTM.")
  var units = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Texts at a time.")
  var batch = 1
  @Option(help: "Words of a text.")
  var length = 200
  @Option(help: "Words that there are.")
  var vocabulary = 20_000
  @Flag(help: "All connections, multiplied by OpenBLAS.")
  var dense = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard units > 0, batch > 0, length > 0, vocabulary > 2, density > 0, density <= 1,
      common.threads > 0, units < 1 << 20, batch < 1 << 20, length < 1 << 20,
      vocabulary < 1 << 28
    else { throw ValidationError("sizes are whole numbers above 0, density lies in 0 to 1") }
  }

  func run() throws {
    let connectivity: Connectivity = dense ? .dense : .density(density)
    let model = try Model(
      [
        Embedding(vocabulary: vocabulary, units: units, connectivity: connectivity),
        LSTM(units: units, connectivity: connectivity), Dense(units: 1),
      ], seed: 1)
    let texts = syntheticTexts(
      count: batch, length: length, vocabulary: vocabulary, isUniform: false, seed: 1)
    // One step, after which the model knows its words and classes.
    var options = TrainingOptions()
    options.batch = batch
    _ = try TrainingRun(model: model, data: .texts(texts), options: options).next()
    var times: [Double] = []
    var first: [Float] = []
    while times.reduce(0, +) < common.seconds || times.count < 5 {
      let start = ContinuousClock.now
      let found = try model.predictions(.texts(texts), threads: common.threads)
      times.append((ContinuousClock.now - start).inSeconds)
      let probabilities = found.flatMap(\.probabilities)
      if first.isEmpty { first = probabilities }
      guard found.count == batch, probabilities == first else {
        throw WrongResult("the same texts got other answers")
      }
    }
    times.sort()
    let median = times[times.count / 2]
    var row = Row("predict")
    row.add("kind", .text(dense ? "dense" : "sparse"))
    row.add("units", .whole(units))
    row.add("density", .number(dense ? 1 : density))
    row.add("batch", .whole(batch))
    row.add("length", .whole(length))
    row.add("vocabulary", .whole(vocabulary))
    row.add("threads", .whole(common.threads))
    row.add("seconds", .number(median))
    row.add("tokens_per_second", .number((Double(batch * length) / median).rounded()))
    row.print(asJSON: common.json)
  }
}
