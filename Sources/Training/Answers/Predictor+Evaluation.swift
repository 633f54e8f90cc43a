internal import Datasets
public import Layers

extension Predictor {
  /// How well it does on `data`, dropout off; nil where it was to stop after a batch. The loss is the one
  /// that is named, else that of the training. Throws `TrainingError`, and `CancellationError` where it was
  /// to stop at once.
  public func evaluate(
    _ data: any ExampleSource, loss named: (any Objective)? = nil, threads: Int,
    stop: StopRequests = .never
  ) throws -> EvaluationResult? {
    let meaning = meaning
    let loss = meaning.choose(named: named, remembered: meaning.loss, for: data)
    let examples = try meaning.examples(data, loss: loss)
    return try evaluate(examples, loss: loss.loss, threads: threads, stop: stop)
  }

  /// The same of examples that fit.
  func evaluate(
    _ examples: ModelExamples, loss: any Objective, threads: Int, stop: StopRequests
  ) throws -> EvaluationResult? {
    let answers = answers(to: examples, loss: loss, threads: threads, stop: stop)
    let outputs = meaning.outputs ?? 1
    var sum = 0.0
    var classes = ClassTally(classes: examples.classes, outputs: outputs)
    var numbers = NumberTally(outputs: outputs)
    for batch in Batching.sorted(lengths: examples.data.lengths, size: evaluationBatch) {
      if stop.afterBatch() { return nil }
      let found = try answers(batch)
      sum += found.loss
      switch examples.targets(of: batch[...]) {
      case .classes(let labels): classes.add(labels, found)
      case .values(let values): numbers.add(values, found.outputs)
      }
    }
    return EvaluationResult(
      count: examples.count, loss: sum / Double(examples.count),
      figures: examples.classes.isEmpty ? .numbers(numbers.figures) : .classes(classes.figures))
  }
}
