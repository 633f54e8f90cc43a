import Datasets
import Evolution
import Foundation
import Layers
import Tensors
import Testing
import Training

/// Each optimizer against a plain replay of its formula in double precision, and all of them in a training.
@Suite struct OptimizerTests {
  /// Some weights, the gradients of a few steps, and where each was born.
  private struct Problem {
    let values: Storage<Float>
    let gradient: Storage<Float>
    let states: [Storage<Float>]
    let births: Storage<Int32>?
    let isMatrix: Bool
    let isEmbedding: Bool
    static let count = 21

    init(
      _ optimizer: any Optimizer, isMatrix: Bool = true, isEmbedding: Bool = false,
      births: [Int32]? = nil
    ) {
      var random = RandomSource(seed: 3)
      values = Storage((0..<Self.count).map { _ in random.uniform(-1, 1) })
      gradient = Storage<Float>(count: Self.count)
      states = optimizer.stateNames.map { _ in Storage(count: Self.count) }
      self.births = births.map { Storage($0) }
      self.isMatrix = isMatrix
      self.isEmbedding = isEmbedding
    }

    /// All weights, or those from `start` on.
    func block(from start: Int = 0, count: Int = count) -> WeightBlock {
      WeightBlock(
        values: values, gradient: gradient, states: states, start: start, count: count,
        isMatrix: isMatrix, isEmbedding: isEmbedding, births: births)
    }

    func setGradient(_ step: Int) {
      gradient.array = (0..<Self.count).map { n -> Float in Float(sin(Double(n * 7 + step * 3))) }
    }
  }

  /// Rates that change, as a schedule has them.
  private static let rates = [0.1, 0.1, 0.05, 0.2, 0.02]
  private static let scale: Float = 0.5

  /// Runs the steps; `replay` changes one weight in double precision by the same gradient.
  private func compare(
    _ optimizer: any Optimizer, isMatrix: Bool = true, isEmbedding: Bool = false,
    replay: (_ w: inout Double, _ g: Double, _ rate: Double, _ step: Int, _ n: Int) -> Void
  ) {
    let problem = Problem(optimizer, isMatrix: isMatrix, isEmbedding: isEmbedding)
    var weights = problem.values.array.map(Double.init)
    for (index, rate) in Self.rates.enumerated() {
      problem.setGradient(index)
      let context = StepContext(
        step: index + 1, rate: rate, previousRate: index > 0 ? Self.rates[index - 1] : nil,
        scale: Self.scale)
      // In two blocks: where they are cut makes no difference.
      optimizer.update(problem.block(count: 5), context)
      optimizer.update(problem.block(from: 5, count: Problem.count - 5), context)
      for n in weights.indices {
        replay(
          &weights[n], Double(problem.gradient.array[n]) * Double(Self.scale), rate, index + 1, n)
      }
    }
    for (found, expected) in zip(problem.values.array, weights) {
      #expect(abs(Double(found) - expected) < 2e-6 * (1 + abs(expected)))
    }
  }

  @Test(arguments: [0, 0.9], [false, true])
  func descentIsPyTorchs(momentum: Double, decays: Bool) {
    for nesterov in [false, true] where !nesterov || momentum > 0 {
      let decay = decays ? 0.1 : 0
      var kept = [Double](repeating: 0, count: Problem.count)
      compare(SGD(rate: 0.1, momentum: momentum, nesterov: nesterov, decay: decay)) {
        w, g, rate, step, n in
        // torch.optim.SGD: the buffer is of gradients, and the rate that of the step.
        let d = g + decay * w
        kept[n] = step == 1 ? d : momentum * kept[n] + d
        w -= rate * (nesterov ? d + momentum * kept[n] : kept[n])
      }
    }
  }

  @Test(arguments: [nil, 0.01, 0.5])
  func adamAndAdamWArePyTorchs(decay: Double?) {
    var (m, v) = (
      [Double](repeating: 0, count: Problem.count), [Double](repeating: 0, count: Problem.count)
    )
    let optimizer: any Optimizer = decay.map { AdamW(decay: $0) } ?? Adam()
    compare(optimizer) { w, g, rate, step, n in
      w *= 1 - rate * (decay ?? 0)
      m[n] = 0.9 * m[n] + 0.1 * g
      v[n] = 0.999 * v[n] + 0.001 * g * g
      let mean = m[n] / (1 - pow(0.9, Double(step)))
      let square = v[n] / (1 - pow(0.999, Double(step)))
      w -= rate * mean / (square.squareRoot() + 1e-8)
    }
  }

  @Test(arguments: [0, 0.9])
  func rmspropIsPyTorchs(momentum: Double) {
    var (v, u) = (
      [Double](repeating: 0, count: Problem.count), [Double](repeating: 0, count: Problem.count)
    )
    compare(RMSProp(momentum: momentum)) { w, g, rate, _, n in
      v[n] = 0.99 * v[n] + 0.01 * g * g
      u[n] = momentum * u[n] + g / (v[n].squareRoot() + 1e-8)
      w -= rate * u[n]
    }
  }

  /// v ← v − τg or v − m, or v moved by Adam; θ = sign(v) max(δ|v| − δλ, 0).
  @Test(arguments: [0, 0.05, 0.3, 3], [1, 0.5])
  func bregmanIterationsAreTheSoftThresholdOfTheirSubgradients(strength: Double, delta: Double) {
    for isMatrix in [true, false] {
      let lambda: Double = isMatrix ? strength : 0
      func threshold(_ v: Double) -> Double {
        let size: Double = max(delta * abs(v) - delta * lambda, 0)
        return v < 0 ? -size : size
      }
      func start(_ w: Double) -> Double {
        let sign: Double = w < 0 ? -1 : 1
        return w / delta + lambda * sign
      }
      for momentum: Double in [0, 0.9] {
        var v: [Int: Double] = [:]
        var m = [Double](repeating: 0, count: Problem.count)
        compare(
          LinBreg(momentum: momentum, strength: strength, delta: delta), isMatrix: isMatrix
        ) { w, g, rate, _, n in
          m[n] = momentum * m[n] + (1 - momentum) * rate * g
          let moved: Double = (v[n] ?? start(w)) - m[n]
          v[n] = moved
          w = threshold(moved)
        }
      }
      var v: [Int: Double] = [:]
      var m = [Double](repeating: 0, count: Problem.count)
      var s = m
      compare(AdaBreg(strength: strength, delta: delta), isMatrix: isMatrix) {
        w, g, rate, step, n in
        m[n] = 0.9 * m[n] + 0.1 * g
        s[n] = 0.999 * s[n] + 0.001 * g * g
        let mean: Double = m[n] / (1 - pow(0.9, Double(step)))
        let square: Double = s[n] / (1 - pow(0.999, Double(step)))
        let change: Double = rate * mean / (square.squareRoot() + 1e-8)
        let moved: Double = (v[n] ?? start(w)) - change
        v[n] = moved
        w = threshold(moved)
      }
    }
  }

  /// A connection that grew at 0 stays there until its steps add up to λ; a weight that a program changed is the
  /// start of a new subgradient.
  @Test func subgradientsBeginAnewWhereWeightsWereChanged() {
    let optimizer = LinBreg(strength: 0.5)
    let problem = Problem(optimizer)
    problem.values.array = [Float](repeating: 0, count: Problem.count)
    problem.gradient.array = [Float](repeating: -1, count: Problem.count)
    var found: [Float] = []
    for step in 1...8 {
      if step == 4 { problem.values.pointer[1] = -2 }
      optimizer.update(problem.block(), StepContext(step: step, rate: 0.25))
      found.append(problem.values.pointer[0])
    }
    #expect(found == [0, 0, 0.25, 0.5, 0.75, 1, 1.25, 1.5])
    // −2.5 at the start, five steps of a quarter up.
    #expect(problem.values.pointer[1] == -0.75)
  }

  @Test func biasesAndWordsDoNotDecay() {
    for (isMatrix, isEmbedding) in [(false, false), (true, true)] {
      compare(SGD(decay: 0.5), isMatrix: isMatrix, isEmbedding: isEmbedding) { w, g, rate, _, _ in
        w -= rate * g
      }
      compare(NonMonotonicASGD(decay: 0.5), isMatrix: isMatrix, isEmbedding: isEmbedding) {
        w, g, rate, _, _ in w -= rate * g
      }
    }
  }

  @Test func averagingBeginsWhenNothingImprovesAndAgainWhereAConnectionGrew() {
    let optimizer = NonMonotonicASGD(rate: 0.1, decay: 0.1, window: 1)
    // The fourth is above the least of the first two: averages begin after step 4.
    let losses = [1, 0.8, 0.9, 0.85]
    let births: [Int32] = (0..<Int32(Problem.count)).map { $0 % 3 == 0 ? 7 : $0 % 3 == 1 ? 2 : 0 }
    let problem = Problem(optimizer, births: births)
    var weights = problem.values.array.map(Double.init)
    var (averages, counts) = (weights, [Int](repeating: 0, count: weights.count))
    var evaluations = Evaluations()
    let result = Storage<Float>(count: Problem.count)
    for step in 1...10 {
      problem.setGradient(step)
      optimizer.update(
        problem.block(), StepContext(step: step, rate: 0.1, evaluations: evaluations))
      for n in weights.indices {
        weights[n] -= 0.1 * (Double(problem.gradient.array[n]) + 0.1 * weights[n])
        guard step > 4, step > births[n] else { continue }
        counts[n] += 1
        averages[n] =
          counts[n] <= 2
          ? weights[n] : averages[n] + (weights[n] - averages[n]) / Double(counts[n] - 1)
      }
      if step <= 4 {
        let entry = Evaluations.Entry(
          epoch: step, step: step, loss: losses[step - 1], accuracy: nil)
        evaluations.note(entry)
      }
      let isAveraging = optimizer.averages(
        of: problem.block(), step: step, evaluations: evaluations, into: result.pointer)
      #expect(isAveraging == (step > 4))
      guard isAveraging else { continue }
      for n in weights.indices {
        // One that has done no step since it grew is as it is.
        let expected = counts[n] == 0 ? weights[n] : averages[n]
        #expect(abs(Double(result.array[n]) - expected) < 1e-5)
        #expect(abs(Double(problem.values.array[n]) - weights[n]) < 1e-5)
      }
    }
  }

  @Test func momentaAreWhatOptimizersKeep() {
    let result = Storage<Float>(count: Problem.count)
    for optimizer in allOptimizers + [RMSProp(momentum: 0.5)] {
      let problem = Problem(optimizer)
      problem.setGradient(1)
      optimizer.update(problem.block(), StepContext(step: 1, rate: 0.1))
      let kept = problem.states.map(\.array)
      guard optimizer.momenta(of: problem.block(), into: result.pointer) else { continue }
      let isOfAdam = optimizer.stateNames == ["mean", "square"]
      for n in 0..<Problem.count {
        let expected =
          isOfAdam ? kept[0][n] / (kept[1][n].squareRoot() + 1e-8) : kept[kept.count - 1][n]
        #expect(result.array[n] == expected)
      }
    }
  }

  // MARK: In a training

  /// Two clouds of points, the second class a tenth of them.
  private func points(_ count: Int = 200, seed: UInt64 = 1) -> FeatureExamples {
    var random = RandomSource(seed: seed)
    let labels = (0..<count).map { $0 % 10 == 0 ? 1 : 0 }
    let inputs = labels.flatMap { label in
      (0..<4).map { _ -> Float in
        let center: Float = label == 1 ? 1 : -1
        return Float(0.6 * random.normal()) + center
      }
    }
    return FeatureExamples(
      features: 4, inputs: inputs, targets: .classes(labels, names: ["many", "few"]))
  }

  private func model() throws -> Model {
    try Model(
      [
        Dense(units: 12, inputs: 4, activation: .tanh, connectivity: .density(0.5)),
        Dense(units: 1),
      ], seed: 1)
  }

  private func train(
    _ change: (inout TrainingOptions) -> Void
  ) throws -> (model: Model, reports: [TrainingReport], run: TrainingRun) {
    let model = try model()
    var options = TrainingOptions()
    options.epochs = 8
    options.batch = 20
    options.validation = points(60, seed: 2)
    options.evolution = SetEvolution()
    change(&options)
    let run = try TrainingRun(model: model, data: points(), options: options)
    var reports: [TrainingReport] = []
    while let report = try run.next() { reports.append(report) }
    return (model, reports, run)
  }

  @Test(arguments: allOptimizers.indices)
  func allConverge(_ index: Int) throws {
    let reports = try train { $0.optimizer = allOptimizers[index] }.reports
    #expect((reports.last?.validation?.loss ?? .nan) < 0.95 * (reports.first?.loss ?? .nan))
    #expect(Set(allOptimizers[index].stateNames).count == allOptimizers[index].stateNames.count)
    #expect(reports.allSatisfy { $0.rate == allOptimizers[index].rate })
  }

  @Test(arguments: allOptimizers.indices, [1, 2, 3])
  func allGiveTheSameBitsForAnyNumberOfThreads(_ index: Int, threads: Int) throws {
    let weights = try [1, threads].map { threads in
      try train {
        $0.optimizer = allOptimizers[index]
        $0.threads = threads
        $0.noise = GradientNoise(eta: 0.1)
        $0.schedule = OneCycle()
      }.model.network.parameters.map(\.values.array)
    }
    #expect(weights[0] == weights[1])
  }

  @Test func theReportHasTheRateOfTheSchedule() throws {
    let reports = try train { $0.schedule = RateList([0.01, 0.003]) }.reports
    #expect(reports.map(\.rate) == [0.01] + [Double](repeating: 0.003, count: 7))
    #expect(try train { $0.schedule = CosineSchedule() }.reports.last?.rate ?? 1 < 1e-6)
  }

  @Test func averagesAreEvaluatedAndLeftBehind() throws {
    func options(_ options: inout TrainingOptions) {
      // A rate so large that the loss goes up and down.
      options.optimizer = NonMonotonicASGD(rate: 60, window: 0)
      options.clip = nil
      options.evolution = nil
    }
    let (model, reports, run) = try train(options)
    let validation = try #require(reports.last?.validation)
    let again = try #require(try model.evaluate(points(60, seed: 2), threads: 1))
    #expect(again.loss == validation.loss)
    // What the run goes on with are the weights that are trained.
    let trained = try Model(run.file())
    #expect(
      trained.network.parameters.map(\.values.array)
        != model.network.parameters.map(\.values.array))
    let kept = run.evaluatedModel.network.parameters.map(\.values.array)
    #expect(kept == model.network.parameters.map(\.values.array))
  }

  @Test func whatGoesByEvaluationsNeedsExamples() throws {
    let changes: [(String, (inout TrainingOptions) -> Void)] = [
      ("optimizer", { $0.optimizer = NonMonotonicASGD() }),
      ("schedule", { $0.schedule = Plateau() }),
      ("patience", { $0.patience = Patience(2) }),
    ]
    for (argument, change) in changes {
      let error = #expect(throws: TrainingError.self) {
        _ = try train {
          $0.validation = nil
          change(&$0)
        }
      }
      #expect(error?.argument == argument)
    }
  }

  @Test func patienceEndsTheRun() throws {
    let reports = try train {
      $0.patience = Patience(2)
      $0.optimizer = SGD(rate: 1e-12)
      $0.evolution = nil
    }.reports
    #expect(reports.count == 3)
  }

  @Test func balancedClassesCountTheSame() throws {
    let plain = try train { $0.epochs = 1 }
    let balanced = try train {
      $0.epochs = 1
      $0.classWeights = .balanced
    }
    #expect(plain.reports[0].loss != balanced.reports[0].loss)
    // Weights that are all the same are none, but for rounding.
    let same = try train {
      $0.epochs = 1
      $0.classWeights = .named([("many", 4), ("few", 4)])
    }
    #expect(abs(same.reports[0].loss - plain.reports[0].loss) < 1e-6)
    // What is evaluated is the loss as it is.
    let result = try #require(try balanced.model.evaluate(points(60, seed: 2), threads: 1))
    #expect(result.loss == balanced.reports[0].validation?.loss)
    #expect(throws: TrainingError.self) {
      _ = try train { $0.classWeights = .named([("none", 2)]) }
    }
    #expect(throws: TrainingError.self) {
      _ = try train {
        $0.loss = MeanSquare()
        $0.labelSmoothing = 0.1
      }
    }
  }

  @Test func noiseHasTheVarianceOfItsStepOnWhatExists() {
    let gradient = Storage<Float>(count: 40_001)
    gradient.array = [Float](repeating: 2, count: gradient.count)
    let block = WeightBlock(
      values: Storage(count: gradient.count), gradient: gradient, states: [], start: 0,
      count: gradient.count, isMatrix: true, isEmbedding: false)
    GradientNoise(eta: 0.3).add(
      to: block, StepContext(step: 10, rate: 1, scale: 0.5), random: RandomSource(seed: 1))
    let values = gradient.array.map(Double.init)
    let mean = values.reduce(0, +) / Double(values.count)
    let variance =
      values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let expected = 0.3 / pow(10, 0.55)
    #expect(abs(mean - 1) < 0.01 && abs(variance / expected - 1) < 0.03)
  }
}
