internal import Evaluation
internal import Layers
internal import Syntax
internal import Training

/// What is told while a model trains.
enum TrainingLines {
  static func live(_ progress: TrainingProgress) -> String {
    "\(epoch(progress))  loss \(loss(progress.loss))  \(pace(progress))"
  }

  /// Where in which epoch the training is.
  static func epoch(_ progress: TrainingProgress, bar width: Int = 20) -> String {
    let done = min(progress.batch * width / max(progress.batches, 1), width)
    let bar = String(repeating: "━", count: done) + String(repeating: "┄", count: width - done)
    return "epoch \(progress.epoch)/\(progress.epochs) \(bar) \(progress.batch)/\(progress.batches)"
  }

  static func pace(_ progress: TrainingProgress) -> String {
    speed(progress.wordsPerSecond, progress.lengthUnit)
      + "  \(progress.secondsLeft.durationWords) left"
  }

  private static func speed(_ number: Double, _ unit: LengthUnit) -> String {
    "\(Int(number).grouped) \(unit.rawValue)/s"
  }

  /// The line of a report; of one that need not end an epoch with its step.
  static func milestone(_ report: TrainingReport, tellsStep: Bool) -> String {
    var line = "epoch \(report.epoch)"
    if tellsStep { line += ", step \(report.step.grouped)" }
    if report.isInterrupted { line += " (interrupted)" }
    line += "  loss \(loss(report.loss))"
    if let accuracy = report.accuracy { line += "  accuracy \(fixed(accuracy, 4))" }
    if let number = report.perplexity { line += "  perplexity \(perplexity(number))" }
    line += told(report.measures)
    if let validation = report.validation {
      line += "  validation \(measure(validation))" + told(validation.measures)
    }
    return line
  }

  /// What a program's own measures said.
  static func told(_ measures: [Measured]) -> String {
    measures.map { "  \($0.name) \(loss($0.value))" }.joined()
  }

  /// The accuracy or perplexity; the loss where there is neither.
  static func measure(_ validation: EvaluationResult) -> String {
    validation.accuracy.map { fixed($0, 4) } ?? validation.perplexity.map { perplexity($0) }
      ?? loss(validation.loss)
  }

  /// Two digits, as the field tells it.
  static func perplexity(_ number: Double) -> String {
    number.isFinite && number < 1e9 ? fixed(number, 2) : loss(number)
  }

  /// What follows in the line where there is room.
  static func details(_ report: TrainingReport, tellsMemory: Bool) -> [String] {
    [moves(report.moves)].compactMap { $0 }
      + [report.seconds.durationWords, speed(report.wordsPerSecond, report.lengthUnit)]
      + (tellsMemory ? ["\(report.peakBytes >> 20) MiB"] : [])
  }

  /// What moved; of what only went how much that was.
  static func moves(_ moves: Model.Moves) -> String? {
    if moves.grown > 0 { return "moved \(moves.grown.grouped)" }
    return moves.removed > 0 ? "removed \(moves.removed.grouped)" : nil
  }

  /// Four digits; of what they would make 0, or a long row of digits, two with an exponent.
  static func loss(_ number: Double) -> String {
    let isPlain = number == 0 || !number.isFinite || (0.0001..<1e6).contains(number.magnitude)
    return isPlain ? fixed(number, 4) : formatted(number, 1, .exponent)
  }

  /// What helps where a loss is no number any more.
  static func lostLoss(_ cause: TrainingRun.LostLoss) -> String {
    let advice =
      switch cause {
      case .weights:
        "they were no numbers before; begin again with a new model, or one that was saved earlier"
      case .largeInputs(let most):
        "the inputs reach \(most.formattedShort); bring them near -1 to 1, and begin again with a new model"
      case .largeTargets(let most):
        "the targets reach \(most.formattedShort); bring them near -1 to 1, and begin again with a new model"
      case .steps:
        "begin again with a new model and a smaller rate, such as  optimizer: adam(rate: 0.001)"
      }
    return "the loss is no number any more, and the weights are of no use: " + advice
  }

  static func fixed(_ number: Double, _ digits: Int) -> String { formatted(number, digits, nil) }

  private static func formatted(
    _ number: Double, _ digits: Int, _ notation: FormatSpecification.Notation?
  ) -> String {
    var specification = FormatSpecification()
    specification.digits = digits
    specification.notation = notation
    return (try? specification.format(.number(number))) ?? Value.number(number).text
  }
}
