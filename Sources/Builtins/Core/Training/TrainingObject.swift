internal import Evaluation
internal import JSON
internal import Layers
internal import Processes
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
  /// The functions of the program that a step asks.
  private let asked: [any AskedFunction]
  /// The reports so far, those of a run that it goes on with among them.
  private var reports: [MapObject] = []
  private var best: (epoch: Int, score: Double, model: Model)?

  init(
    _ run: TrainingRun, _ context: CallContext, keeper: TrainingKeeper?, keepsBest: Bool,
    watch: Watch?, asked: [any AskedFunction] = []
  ) {
    self.watch = watch
    self.asked = asked
    self.run = run
    self.context = context
    self.keeper = keeper
    self.keepsBest = keepsBest
    context.state.noteRun(run)
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    guard asked.isEmpty else { throw Self.notCopied("training with functions of yours") }
    // One that has begun goes on in both, each by itself.
    let copy = TrainingObject(
      TrainingRun(run, model: try copier.copy(run.model)), copier.context, keeper: nil,
      keepsBest: keepsBest, watch: watch)
    copy.reports = try reports.map { try copier.copy($0) }
    copy.best = best
    return copy
  }

  override var kind: String { "training" }
  override var summary: String { "training, pulled by  for report in …" }
  /// The model, and what an optimizer keeps of each parameter.
  override var heldBytes: Double {
    let models = best.map { [run.model, $0.model] } ?? [run.model]
    return models.reduce(0) { $0 + 2 * ModelObject($1).heldBytes }
  }
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
  override var elementsFunction: String? { asked.isEmpty ? nil : "_reports" }

  /// The reports, one after the other, as `_reports` asks for them.
  fileprivate func begun() -> ReportsObject { ReportsObject(Reports(self)) }

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
      model.adoptFunctions(of: run.model)
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
      // The first process writes while the others wait for it at the next batch.
      guard let self, context.group?.number ?? 0 == 0, ContinuousClock.now >= next else { return }
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
    if run.isDone, let checkpointPath { try context.write(bytes, to: checkpointPath) }
  }

  fileprivate final class Reports: NativeIterator {
    private let training: TrainingObject
    private var run: TrainingRun { training.run }
    private var context: CallContext { training.context }
    /// The first interrupt is ours until the training is over.
    private var expectation: Int?
    private let page: TrainingPage
    private var toldBytes = 0
    private var hasBegun = false
    private var isOver = false
    /// What is short need not be watched where it leaves no trace.
    private let worthShowing = ContinuousClock.now + .milliseconds(400)
    private var nextShown = ContinuousClock.now

    init(_ training: TrainingObject) {
      self.training = training
      page = TrainingPage(training.run)
      expectation = training.context.interrupt.expect()
    }

    deinit { end() }

    private func end() {
      if !isOver { context.output.progress(nil) }
      isOver = true
      if let expectation { context.interrupt.forgo(expectation) }
      expectation = nil
    }

    func next() throws -> Value? { try next(nil) }

    /// The next report, as `_next` gives it.
    func answered() throws -> Value {
      try context.opened(training.asked) { [self] in try next($0) ?? .none }
    }

    private func next(_ computation: OpenComputation?) throws -> Value? {
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
        if !run.isDone { tell(.now) }
      }
      let interrupt = context.interrupt
      let stop = StopRequests(
        // After the first the program goes on; the second is for the machine.
        afterBatch: { interrupt.take() || interrupt.isRequested },
        atOnce: { interrupt.isRequested || computation?.isDropped ?? false },
        endsForOthers: { interrupt.takeWithOthers() })
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
      let line = TrainingLines.milestone(report, tellsStep: run.options.every != nil)
      let details = TrainingLines.details(report, tellsMemory: tellsMemory)
      page.add(report, line: ([line] + details).joined(separator: "  "))
      context.output.step(line, details: details)
      if !report.loss.isFinite, page.problem == nil {
        let problem = TrainingLines.lostLoss(run.causeOfLostLoss)
        page.problem = problem
        context.output.milestone(problem)
      }
      let map = reportMap(report)
      if let watched = try training.watched() { map.set(.string("watched"), to: .object(watched)) }
      training.keeper?.add(map, isLast: run.isDone)
      try training.add(map)
      return .object(map)
    }

    private func show(_ progress: TrainingProgress) {
      page.append(progress)
      let now = ContinuousClock.now
      if now >= nextShown { tell(now) }
    }

    /// Tells how far the training is.
    private func tell(_ now: ContinuousClock.Instant) {
      nextShown = now + .milliseconds(100)
      var told = Progress(
        line: page.line, work: ObjectIdentifier(page),
        panel: { [page] columns, rows in page.panel?.lines(columns: columns, rows: rows) ?? [] },
        page: { [page] isOver in page.bundle(isOver: isOver) })
      told.isBrief = now < worthShowing
      context.output.progress(told)
    }
  }
}

/// The reports of a training that asks functions of the program, in the standard library.
private final class ReportsObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "reports" }
  let reports: TrainingObject.Reports

  init(_ reports: TrainingObject.Reports) { self.reports = reports }

  override var kind: String { "reports" }
}

/// How the standard library pulls a training that asks functions of the program.
let openTrainingBuiltins: [Builtin] = [
  Builtin(
    "_begun", in: .training, "Begins to pull the reports of a training.",
    .required("training", "what `training` gave"),
    example: "try { _begun(1) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, training: TrainingObject) in Value.object(training.begun()) },
  Builtin(
    "_next", in: .training, "Gives the next report; none where there is none.",
    .required("reports", "what `_begun` gave"),
    example: "try { _next(1) } catch problem { print(problem.code) }  # prints: S0302"
  ) { (_, reports: Value) -> Value in
    guard let reports = reports.asObject as? ReportsObject else {
      throw NativeError("S0302", "`reports` must be what `_begun` gave", argument: "reports")
    }
    return try reports.reports.answered()
  },
]

/// A report's fields, as a program reads them.
private func reportMap(_ report: TrainingReport) -> MapObject {
  func count(_ number: Int) -> Value { .number(Double(number)) }
  let map = MapObject(fields: [
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
  if !report.measures.isEmpty {
    map.set(.string("metrics"), to: .object(MapObject(measures: report.measures)))
  }
  if let perplexity = report.perplexity {
    map.set(.string("perplexity"), to: .number(perplexity))
  }
  return map
}

extension MapObject {
  /// A figure by its name.
  convenience init(measures: [Measured]) {
    self.init(fields: measures.map { ($0.name, .number($0.value)) })
  }
}

extension Model {
  /// Takes over the functions of layers that are written in setl from `other`, a model of the same layers.
  func adoptFunctions(of other: Model) {
    for (layer, source) in zip(network.ownLayers, other.network.ownLayers) {
      layer.computation = source.computation
    }
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
