internal import Datasets
internal import Layers
internal import Measuring
internal import Tensors

/// What is told of a training.
extension TrainingRun {
  /// The layers with connections, and the share that exists of each now.
  public var densities: [(layer: String, density: Double)] {
    model.network.layers.filter { !$0.matrices.isEmpty }.map { ($0.kind, $0.density) }
  }

  func progressNow(_ last: Answers) -> TrainingProgress {
    let left = (options.epochs - state.epoch) * batches.count + batches.count - state.batch
    let stretch = state.stretch
    return TrainingProgress(
      epoch: state.epoch, epochs: options.epochs, batch: state.batch, batches: batches.count,
      loss: state.ofEpoch.meanLoss, accuracy: hasClasses ? state.ofEpoch.accuracy : nil,
      batchLoss: last.weight > 0 ? last.loss / last.weight : 0,
      batchAccuracy: hasClasses ? Double(last.correct) / Double(max(last.count, 1)) : nil,
      moves: state.ofEpoch.moves,
      wordsPerSecond: stretch.seconds > 0 ? Double(stretch.words) / stretch.seconds : 0,
      lengthUnit: examples.data.lengthUnit,
      secondsLeft: state.seconds / Double(max(state.step, 1)) * Double(left))
  }

  private var hasClasses: Bool { !examples.classes.isEmpty }

  /// The report of the stretch that ends; the next one begins.
  func report(isInterrupted: Bool, _ stop: StopRequests) throws -> TrainingReport {
    let stretch = state.stretch
    var report = TrainingReport()
    report.epoch = state.epoch
    report.step = state.step
    report.loss = stretch.meanLoss
    report.accuracy = hasClasses ? stretch.accuracy : nil
    report.perplexity = examples.perplexity(ofLoss: stretch.meanLoss, by: objective)
    report.measures = zip(options.measures, stretch.meanMeasures).map {
      Measured(name: $0.name, value: $1)
    }
    report.examples = stretch.examples
    report.words = stretch.words
    report.seconds = stretch.seconds
    report.moves = stretch.moves
    report.rate = state.rate
    report.lengthUnit = examples.data.lengthUnit
    report.isInterrupted = isInterrupted
    if let validation, state.batch == batches.count, !isInterrupted {
      report.validation = try withEvaluatedWeights {
        try model.evaluate(
          validation, loss: loss, measures: options.measures, threads: options.threads,
          group: options.group, stop: stop)
      }
      // Stopped while it was evaluated.
      report.isInterrupted = report.validation == nil
    }
    if let validation = report.validation {
      state.evaluations.note(
        .init(
          epoch: state.epoch, step: state.step, loss: validation.loss,
          accuracy: validation.accuracy))
    }
    state.stretch = TrainerState.Tally()
    state.isDone =
      report.isInterrupted || isPatienceOver
      || state.batch == batches.count && state.epoch == options.epochs
    if state.isDone { showEvaluatedWeights() }
    report.parameters = model.network.parameterCount
    report.density = Double(report.parameters) / Double(max(model.network.denseParameterCount, 1))
    report.peakBytes = PeakMemory.bytes
    try tellAsFirstProcess(&report)
    return report
  }
}
