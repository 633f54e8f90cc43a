internal import Datasets
internal import Evolution
internal import Layers
internal import Measuring
internal import Tensors

/// Training that is pulled: each `next()` trains up to the next report.
///
/// A rule that evolves by epochs acts between them: before each but the first, so never after the last, and
/// a report is of the model as its epoch left it. The order of batches, dropout and growth follow from the
/// seed.
public final class TrainingRun {
  public let model: Model
  public let options: TrainingOptions
  let examples: ModelExamples
  /// What answers are evaluated by.
  let loss: any Objective
  /// The same with weights of classes and smoothed labels: what training makes small.
  let objective: any Objective
  /// Whether every weight was a number when the run began.
  let beganWithNumbers: Bool
  /// The model was not trained before.
  let isFirst: Bool
  var state = TrainerState()
  let update: WeightUpdate
  let validation: ModelExamples?
  let shards: Shards
  let evolving: Evolving?
  let exchange: any Exchange
  /// It was seen that all who train together train the same.
  var isCompared = false
  /// Of the examples, told in files.
  private(set) lazy var dataChecksum = examples.data.checksum
  let lengths: [Int]
  private let random: RandomSource
  /// The batches of the epoch under way.
  var batches: [[Int]] = []
  /// The step after which the last batch was surveyed.
  var surveyedStep: Int?
  /// The places that ever held a connection, where they are watched.
  public internal(set) var placesSeen: PlacesWatch?
  /// Called after steps, for whoever keeps the run while it trains. What it throws ends the training.
  public var afterStep: ((TrainingRun) throws -> Void)?

  /// Throws `TrainingError` when model and data do not fit.
  public init(model: Model, data: any ExampleSource, options: TrainingOptions) throws {
    var meaning = model.meaning
    isFirst = meaning.loss == nil
    let loss = meaning.choose(named: options.loss, remembered: nil, for: data)
    examples = try meaning.examples(
      data, loss: loss, batch: options.batch, isTraining: true)
    try examples.checkTogether(options.group)
    meaning.adopt(examples, loss: loss.loss)
    validation = try options.validation.map {
      try meaning.examples($0, loss: loss, as: "validation", batch: options.batch)
    }
    model.meaning = meaning
    self.model = model
    self.options = options
    self.loss = loss.loss
    objective = try examples.emphasised(
      loss.loss, by: options.classWeights, smoothing: options.labelSmoothing)
    try options.checkEvaluations()
    try Self.checkOwnLayers(of: model, data, options)
    beganWithNumbers = model.network.parameters.allSatisfy(\.holdsNumbers)
    shards = Shards(
      model: model, examples: examples, loss: objective, batch: options.batch,
      threads: options.threads, keepsCheckpoints: options.checkpointing,
      measures: options.measures)
    exchange = Self.exchange(model, options)
    lengths = examples.data.lengths
    random = RandomSource(seed: options.seed)
    update = WeightUpdate(model.network, options)
    evolving = Self.evolving(model, update, options)
    state.isDone = options.epochs < 1
    placesSeen = options.watchesPlaces ? PlacesWatch(model.network) : nil
    model.random = random.stream(1)
  }

  /// The same run at the same point, which goes on with `copy`, a copy of its model.
  public init(_ other: TrainingRun, model copy: Model) {
    model = copy
    options = other.options
    examples = other.examples
    loss = other.loss
    objective = other.objective
    beganWithNumbers = other.beganWithNumbers
    isFirst = other.isFirst
    state = other.state
    update = WeightUpdate(copy.network, options, copying: other.update)
    validation = other.validation
    shards = Shards(other.shards, model: copy)
    exchange = Self.exchange(copy, options)
    evolving = Self.evolving(copy, update, options)
    lengths = other.lengths
    random = other.random
    batches = other.batches
    placesSeen = other.placesSeen
  }

  private static func evolving(
    _ model: Model, _ update: WeightUpdate, _ options: TrainingOptions
  ) -> Evolving? {
    options.evolution.map {
      Evolving(rule: $0, model: model, update: update, threads: options.threads)
    }
  }

  private static func exchange(_ model: Model, _ options: TrainingOptions) -> any Exchange {
    options.group.map { GroupExchange($0, model.network, threads: options.threads) }
      ?? LocalExchange(model.network.parameters, threads: options.threads)
  }

  /// There is no further report.
  public var isDone: Bool { state.isDone }

  // MARK: Pulling

  /// Trains up to the next report; nil when the run is over. To stop after a batch ends the run with a last
  /// report. To stop at once leaves the model as the batch before left it, and throws `CancellationError`.
  /// `progress` is told once a batch.
  public func next(
    stop: StopRequests = .never, progress: (TrainingProgress) -> Void = { _ in }
  ) throws -> TrainingReport? {
    guard !state.isDone else { return nil }
    try compareProcesses()
    var isInterrupted = false
    // A program may have moved connections since the report before.
    placesSeen?.record(model.network)
    while !isStretchDone {
      if state.batch == batches.count { try beginEpoch(stop) }
      let outcome = try step(stop)
      progress(progressNow(outcome))
      if exchange.endsAfterBatch(stop) {
        isInterrupted = true
        break
      }
      try afterStep?(self)
    }
    return try report(isInterrupted: isInterrupted, stop)
  }

  /// Whether the report that comes next has all its steps.
  private var isStretchDone: Bool {
    guard state.stretch.steps > 0 else { return false }
    let endsEpoch = state.batch == batches.count
    if endsEpoch, state.epoch == options.epochs { return true }
    return options.every.map { state.stretch.steps >= $0 } ?? endsEpoch
  }

  private func beginEpoch(_ stop: StopRequests) throws {
    let moves = state.epoch > 0 ? try evolveBetweenEpochs(stop) : Model.Moves()
    state.epoch += 1
    state.batch = 0
    shards.carried = []
    batches = batches(ofEpoch: state.epoch)
    state.ofEpoch = TrainerState.Tally()
    state.ofEpoch.moves = moves
    state.stretch.moves += moves
  }

  /// Goes on from `state`, of whose epoch these are the batches; of a stream from what its texts had come to.
  func become(_ state: TrainerState, batches: [[Int]], carried: [CarriedStates]) {
    self.state = state
    self.batches = batches
    shards.carried = carried.map { $0.copied() }
    surveyedStep = nil
    for kept in update.states { kept.step = state.step }
    self.state.isDone =
      state.epoch > options.epochs || options.epochs < 1
      || state.stretch.steps == 0 && state.batch == batches.count
        && (state.epoch == options.epochs || isPatienceOver)
    if self.state.isDone { showEvaluatedWeights() }
  }

  var isPatienceOver: Bool {
    options.patience?.verdict(on: state.evaluations, by: options.monitor).isOver ?? false
  }

  func batches(ofEpoch epoch: Int) -> [[Int]] {
    var order = random.stream(2).stream(UInt64(epoch))
    return examples.data.batches(of: options.batch, using: &order)
  }

  // MARK: A step

  /// The training, as a list: batch, forward, objective and backward in shards, and their exchange; evolution
  /// and optimizer; what is to be told.
  private func step(_ stop: StopRequests) throws -> Answers {
    let start = ContinuousClock.now
    let batch = batches[state.batch]
    let moment = moment(ofStep: state.step + 1, rate: rate(ofStep: state.step + 1))
    let evolving = evolving.flatMap { $0.isDue(at: moment) ? $0 : nil }
    let needsSurvey = evolving?.rule.evidence.contains(.absentGradients) ?? false
    let outcome = try shards.train(
      on: batch, random: random(ofStep: state.step + 1), forSurvey: needsSurvey,
      exchange: exchange, stop)
    advance(rate: moment.rate)
    if evolving?.rule.replacesUpdate != true { moveWeights() }
    if let evolving { evolve(evolving, at: moment) }
    let words = batch.reduce(0) { $0 + lengths[$1] }
    tally(outcome, words: words, seconds: (ContinuousClock.now - start).inSeconds)
    return outcome
  }

  private func moveWeights() {
    update.update(
      StepContext(
        step: state.step, rate: state.rate, previousRate: state.updateRate,
        evaluations: state.evaluations),
      random: random.stream(4).stream(UInt64(state.step)))
    state.updateRate = state.rate
  }

  /// What the schedule makes of the optimizer's rate at a step of this epoch.
  private func rate(ofStep step: Int) -> Double {
    let rate = options.optimizer.rate
    let place = SchedulePlace(
      step: step - 1, steps: options.epochs * batches.count, epoch: state.epoch - 1)
    return options.schedule?.rate(rate, at: place, after: state.evaluations) ?? rate
  }

  private func advance(rate: Double) {
    state.step += 1
    state.batch += 1
    state.rate = rate
    surveyedStep = nil
    for kept in update.states { kept.step = state.step }
  }

  private func tally(_ outcome: Answers, words: Int, seconds: Double) {
    state.seconds += seconds
    state.stretch.add(outcome, words: words, seconds: seconds)
    state.ofEpoch.add(outcome, words: words, seconds: seconds)
  }

  /// Where the random choices of a step come from: dropout.
  func random(ofStep step: Int) -> RandomSource { random.stream(3).stream(UInt64(step)) }
}
