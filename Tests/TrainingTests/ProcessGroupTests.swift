import Datasets
import Evolution
import Layers
import Processes
import Tensors
import Testing
import Training

/// Several processes that train one model come to the bits that one comes to alone.
@Suite struct ProcessGroupTests {
  /// All that is to be the same.
  private struct Outcome: Equatable, Sendable {
    var weights: [[UInt32]]
    var reports: [String]
    var answers: [[Float]]
    var evaluation: EvaluationResult?
  }

  private static let length = 20

  enum Kind: CaseIterable {
    case sparse, dense, deep, wide, pooled, composed, both, gated, highway

    func layers() throws -> [any Layer] {
      switch self {
      case .sparse:
        [
          Embedding(vocabulary: 300, units: 12, connectivity: .density(0.3)),
          LSTM(units: 10, dropout: 0.2, connectivity: .density(0.3)), Dropout(share: 0.2),
          Dense(units: 1),
        ]
      case .dense:
        [
          Embedding(vocabulary: 300, units: 8, connectivity: .dense),
          LSTM(units: 8, dropout: 0.1, connectivity: .dense), Dense(units: 1),
        ]
      case .deep:
        [
          Embedding(vocabulary: 300, units: 8, connectivity: .dense),
          LSTM(units: 6, connectivity: .density(0.5)), LSTM(units: 6, connectivity: .density(0.5)),
          Dense(units: 70, activation: .tanh, connectivity: .density(0.4)), Dense(units: 2),
        ]
      // So many whole gradients that they are added by owners.
      case .wide:
        [
          Embedding(vocabulary: 300, units: 48, connectivity: .dense),
          LSTM(units: 96, connectivity: .dense), Dense(units: 1),
        ]
      case .pooled:
        [
          Embedding(vocabulary: 300, units: 12, connectivity: .density(0.3)),
          Dense(units: 9, activation: .tanh, connectivity: .density(0.5)), LayerNorm(),
          Pooling(.attention), Dense(units: 1),
        ]
      case .composed:
        try [
          Embedding(vocabulary: 300, units: 8, connectivity: .density(0.5)),
          Residual([
            LSTM(units: 8, dropout: 0.1, connectivity: .density(0.4)), Dropout(share: 0.1),
          ]),
          Sequential([Dense(units: 8, activation: .relu), LayerNorm()]), Pooling(.max),
          Dense(units: 1),
        ]
      case .both:
        try [
          Embedding(vocabulary: 300, units: 12, connectivity: .density(0.3)),
          Bidirectional(LSTM(units: 7, dropout: 0.2, connectivity: .density(0.4))),
          Bidirectional(GRU(units: 5, connectivity: .density(0.4))), Pooling(.mean),
          Dense(units: 1),
        ]
      case .gated:
        [
          Embedding(vocabulary: 300, units: 12, connectivity: .density(0.3)),
          GRU(units: 10, dropout: 0.2, connectivity: .density(0.3)),
          GRU(units: 6, connectivity: .dense), Dense(units: 1),
        ]
      case .highway:
        [
          Embedding(vocabulary: 300, units: 12, connectivity: .density(0.3)),
          RHN(units: 10, depth: 3, dropout: 0.2, connectivity: .density(0.3)), Dense(units: 1),
        ]
      }
    }
  }

  private func outcome(
    _ kind: Kind, _ group: (any ProcessGroup)?, threads: Int,
    _ configure: (inout TrainingOptions) -> Void
  ) throws -> Outcome {
    let data = try toyReviews(count: 500, vocabulary: 300, length: Self.length, seed: 2)
    let model = try Model(try kind.layers(), seed: 1)
    var options = TrainingOptions()
    options.epochs = 2
    // Shards of 32, of dense models of 64, and one of 8; the last batch has fewer than there are processes.
    options.batch = 200
    options.seed = 3
    options.validation = data.test
    configure(&options)
    options.threads = threads
    options.group = group
    let run = try TrainingRun(model: model, data: data.train, options: options)
    var reports: [String] = []
    while let report = try run.next() {
      reports.append(
        "\(report.epoch) \(report.step) \(report.loss) \(report.accuracy ?? -1) \(report.moves) "
          + "\(report.parameters) \(report.rate) \(String(describing: report.validation))")
    }
    return Outcome(
      weights: model.network.parameters.map { $0.values.array.map(\.bitPattern) },
      reports: reports,
      answers: try model.predictions(data.train, threads: threads, group: group).map(\.outputs),
      evaluation: try model.evaluate(data.train, threads: threads, group: group))
  }

  /// Whether 2, 3 and 4 processes of 1 and 2 threads come to the same as one alone.
  private func expectSameBits(
    _ kind: Kind, _ configure: @escaping @Sendable (inout TrainingOptions) -> Void = { _ in }
  ) throws {
    let alone = try outcome(kind, nil, threads: 1, configure)
    for (processes, threads) in [(2, 1), (3, 2), (4, 1)] {
      let together = MemoryGroup.run(processes) { group in
        try outcome(kind, group, threads: threads, configure)
      }
      for (number, result) in together.enumerated() {
        let outcome = try result.get()
        #expect(outcome == alone, "process \(number) of \(processes) × \(threads)")
      }
    }
  }

  /// What a file holds of it, and a run that goes on from one; with a rule that asks for gradients of absent
  /// connections.
  @Test(arguments: Kind.allCases) func aFileHoldsAllOfIt(_ kind: Kind) throws {
    let data = try toyReviews(count: 200, vocabulary: 300, length: Self.length, seed: 2)
    var options = TrainingOptions()
    options.epochs = 3
    options.evolution = RigL(every: .epochs(1))
    func run() throws -> TrainingRun {
      try TrainingRun(
        model: try Model(try kind.layers(), seed: 1), data: data.train, options: options)
    }
    let whole = try run()
    while try whole.next() != nil {}
    let half = try run()
    _ = try half.next()
    let file = try SafetensorsFile(bytes: half.file().bytes)
    let later = try run()
    later.resume(at: try later.point(in: file))
    while try later.next() != nil {}
    let bits = [whole, later].map { $0.model.network.parameters.map(\.values.array) }
    #expect(bits[0] == bits[1])
    let copy = try Model(SafetensorsFile(bytes: whole.model.file.bytes))
    #expect(copy.file.bytes == whole.model.file.bytes)
    #expect(
      try copy.predictions(data.test, threads: 1).map(\.outputs)
        == whole.model.predictions(data.test, threads: 2).map(\.outputs))
  }

  @Test(arguments: Kind.allCases) func sameBits(ofLayers kind: Kind) throws {
    try expectSameBits(kind)
    try expectSameBits(kind) {
      $0.checkpointing = true
      $0.batch = 33
    }
  }

  /// Those that want gradients of absent connections among them, between epochs and in steps.
  @Test(arguments: 0..<12) func sameBits(ofRule number: Int) throws {
    let rules: [any EvolutionRule] = [
      SetEvolution(), SetEvolution(every: .steps(1)), SelfishEvolution(every: .steps(2)),
      RigL(every: .steps(1)), RigL(every: .epochs(1)), SparseMomentum(every: .steps(1)),
      DynamicReparameterization(moved: 20, every: .steps(1)),
      DeepRewiring(decay: 0.01, every: .steps(1)),
      MemoryEconomicTraining(every: .steps(1)), GraNet(density: 0.1, every: .steps(1)),
      CannistraciHebb(every: .steps(1)), CandidateExchange(every: .steps(1)),
    ]
    let rule = rules[number]
    try expectSameBits(.sparse) { $0.evolution = rule }
  }

  @Test(arguments: 0..<8) func sameBits(ofOptimizer number: Int) throws {
    let optimizers: [any Optimizer] = [
      SGD(rate: 0.1), SGD(rate: 0.1, momentum: 0.9, nesterov: true), Adam(), AdamW(), RMSProp(),
      NonMonotonicASGD(rate: 0.5, window: 1), LinBreg(), AdaBreg(),
    ]
    let optimizer = optimizers[number]
    try expectSameBits(.sparse) {
      $0.optimizer = optimizer
      $0.evolution = SetEvolution()
      $0.noise = GradientNoise(eta: 0.01)
      $0.clip = 0.5
    }
  }

  @Test func rowsOfNumbersTrainToTheSameBits() throws {
    @Sendable func weights(_ group: (any ProcessGroup)?) throws -> [[Float]] {
      var random = RandomSource(seed: 4)
      let inputs = (0..<300 * 5).map { _ in Float(random.uniform()) - 0.5 }
      let data = FeatureExamples(
        features: 5, inputs: inputs,
        targets: .values((0..<300).map { inputs[5 * $0] * inputs[5 * $0 + 1] }, outputs: 1))
      let model = try Model(
        [Dense(units: 90, inputs: 5, activation: .relu), Dense(units: 1)], seed: 1)
      var options = TrainingOptions()
      options.batch = 130
      options.group = group
      let run = try TrainingRun(model: model, data: data, options: options)
      while try run.next() != nil {}
      return model.network.parameters.map(\.values.array)
    }
    let alone = try weights(nil)
    for result in MemoryGroup.run(3, { try weights($0) }) { #expect(try result.get() == alone) }
  }

  /// What is measured is the first process's in all of them.
  @Test func reportsTellTheSameTimes() throws {
    let told = MemoryGroup.run(2) { group in
      let data = try toyReviews(count: 100, vocabulary: 300, length: Self.length, seed: 2)
      var options = TrainingOptions()
      options.group = group
      let run = try TrainingRun(
        model: try Model(Kind.sparse.layers(), seed: 1), data: data.train, options: options)
      let report = try run.next()
      return [report?.seconds ?? -1, report?.wordsPerSecond ?? -1, Double(report?.peakBytes ?? -1)]
    }
    #expect(try told[0].get() == told[1].get())
    #expect(try told[0].get().allSatisfy { $0 > 0 })
  }

  // MARK: Stopping

  /// One is asked, and all end after the same batch.
  @Test func oneThatIsAskedEndsAll() throws {
    let steps = MemoryGroup.run(3) { group in
      let run = try run(group)
      var asked = 0
      nonisolated(unsafe) var endedForOthers = false
      let report = try run.next(
        stop: StopRequests(
          afterBatch: {
            asked += 1
            return group.number == 1 && asked == 4
          }, atOnce: { false }, endsForOthers: { endedForOthers = true }))
      #expect(endedForOthers == (group.number != 1))
      #expect(report?.isInterrupted == true && run.isDone)
      return report?.step
    }
    #expect(try steps.map { try $0.get() } == [4, 4, 4])
  }

  /// Also where the rule surveys every step.
  @Test func oneThatIsAskedEndsASurvey() throws {
    let steps = MemoryGroup.run(2) { group in
      let run = try run(group, rule: RigL(every: .steps(1)))
      var asked = 0
      return try run.next(
        stop: StopRequests(
          afterBatch: {
            asked += 1
            return group.number == 0 && asked == 3
          }, atOnce: { false }))?.step
    }
    #expect(try steps.map { try $0.get() } == [3, 3])
  }

  /// One drops its batch, and all do.
  @Test func oneThatStopsAtOnceStopsAll() throws {
    let results = MemoryGroup.run(3) { group in
      let run = try run(group)
      nonisolated(unsafe) var done = 0
      do {
        while try run.next(
          stop: StopRequests(afterBatch: { false }, atOnce: { group.number == 2 && done == 3 }),
          progress: { _ in done += 1 }) != nil
        {}
        return -1
      } catch is CancellationError {
        return done
      }
    }
    #expect(try results.map { try $0.get() } == [3, 3, 3])
  }

  @Test func anEvaluationEndsForAll() throws {
    let results = MemoryGroup.run(2) { group in
      let run = try run(group, count: 900)
      return try run.model.evaluate(
        try data(count: 900), threads: 1, group: group,
        stop: StopRequests(afterBatch: { group.number == 1 }, atOnce: { false }))?.count
    }
    #expect(try results.map { try $0.get() } == [nil, nil])
  }

  private func run(
    _ group: any ProcessGroup, seed: UInt64 = 3, count: Int = 300,
    rule: (any EvolutionRule)? = nil
  ) throws -> TrainingRun {
    let data = try data(count: count)
    var options = TrainingOptions()
    options.batch = 32
    options.epochs = 3
    options.seed = seed
    options.evolution = rule
    options.group = group
    return try TrainingRun(
      model: try Model(Kind.sparse.layers(), seed: 1), data: data, options: options)
  }

  private func data(count: Int) throws -> TextExamples {
    try toyReviews(count: count, vocabulary: 300, length: Self.length, seed: 2).train
  }

  // MARK: Differences

  private func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "none"
    } catch let error as TrainingError {
      return error.title
    } catch let error as ProcessError {
      return error.title
    } catch {
      return "\(error)"
    }
  }

  @Test func otherDataModelsAndOptionsAreRefused() throws {
    func problems(_ make: @escaping @Sendable (any ProcessGroup) throws -> TrainingRun) throws
      -> [String]
    {
      try MemoryGroup.run(2) { group in
        problem { _ = try make(group).next() }
      }.map { try $0.get() }
    }
    #expect(
      try problems { try run($0, count: 300 + 10 * $0.number) }
        == [String](repeating: "process 1 would train on other examples than process 0", count: 2))
    #expect(
      try problems { try run($0, seed: UInt64($0.number)) }
        == [String](repeating: "process 1 would train with another `seed` than process 0", count: 2)
    )
    #expect(
      try problems { group in
        let run = try run(group)
        if group.number == 1 { run.model.network.parameters[0].values.pointer[3] += 1 }
        return run
      }
        == [String](
          repeating: "process 1 would train a model with other weights than process 0", count: 2))
  }

  /// A weight that a machine gets wrong is found soon after.
  @Test func aWeightThatIsLostIsTold() throws {
    let problems = MemoryGroup.run(3) { group in
      let run = try run(group)
      return problem {
        _ = try run.next(
          progress: {
            guard group.number == 2, $0.batch == 3 else { return }
            run.model.network.parameters[2].values.pointer[0] += 0.5
          })
        _ = try run.next()
        _ = try run.next()
      }
    }
    #expect(
      try problems.map { try $0.get() }
        == [String](repeating: "process 2 has come to other weights than process 0", count: 3))
  }

  @Test func whoIsElsewhereIsTold() throws {
    let problems = MemoryGroup.run(2) { group in
      let run = try run(group, count: 900)
      return problem {
        if group.number == 0 { _ = try run.next() }
        _ = try run.model.evaluate(try data(count: 900), threads: 1, group: group)
      }
    }
    #expect(
      try problems.map { try $0.get() }
        == [String](
          repeating: "the processes have come to different places of the program", count: 2))
  }

  // MARK: Files

  /// A training goes on with another number of processes, to the same bits.
  @Test func aFileGoesOnWithOtherProcesses() throws {
    @Sendable func options(_ group: (any ProcessGroup)?) -> TrainingOptions {
      var options = TrainingOptions()
      options.batch = 200
      options.every = 1
      options.epochs = 2
      options.seed = 3
      options.evolution = RigL(every: .steps(1))
      options.group = group
      return options
    }
    @Sendable func weights(
      _ group: (any ProcessGroup)?, from file: SafetensorsFile?, reports: Int
    ) throws -> (weights: [[Float]], file: SafetensorsFile) {
      let data = try toyReviews(count: 500, vocabulary: 300, length: Self.length, seed: 2)
      let model = try Model(Kind.sparse.layers(), seed: 1)
      let run = try TrainingRun(model: model, data: data.train, options: options(group))
      if let file { run.resume(at: try run.point(in: file)) }
      for _ in 0..<reports { _ = try run.next() }
      return (model.network.parameters.map(\.values.array), run.file())
    }
    let alone = try weights(nil, from: nil, reports: 10).weights
    let begun = try MemoryGroup.run(3) { try weights($0, from: nil, reports: 2).file.bytes }[0]
      .get()
    let ended = MemoryGroup.run(2) { group in
      try weights(group, from: try SafetensorsFile(bytes: begun), reports: 10).weights
    }
    for result in ended { #expect(try result.get() == alone) }
  }
}
