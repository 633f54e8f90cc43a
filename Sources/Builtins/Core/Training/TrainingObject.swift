internal import Evaluation
internal import JSON
internal import Syntax
internal import Training
internal import WholeFiles

/// A training run as a value: a `for` loop pulls its reports.
final class TrainingObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "training" }
  let run: TrainingRun
  private let context: CallContext
  /// Where it is kept, if anywhere.
  let keeper: TrainingKeeper?
  /// Whether the best model is kept beside the last.
  private let keepsBest: Bool
  /// What is recorded of connections with each report.
  private let watch: Watch?
  /// The reports so far, those of a run that it goes on with among them.
  private var reports: [MapObject] = []
  private var best: (epoch: Int, score: Double, model: Model)?

  init(
    _ run: TrainingRun, _ context: CallContext, keeper: TrainingKeeper?, keepsBest: Bool,
    watch: Watch?
  ) {
    self.watch = watch
    self.run = run
    self.context = context
    self.keeper = keeper
    self.keepsBest = keepsBest
    context.state.noteRun(run)
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    // One that has begun goes on in both, each by itself.
    let copy = TrainingObject(
      TrainingRun(run, model: copier.copy(run.model)), copier.context, keeper: nil,
      keepsBest: keepsBest, watch: watch)
    copy.reports = try reports.map { try copier.copy($0) }
    copy.best = best
    return copy
  }

  override var kind: String { "training" }
  override var summary: String { "training, pulled by  for report in …" }
  override var fieldNames: [String] { ["reports", "best_epoch", "best_model"] }
  override func field(_ name: String) -> Value? {
    switch name {
    case "reports": .list(reports.map { .object($0) })
    case "best_epoch": best.map { .number(Double($0.epoch)) } ?? Value.none
    case "best_model": best.map { .object(ModelObject($0.model.copy())) } ?? Value.none
    default: nil
    }
  }
  override func glance(at name: String) -> FieldGlance {
    guard name == "best_model", let best else { return super.glance(at: name) }
    return .like(.object(ModelObject(best.model)))
  }
  override func makeIterator() -> (any NativeIterator)? { Reports(self) }
  override var hasElements: Bool { true }

  /// What is recorded of the connections now.
  private func watched() throws -> MapObject? { try watch?.record(run) }

  // MARK: Files

  /// From which `resume` goes on.
  var bytes: [UInt8] {
    var notes = [("reports", JSONValue.array(reports.map { KeptReport.json(.object($0)) }).text)]
    if let best {
      let told = JSONValue.array([.number(Double(best.epoch)), .number(best.score)])
      notes.append(("best", told.text))
    }
    return run.file(best: best?.model, notes: notes).bytes
  }

  /// Goes on where the training stood that wrote `file`; throws, and nothing has changed, where it was
  /// another.
  func resume(_ file: SafetensorsFile) throws {
    let point = try run.point(in: file)
    func note(_ name: String) -> JSONValue? {
      point.notes.first { $0.name == name }.flatMap { JSONValue(parsing: $0.text.utf8) }
    }
    let told = note("reports")?.array?.map { KeptReport.value(of: $0).asMap?.withEvaluation }
    guard let told, told.allSatisfy({ $0 != nil }) else {
      throw SafetensorsFile.FormatError(reason: "its reports cannot be read")
    }
    let reports = told.compactMap { $0 }
    guard !keepsBest || point.best != nil || !reports.contains(where: hasScore) else {
      throw TrainingError(
        "the file keeps no best model, and the best may have been before it was written",
        help: "leave `keep:` out, or begin a new training", argument: "resume")
    }
    self.reports = reports
    best = nil
    if keepsBest, let model = point.best, let numbers = note("best")?.array?.map(\.number),
      numbers.count == 2,
      let epoch = numbers[0].flatMap({ Int(exactly: $0) }), let score = numbers[1]
    {
      best = (epoch, score, model)
    }
    run.resume(at: point)
  }

  private func hasScore(_ report: MapObject) -> Bool {
    report.validationScore(by: run.options.monitor) != nil
  }

  /// Writes the run to `path` whenever `interval` has passed since it was last written, after a step.
  func writeCheckpoints(to path: String, each interval: Duration) {
    var next = ContinuousClock.now + interval
    run.afterStep = { [weak self] _ in
      guard ContinuousClock.now >= next, let self else { return }
      try bridged { try WholeFile.write(self.bytes, to: path) }
      next = ContinuousClock.now + interval
    }
    checkpointPath = path
  }

  private var checkpointPath: String?

  /// A report was told; the model is as it says.
  private func add(_ report: MapObject) throws {
    reports.append(report)
    if keepsBest, let score = report.validationScore(by: run.options.monitor),
      best.map({ score > $0.score }) ?? true
    {
      best = (report["epoch"]?.asWhole ?? 0, score, run.evaluatedModel)
    }
    if run.isDone, let checkpointPath {
      try bridged { try WholeFile.write(bytes, to: checkpointPath) }
    }
  }

  private final class Reports: NativeIterator {
    private let training: TrainingObject
    private var run: TrainingRun { training.run }
    private var context: CallContext { training.context }
    /// The first interrupt is ours until the training is over.
    private var expectation: Int?
    private var curves = TrainingCurves()
    private var toldBytes = 0
    /// It was told that the loss is no number.
    private var isLossLost = false
    private var hasBegun = false
    /// What is short need not be watched.
    private var nextShown = ContinuousClock.now + .milliseconds(400)

    init(_ training: TrainingObject) {
      self.training = training
      expectation = training.context.interrupt.expect()
    }

    deinit { end() }

    private func end() {
      context.output.progress(nil)
      if let expectation { context.interrupt.forgo(expectation) }
      expectation = nil
    }

    func next() throws -> Value? {
      switch try training.keeper?.next() {
      case .report(let report):
        try training.add(report)
        return .object(report)
      case .over:
        end()
        return nil
      case .computing, nil: break
      }
      if !hasBegun {
        hasBegun = true
        for note in run.notes { context.output.milestone(note) }
      }
      let interrupt = context.interrupt
      let stop = StopRequests(
        // After the first the program goes on; the second is for the machine.
        afterBatch: { interrupt.take() || interrupt.isRequested },
        atOnce: { interrupt.isRequested })
      let report = try bridged { try run.next(stop: stop, progress: show) }
      guard let report else {
        // One that came after the last batch has what it wanted.
        _ = interrupt.take()
        end()
        return nil
      }
      // The peak is told when it is new: the line is long enough without.
      let tellsMemory = Double(report.peakBytes) > 1.05 * Double(toldBytes)
      if tellsMemory { toldBytes = report.peakBytes }
      context.output.milestone(
        TrainingLines.milestone(report),
        details: TrainingLines.details(report, tellsMemory: tellsMemory))
      if !report.loss.isFinite, !isLossLost {
        isLossLost = true
        context.output.milestone(TrainingLines.lostLoss(run.causeOfLostLoss))
      }
      if let validation = report.validation { curves.append(validation) }
      let map = reportMap(report)
      if let watched = try training.watched() { map.set(.string("watched"), to: .object(watched)) }
      training.keeper?.add(map, isLast: run.isDone)
      try training.add(map)
      return .object(map)
    }

    private func show(_ progress: TrainingProgress) {
      curves.append(progress)
      let now = ContinuousClock.now
      guard now >= nextShown else { return }
      nextShown = now + .milliseconds(100)
      context.output.progress(
        Progress(line: TrainingLines.live(progress)) { [run, curves] columns, rows in
          TrainingPanel(progress: progress, curves: curves, densities: run.densities)
            .lines(columns: columns, rows: rows)
        })
    }
  }
}

/// A report's fields, as a program reads them.
private func reportMap(_ report: TrainingReport) -> MapObject {
  func count(_ number: Int) -> Value { .number(Double(number)) }
  return MapObject(fields: [
    ("epoch", count(report.epoch)), ("step", count(report.step)), ("loss", .number(report.loss)),
    ("accuracy", report.accuracy.map { .number($0) } ?? .none),
    ("validation", report.validation.map { EvaluationObject($0).asValue } ?? .none),
    ("examples", count(report.examples)), ("words", count(report.words)),
    ("seconds", .number(report.seconds)), ("words_per_second", .number(report.wordsPerSecond)),
    ("removed", count(report.moves.removed)), ("grown", count(report.moves.grown)),
    ("parameters", count(report.parameters)), ("density", .number(report.density)),
    ("rate", .number(report.rate)), ("peak_bytes", count(report.peakBytes)),
    ("interrupted", .bool(report.isInterrupted)),
  ])
}

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
    speed(progress.wordsPerSecond, hasWords: progress.hasWords)
      + "  \(progress.secondsLeft.durationWords) left"
  }

  private static func speed(_ number: Double, hasWords: Bool) -> String {
    "\(Int(number).grouped) \(hasWords ? "words" : "examples")/s"
  }

  static func milestone(_ report: TrainingReport) -> String {
    var line = "epoch \(report.epoch)"
    if report.isInterrupted { line += " (interrupted)" }
    line += "  loss \(loss(report.loss))"
    if let accuracy = report.accuracy { line += "  accuracy \(fixed(accuracy, 4))" }
    if let validation = report.validation {
      line += "  validation \(measure(validation))"
    }
    return line
  }

  /// The accuracy; the loss where there is none.
  static func measure(_ validation: EvaluationResult) -> String {
    validation.accuracy.map { fixed($0, 4) } ?? loss(validation.loss)
  }

  /// What follows in the line where there is room.
  static func details(_ report: TrainingReport, tellsMemory: Bool) -> [String] {
    [moves(report.moves)].compactMap { $0 }
      + [report.seconds.durationWords, speed(report.wordsPerSecond, hasWords: report.hasWords)]
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

extension MapObject {
  /// How good the model of a report is on the validation examples, as `Evaluations.Entry` tells.
  func validationScore(by monitor: Monitor?) -> Double? {
    validation("loss")?.asNumber.map { loss in
      Evaluations.Entry(
        epoch: 0, step: 0, loss: loss, accuracy: validation("accuracy")?.asNumber
      ).score(by: monitor)
    }
  }
}
