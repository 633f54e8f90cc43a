internal import Datasets
public import Layers
public import Processes

extension Predictor {
  /// How well it does on `data`, dropout off; nil where it was to stop after a batch. The loss is the one
  /// that is named, else that of the training. Throws `TrainingError`, and `CancellationError` where it was
  /// to stop at once.
  public func evaluate(
    _ data: any ExampleSource, loss named: (any Objective)? = nil, threads: Int,
    group: (any ProcessGroup)? = nil, stop: StopRequests = .never
  ) throws -> EvaluationResult? {
    let meaning = meaning
    let loss = meaning.choose(named: named, remembered: meaning.loss, for: data)
    let examples = try meaning.examples(data, loss: loss, batch: evaluationColumns)
    return try evaluate(
      examples, loss: loss.loss, threads: threads, group: group, stop: stop)
  }

  /// The same of examples that fit.
  func evaluate(
    _ examples: ModelExamples, loss: any Objective, threads: Int,
    group: (any ProcessGroup)?, stop: StopRequests
  ) throws -> EvaluationResult? {
    let batches = SharedBatches(
      examples.data.batches(of: evaluationBatch), examples, group, stop)
    let outputs = meaning.outputs ?? 1
    let isStream = examples.data.isStream
    var sum = 0.0
    var count = 0
    var columns = 0
    var classes = ClassTally(classes: examples.classes, outputs: outputs)
    var numbers = NumberTally(outputs: outputs)
    let isDone = try batches.run(answers(to: examples, loss: loss, threads: threads, stop: stop)) {
      batch, found in
      sum += found.loss
      count += found.count
      columns = batch.count
      guard !isStream else { return }
      switch examples.targets(of: batch[...]) {
      case .classes(let labels): classes.add(labels, found)
      case .values(let values): numbers.add(values, found.outputs)
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
    return EvaluationResult(
      count: count, loss: mean,
      figures: examples.classes.isEmpty ? .numbers(numbers.figures) : .classes(classes.figures))
  }
}
