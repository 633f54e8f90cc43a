internal import Evolution
internal import Training

/// Whole training steps (forward, backward, optimizer), timed until `seconds` have passed.
struct StepTimes {
  private(set) var steps = 0
  private(set) var words = 0
  private(set) var seconds = 0.0
  private(set) var best = Double.infinity

  /// Three steps warm up. Throws `WrongResult` when the loss is not what a model that learns has.
  init(
    _ model: Model, _ data: any ExampleSource, batch: Int, threads: Int, seconds wanted: Double,
    optimizer: any Optimizer = Adam(), evolution: (any EvolutionRule)? = nil,
    checkpointing: Bool = false
  ) throws {
    var options = TrainingOptions()
    options.epochs = 1_000_000
    options.batch = batch
    options.every = 1
    options.seed = 1
    options.optimizer = optimizer
    options.evolution = evolution
    options.threads = threads
    options.checkpointing = checkpointing
    let run = try TrainingRun(model: model, data: data, options: options)
    var losses: [Double] = []
    while seconds < wanted || steps < 5 {
      guard let report = try run.next() else { break }
      losses.append(report.loss)
      guard losses.count > 3 else { continue }
      steps += 1
      words += report.words
      seconds += report.seconds
      best = min(best, report.seconds)
    }
    let mean = losses.suffix(5).reduce(0, +) / 5
    guard mean.isFinite, mean < (losses.first ?? 1) * 1.5 else {
      throw WrongResult("the loss went from \(losses.first ?? 0) to \(mean): this does not train")
    }
  }
}
