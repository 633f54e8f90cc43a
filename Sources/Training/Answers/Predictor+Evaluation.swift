internal import Datasets
public import Layers
public import Processes

/// The outputs and targets of all examples, where measures ask for them.
private struct MeasuredOutputs {
  let isKept: Bool
  private var outputs: [Float] = []
  private var labels: [Int] = []
  private var values: [Float] = []

  init(isKept: Bool) { self.isKept = isKept }

  mutating func add(_ outputs: [Float], _ targets: ObjectiveTargets) {
    guard isKept else { return }
    self.outputs += outputs
    switch targets {
    case .classes(let labels): self.labels += labels
    case .values(let values), .sets(let values): self.values += values
    }
  }

  /// Throws `CancellationError` where nobody answers any more.
  func values(
    of measures: [any OwnMeasure], count: Int, _ units: Int, _ stop: StopRequests
  ) throws -> [Measured] {
    let all = OwnOutputs(
      count: count, units: units, outputs: outputs,
      targets: labels.isEmpty ? .values(values) : .classes(labels))
    return try measures.map { measure in
      guard let value = measure.value(of: all), !stop.atOnce() else { throw CancellationError() }
      return Measured(name: measure.name, value: value)
    }
  }
}

extension Predictor {
  /// How well it does on `data`, dropout off; nil where it was to stop after a batch. The loss is the one
  /// that is named, else that of the training. Throws `TrainingError`, and `CancellationError` where it was
  /// to stop at once.
  public func evaluate(
    _ data: any ExampleSource, loss named: (any Objective)? = nil,
    measures: [any OwnMeasure] = [], threads: Int,
    group: (any ProcessGroup)? = nil, stop: StopRequests = .never
  ) throws -> EvaluationResult? {
    try data.checkMeasures(measures)
    let meaning = meaning
    let loss = meaning.choose(named: named, remembered: meaning.loss, for: data)
    let examples = try meaning.examples(data, loss: loss, batch: evaluationColumns)
    return try evaluate(
      examples, loss: loss.loss, measures: measures, threads: threads, group: group, stop: stop)
  }

  /// The same of examples that fit.
  func evaluate(
    _ examples: ModelExamples, loss: any Objective, measures: [any OwnMeasure], threads: Int,
    group: (any ProcessGroup)?, stop: StopRequests
  ) throws -> EvaluationResult? {
    let batches = SharedBatches(
      examples.data.batches(of: evaluationBatch), examples, group, stop)
    let outputs = meaning.outputs ?? 1
    let isStream = examples.data.isStream
    var sum = 0.0
    var measured = MeasuredOutputs(isKept: !measures.isEmpty)
    var count = 0
    var columns = 0
    var classes = ClassTally(classes: examples.haveSets ? [] : examples.classes, outputs: outputs)
    var sets = SetTally(labels: examples.haveSets ? examples.classes : [])
    var numbers = NumberTally(outputs: outputs)
    let isComparable = examples.data.targets.outputs == outputs
    let isDone = try batches.run(answers(to: examples, loss: loss, threads: threads, stop: stop)) {
      batch, found in
      sum += found.loss
      count += found.count
      columns = batch.count
      guard !isStream else { return }
      let targets = examples.targets(of: batch[...])
      measured.add(found.outputs, targets)
      switch targets {
      case .classes(let labels): classes.add(labels, found)
      case .sets(let rows): sets.add(rows, found.outputs)
      case .values(let values):
        if isComparable { numbers.add(values, found.outputs) }
      }
    }
    guard isDone else { return nil }
    let mean = sum / Double(max(count, 1))
    guard !isStream else {
      return EvaluationResult(
        count: count, loss: mean,
        figures: .running(
          RunningFigures(
            perplexity: examples.perplexity(ofLoss: mean, by: loss), columns: columns)))
    }
    let figures: EvaluationResult.Figures =
      examples.haveSets
      ? .sets(sets.figures)
      : !examples.classes.isEmpty
        ? .classes(classes.figures) : isComparable ? .numbers(numbers.figures) : .none
    return EvaluationResult(
      count: count, loss: mean, figures: figures,
      measures: try measured.values(of: measures, count: count, outputs, stop))
  }
}
