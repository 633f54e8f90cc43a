internal import ArgumentParser
internal import Layers
internal import Measuring
internal import Training

/// The classes of texts by a model of embedding, LSTM and one output.
struct Predicting: Benchmark {
  static let configuration = CommandConfiguration(
    commandName: "predict", abstract: "What a model says of texts: seconds a text.")

  @Option(help: "Texts at a time.")
  var batch = 1
  @Option(help: "Words of a text.")
  var length = 200
  @Option(help: "Packed, with weights of 32 or 8 bits.")
  var packed: Int?
  @OptionGroup var sizes: TextModelOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try checkSizes(batch, length)
    try checkMemory(Double(batch) * Double(length) * Double(sizes.units))
    guard packed.map({ $0 == 32 || $0 == 8 }) ?? true else {
      throw ValidationError("packed weights have 32 or 8 bits")
    }
  }

  func measure() throws -> [Row] {
    let model = try sizes.model()
    let texts = syntheticTexts(
      count: batch, length: length, vocabulary: sizes.vocabulary, isUniform: false, seed: 1)
    // One step, after which the model knows its words and classes.
    var options = TrainingOptions()
    options.batch = batch
    _ = try TrainingRun(model: model, data: texts, options: options).next()
    let expected = try model.predictions(texts, threads: common.threads)
    let predictor: any Predictor =
      try packed.flatMap { PackedWeights(rawValue: $0) }.map { try PackedModel(model, weights: $0) }
      ?? model
    var times: [Double] = []
    var total = 0.0
    var first: [Float] = []
    while total < common.seconds || times.count < 5 {
      let start = ContinuousClock.now
      let found = try predictor.predictions(texts, threads: common.threads)
      times.append((ContinuousClock.now - start).inSeconds)
      total += times[times.count - 1]
      let probabilities = found.flatMap(\.probabilities)
      if first.isEmpty { first = probabilities }
      guard found.count == batch, probabilities == first else {
        throw WrongResult("the same texts got other answers")
      }
    }
    let differences = zip(first, expected.flatMap(\.probabilities)).map { ($0 - $1).magnitude }
    guard (differences.max() ?? 0) < (packed == 8 ? 0.05 : 1e-4) else {
      throw WrongResult("packed, the model gives other answers")
    }
    times.sort()
    let median = times[times.count / 2]
    var row = Row("predict", figure: .time("seconds"))
    sizes.describe(in: &row)
    if let packed { row.add(option: "packed", .whole(packed)) }
    row.add(option: "batch", .whole(batch))
    row.add(option: "length", .whole(length))
    row.add("seconds", .number(median))
    row.add("tokens_per_second", .number((Double(batch * length) / median).rounded()))
    return [row]
  }
}
