internal import ArgumentParser
internal import Datasets
internal import Evolution
internal import Layers
internal import Measuring
internal import Tensors
internal import Training

/// Training steps of a sparse multilayer perceptron by Erdős–Rényi density, and one evolution.
struct MLPSteps: Benchmark {
  static let configuration = CommandConfiguration(
    commandName: "mlp",
    abstract: "Training steps of a SET-MLP and one evolution: seconds an epoch of 136 batches.")

  @Option(help: "Features of an example.")
  var inputs = 3312
  @Option(help: "Neurons of each of the three hidden layers.")
  var hidden = 3000
  @Option(help: "Classes.")
  var classes = 5
  @Option(help: "Erdős–Rényi's ε.")
  var epsilon = 20.0
  @Option(help: "Examples a batch.")
  var batch = 2
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try checkSizes(inputs, hidden, batch, classes - 1)
    guard epsilon > 0 else { throw ValidationError("ε is above 0") }
    let connections = epsilon * Double(inputs + 2 * hidden)
    try checkMemory(
      connections, Double(hidden) * Double(classes), Double(20 * batch) * Double(inputs),
      Double(batch) * Double(hidden))
  }

  func measure() throws -> [Row] {
    let sparse = Connectivity.epsilon(epsilon)
    var layers: [any Layer] = (0..<3).map { index in
      Dense(
        units: hidden, inputs: index == 0 ? inputs : nil, activation: .relu, connectivity: sparse)
    }
    layers.append(Dense(units: classes))
    let model = try Model(layers, seed: 1)
    var random = RandomSource(seed: 1)
    let count = batch * 20
    let data = FeatureExamples(
      features: inputs, inputs: (0..<count * inputs).map { _ in Float(random.normal()) },
      targets: .classes(
        (0..<count).map { $0 % classes }, names: (0..<classes).map { "class \($0)" }))
    let times = try StepTimes(
      model, data, batch: batch, threads: common.threads, seconds: common.seconds,
      optimizer: SGD(rate: 0.001, momentum: 0.9))
    let before = model.network.parameterCount
    let start = ContinuousClock.now
    let moves = model.evolve(by: SetEvolution(), threads: common.threads)
    let evolution = (ContinuousClock.now - start).inSeconds
    guard moves.removed == moves.grown, moves.grown > 0, model.network.parameterCount == before
    else { throw WrongResult("evolution changed the number of connections") }
    let step = times.seconds / Double(times.steps)
    var row = Row("mlp", figure: .time("seconds_an_epoch"))
    row.add(option: "inputs", .whole(inputs))
    row.add(option: "hidden", .whole(hidden))
    row.add(option: "classes", .whole(classes))
    row.add(option: "epsilon", .number(epsilon))
    row.add(option: "batch", .whole(batch))
    row.add("parameters", .whole(before))
    row.add("steps", .whole(times.steps))
    row.add("seconds_a_step", .number(step))
    row.add("seconds_evolution", .number(evolution))
    row.add("seconds_an_epoch", .number(136 * step + evolution))
    return [row]
  }
}
