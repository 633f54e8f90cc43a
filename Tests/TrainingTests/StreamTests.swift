import Datasets
import Evolution
import Glibc
import Layers
import Tensors
import Testing
import Training

/// Models of running text.
@Suite struct StreamTests {
  private static let letters = ["a", "b", "c", "d", "e", " "]

  /// So many characters by chance, each likely to be the one after the one before.
  private func text(_ count: Int, steps: Int) -> StreamExamples {
    var random = RandomSource(seed: 4)
    var tokens: [Int32] = [0]
    while tokens.count < count {
      let last = tokens[tokens.count - 1]
      tokens.append(random.uniform() < 0.8 ? (last + 1) % 6 : Int32(random.uniform() * 6))
    }
    return StreamExamples(
      corpus: .init(
        name: "letters", vocabulary: Vocabulary(words: Self.letters, tokens: .runningCharacters),
        steps: steps, tokens: tokens), places: Array(0..<count))
  }

  private func model(dropout: Double = 0, isTied: Bool = false) throws -> Model {
    try Model(
      [
        Embedding(vocabulary: 6, units: 8, connectivity: .density(0.7)),
        LSTM(units: 10, dropout: dropout, connectivity: .density(0.4)),
        LSTM(units: 8, connectivity: .density(0.4), givesSequence: true), Dropout(share: dropout),
        isTied ? TiedDense() : Dense(units: 6, connectivity: .density(0.6)),
      ], seed: 1)
  }

  private func options(threads: Int = 1, epochs: Int = 3) -> TrainingOptions {
    var options = TrainingOptions()
    options.epochs = epochs
    // Two shards.
    options.batch = 33
    options.optimizer = Adam(rate: 0.01)
    options.evolution = SetEvolution()
    options.seed = 5
    options.threads = threads
    return options
  }

  private func weights(_ model: Model) -> [[Float]] {
    model.network.parameters.map(\.values.array)
  }

  @Test func aTextInOnePieceIsTheTextInManyPieces() throws {
    let model = try model()
    // Of as many columns as those that are read in pieces.
    let whole = try #require(try model.evaluate(text(300, steps: 14), threads: 1))
    for steps in [1, 4, 7] {
      let pieces = try #require(try model.evaluate(text(300, steps: steps), threads: 1))
      #expect(abs(pieces.loss - whole.loss) < 1e-6)
      #expect(pieces.count == whole.count)
    }
  }

  @Test func everyTokenOfAColumnButTheFirstIsTold() throws {
    let result = try #require(try model().evaluate(text(327, steps: 7), threads: 1))
    #expect(result.count == 20 * (327 / 20 - 1))
    #expect(result.figures == .running(.init(perplexity: exp(result.loss), columns: 20)))
    // Of a short text as many columns as each have all steps.
    #expect(try model().evaluate(text(17, steps: 7), threads: 1)?.count == 2 * 7)
    #expect(try model().evaluate(text(3, steps: 7), threads: 1)?.count == 2)
  }

  @Test func oneThatTellsNothingIsAsUnsureAsTheVocabularyIsLarge() throws {
    let model = try model()
    for parameter in model.network.layers[4].parameters { parameter.values.fill(with: 0) }
    let result = try #require(try model.evaluate(text(300, steps: 5), threads: 1))
    #expect(abs((result.perplexity ?? 0) - 6) < 1e-4)
  }

  @Test(arguments: [false, true])
  func sameSeedSameBitsForAnyNumberOfThreads(isTied: Bool) throws {
    var all: [[[Float]]] = []
    for threads in [1, 2, 3] {
      let model = try model(dropout: 0.1, isTied: isTied)
      let run = try TrainingRun(
        model: model, data: text(900, steps: 6), options: options(threads: threads))
      while try run.next() != nil {}
      all.append(weights(model))
    }
    #expect(all[0] == all[1] && all[0] == all[2])
  }

  @Test(arguments: [false, true]) func whatWasLearntIsTold(isTied: Bool) throws {
    let model = try model(isTied: isTied)
    let data = text(3000, steps: 10)
    let run = try TrainingRun(model: model, data: data, options: options(epochs: 25))
    var last: TrainingReport?
    while let report = try run.next() { last = report }
    let perplexity = try #require(try model.evaluate(data, threads: 1)?.perplexity)
    // By chance 6; one of five comes as it likes.
    #expect(perplexity < 3)
    #expect(last?.perplexity == exp(last?.loss ?? 0) && last?.accuracy == nil)
    // What comes back from a file says the same.
    let again = try Model(SafetensorsFile(bytes: model.file.bytes))
    #expect(try again.evaluate(data, threads: 1)?.perplexity == perplexity)
    #expect(try model.copy().evaluate(data, threads: 1)?.perplexity == perplexity)
    let sampling = Sampling(temperature: 1, among: .first(1))
    #expect(
      try model.generate(
        "ab", length: 7, label: nil, sampling, random: RandomSource(seed: 1), stop: .never)
        == "cde abc")
  }

  @Test func aRunGoesOnToTheSameBitsFromTheMiddleOfAnEpoch() throws {
    let data = text(1500, steps: 6)
    let model = try model(dropout: 0.1)
    var file: SafetensorsFile?
    let run = try TrainingRun(model: model, data: data, options: options())
    var steps = 0
    run.afterStep = { run in
      steps += 1
      if steps == 11 { file = run.file() }
    }
    while try run.next() != nil {}
    let later = try self.model(dropout: 0.1)
    let resumed = try TrainingRun(model: later, data: data, options: options(threads: 2))
    let kept = try SafetensorsFile(bytes: #require(file).bytes)
    #expect(kept.arrays.contains { $0.name == "training.carried.1.2.memory" })
    resumed.resume(at: try resumed.point(in: kept))
    while try resumed.next() != nil {}
    #expect(weights(later) == weights(model))
  }

  @Test func aCopyOfARunGoesItsOwnWayToTheSameBits() throws {
    let model = try model()
    var copy: TrainingRun?
    let run = try TrainingRun(model: model, data: text(1500, steps: 6), options: options())
    run.afterStep = { run in
      if copy == nil { copy = TrainingRun(run, model: run.model.copy()) }
    }
    while try run.next() != nil {}
    let other = try #require(copy)
    while try other.next() != nil {}
    #expect(weights(other.model) == weights(model))
  }

  @Test func aBatchThatWasDroppedChangesNothing() throws {
    func train(dropping: Bool) throws -> [[Float]] {
      let model = try model()
      let run = try TrainingRun(model: model, data: text(900, steps: 6), options: options())
      var steps = 0
      run.afterStep = { _ in steps += 1 }
      if dropping {
        let stop = Countdown(60)
        #expect(throws: CancellationError.self) {
          while try run.next(stop: StopRequests(atOnce: { stop.isOver() })) != nil {}
        }
      }
      while try run.next() != nil {}
      return weights(model)
    }
    #expect(try train(dropping: true) == train(dropping: false))
  }

  @Test(arguments: [1, 5]) func firstsAreDrawnAlone(_ count: Int) {
    let sampling = Sampling(temperature: 2, among: .first(count))
    var random = RandomSource(seed: 1)
    let numbers: [Float] = [0, 3, 1, 2, 5, 4]
    let drawn = Set((0..<300).compactMap { _ in sampling.draw(numbers, using: &random) })
    #expect(drawn == Set([4, 5, 1, 3, 2, 0].prefix(count)))
  }

  @Test func theFewestWithAShareAreDrawn() {
    var random = RandomSource(seed: 1)
    let numbers = [0.5, 0.3, 0.15, 0.05].map { Float(log($0)) }
    func drawn(_ share: Double) -> Set<Int> {
      let sampling = Sampling(temperature: 1, among: .share(share))
      return Set((0..<500).compactMap { _ in sampling.draw(numbers, using: &random) })
    }
    #expect(drawn(0.4) == [0] && drawn(0.7) == [0, 1] && drawn(0.99) == [0, 1, 2, 3])
    #expect(Sampling(temperature: 1, among: .all).draw([.nan, 1], using: &random) == nil)
  }
}

/// Says that it is over after so many questions.
private final class Countdown: @unchecked Sendable {
  private var left: Int
  init(_ left: Int) { self.left = left }
  func isOver() -> Bool {
    left -= 1
    return left < 0
  }
}
