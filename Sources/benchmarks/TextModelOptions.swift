internal import ArgumentParser
internal import Layers
internal import Training

/// The model of the benchmarks on texts: embedding, LSTM and one output.
struct TextModelOptions: ParsableArguments {
  @Option(help: "Units of embedding and LSTM.")
  var units = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Words that there are.")
  var vocabulary = 20_000
  @Flag(help: "All connections, multiplied by OpenBLAS.")
  var dense = false

  func validate() throws {
    try checkSizes(units, vocabulary - 2)
    guard density > 0, density <= 1 else { throw ValidationError("density lies in 0 to 1") }
    let share = dense ? 1 : density
    try checkMemory(
      Double(vocabulary) * Double(units) * share, 8 * Double(units) * Double(units) * share)
  }

  func model() throws -> Model {
    let connectivity: Connectivity = dense ? .dense : .density(density)
    return try Model(
      [
        Embedding(vocabulary: vocabulary, units: units, connectivity: connectivity),
        LSTM(units: units, connectivity: connectivity), Dense(units: 1),
      ], seed: 1)
  }

  func describe(in row: inout Row) {
    row.add(option: "dense", .flag(dense))
    row.add(option: "units", .whole(units))
    row.add(option: "density", .number(dense ? 1 : density))
    row.add(option: "vocabulary", .whole(vocabulary))
  }
}
