internal import ArgumentParser
internal import Layers
internal import Training

/// The model of the benchmarks on texts: embedding, LSTMs and one output.
struct TextModelOptions: ParsableArguments {
  @Option(help: "Units of embedding and LSTM.")
  var units = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Words that there are.")
  var vocabulary = 20_000
  @Flag(help: "All connections, multiplied by OpenBLAS.")
  var dense = false
  @Option(help: "LSTMs, one above the other.")
  var layers = 1
  @Flag(help: "Each LSTM goes through a text in both directions.")
  var bidirectional = false

  func validate() throws {
    try checkSizes(units, vocabulary - 2, layers)
    guard density > 0, density <= 1 else { throw ValidationError("density lies in 0 to 1") }
    let share = dense ? 1 : density
    try checkMemory(
      Double(vocabulary) * Double(units) * share,
      Double(layers) * (bidirectional ? 24 : 8) * Double(units) * Double(units) * share)
  }

  func model() throws -> Model {
    let connectivity: Connectivity = dense ? .dense : .density(density)
    let embedding = Embedding(vocabulary: vocabulary, units: units, connectivity: connectivity)
    let lstms = try (0..<layers).map { _ -> any Layer in
      let lstm = LSTM(units: units, connectivity: connectivity)
      return bidirectional ? try Bidirectional(lstm) : lstm
    }
    return try Model([embedding] + lstms + [Dense(units: 1)], seed: 1)
  }

  func describe(in row: inout Row) {
    row.add(option: "dense", .flag(dense))
    row.add(option: "units", .whole(units))
    row.add(option: "density", .number(dense ? 1 : density))
    row.add(option: "vocabulary", .whole(vocabulary))
    row.add(option: "layers", .whole(layers))
    row.add(option: "bidirectional", .flag(bidirectional))
  }
}
