import Datasets
import Layers
import Tensors
import Testing
import Training

/// What models answer, and how well.
@Suite struct AnswerTests {
  /// A model that gives back the numbers that it is given.
  private func echo(_ width: Int, activation: ActivationFunction = .none) throws -> Model {
    let model = try Model([Dense(units: width, inputs: width, activation: activation)], seed: 1)
    model.network.parameters[0].values.array = (0..<width * width).map {
      $0 % (width + 1) == 0 ? 1 : 0
    }
    return model
  }

  private func examples(
    _ rows: [[Float]], _ labels: [Int], _ names: [String]
  ) -> any ExampleSource {
    FeatureExamples(
      features: rows[0].count, inputs: Array(rows.joined()),
      targets: .classes(labels, names: names))
  }

  private func numbers(
    _ rows: [[Float]], _ targets: [Float], outputs: Int = 1
  ) -> any ExampleSource {
    FeatureExamples(
      features: rows[0].count, inputs: Array(rows.joined()),
      targets: .values(targets, outputs: outputs))
  }

  /// Trains for one step whose size makes no difference to the weights.
  private func teach(_ model: Model, _ data: any ExampleSource, loss: (any Objective)? = nil) throws
  {
    var options = TrainingOptions()
    options.optimizer = SGD(rate: 1e-30)
    options.loss = loss
    let run = try TrainingRun(model: model, data: data, options: options)
    while try run.next() != nil {}
  }

  private func classFigures(_ model: Model, _ data: any ExampleSource) throws -> ClassFigures {
    let result = try #require(try model.evaluate(data, threads: 1))
    guard case .classes(let figures) = result.figures else {
      throw TrainingError("there are no classes")
    }
    return figures
  }

  @Test func theAreaUnderTheCurveCountsPairs() throws {
    func area(_ outputs: [Float], _ labels: [Int]) throws -> Double? {
      try classFigures(echo(1), examples(outputs.map { [$0] }, labels, ["a", "b"])).areaUnderCurve
    }
    // Of the pairs (0.35, 0.1), (0.35, 0.4), (0.8, 0.1), (0.8, 0.4) three are in order.
    #expect(try area([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]) == 0.75)
    // Two pairs are equal and count half, two are in order: (0.5 + 0.5 + 1 + 1) / 4.
    #expect(try area([0.5, 0.5, 0.5, 0.2], [0, 1, 1, 0]) == 0.75)
    #expect(try area([3, 3, 3], [0, 1, 1]) == 0.5)
    // Probabilities would be 1 for both: the outputs themselves are compared.
    #expect(try area([100, 200], [1, 0]) == 0)
    #expect(try area([1, 2], [1, 1]) == nil)
    #expect(try area([.nan, 2], [0, 1]) == nil)
    // Of two outputs it is the second less the first.
    let two = try classFigures(
      echo(2), examples([[1, 0], [0, 1], [5, 4]], [0, 1, 1], ["a", "b"]))
    #expect(two.areaUnderCurve == 0.75)
  }

  @Test func figuresOfClassesAreThoseOfTheField() {
    // Truth 0 1 2 2 2, answers 0 0 2 2 1.
    let figures = ClassFigures(
      classes: ["0", "1", "2"], counts: [1, 1, 3], taken: [2, 1, 2], found: [1, 0, 2],
      confusion: [[1, 0, 0], [1, 0, 0], [0, 1, 2]], areaUnderCurve: nil)
    #expect(figures.scores(0) == .init(precision: 0.5, recall: 1, f1: 2 / 3.0))
    #expect(figures.scores(1) == .init(precision: 0, recall: 0, f1: 0))
    #expect(figures.scores(2) == .init(precision: 1, recall: 2 / 3.0, f1: 0.8))
    #expect(figures.accuracy == 0.6)
    func near(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude < 1e-12 }
    #expect(near(figures.balancedAccuracy, (1 + 0 + 2 / 3.0) / 3))
    // The means of the three rows; and with weights 1, 1 and 3.
    #expect(near(figures.macro.precision, 0.5) && near(figures.macro.f1, (2 / 3.0 + 0.8) / 3))
    #expect(near(figures.weighted.precision, (0.5 + 3) / 5))
    #expect(near(figures.weighted.recall, (1 + 2) / 5.0))
    #expect(near(figures.weighted.f1, (2 / 3.0 + 3 * 0.8) / 5))
  }

  @Test func figuresOfNumbersAreThoseOfTheField() throws {
    // Differences −0.5, 0.5, 0, 1: squares 1.5 / 4, distances 2 / 4. Targets' mean 2.875, spread 29.1875.
    let result = try #require(
      try echo(1).evaluate(numbers([[2.5], [0], [2], [8]], [3, -0.5, 2, 7]), threads: 1))
    guard case .numbers(let figures) = result.figures else { Issue.record("no numbers"); return }
    #expect(figures.meanSquare == 0.375 && result.loss == 0.375 && result.accuracy == nil)
    #expect(figures.rootMeanSquare == 0.375.squareRoot() && figures.meanAbsoluteError == 0.5)
    #expect(((figures.rSquared ?? 0) - (1 - 1.5 / 29.1875)).magnitude < 1e-12)
    let same = try #require(try echo(1).evaluate(numbers([[1], [2]], [4, 4]), threads: 1))
    guard case .numbers(let figures) = same.figures else { Issue.record("no numbers"); return }
    #expect(figures.rSquared == nil)
  }

  @Test(arguments: [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"], ["c", "b", "a"]])
  func classesAreMatchedByName(_ names: [String]) throws {
    let rows: [[Float]] = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0.1, 1]]
    let model = try echo(3)
    try teach(model, examples(Array(rows[..<3]), [0, 1, 2], ["a", "b", "c"]))
    let labels = ["a", "b", "c", "c"].compactMap { names.firstIndex(of: $0) }
    let figures = try classFigures(model, examples(rows, labels, names))
    #expect(figures.classes == ["a", "b", "c"] && figures.counts == [1, 1, 2])
    #expect(figures.accuracy == 1)
    // Training on goes by name too, and keeps the order that the model has.
    try teach(model, examples(rows, labels, names))
    #expect(model.classes == ["a", "b", "c"])
    #expect(try classFigures(model, examples(rows, labels, names)).accuracy == 1)
  }

  @Test func aClassMayLackExamplesButNotBeStrange() throws {
    let model = try echo(3)
    try teach(model, examples([[1, 0, 0], [0, 1, 0], [0, 0, 1]], [0, 1, 2], ["a", "b", "c"]))
    let lacking = try classFigures(model, examples([[0, 1, 0], [0, 0, 1]], [0, 1], ["b", "c"]))
    #expect(lacking.classes == ["a", "b", "c"] && lacking.counts == [0, 1, 1])
    #expect(lacking.accuracy == 1 && lacking.balancedAccuracy == 1 && lacking.macro.f1 == 1)
    let error = #expect(throws: TrainingError.self) {
      try model.evaluate(examples([[1, 0, 0], [0, 1, 0]], [0, 1], ["a", "elk"]), threads: 1)
    }
    #expect(error?.title.contains("`elk`") == true)
    // A name that no example has is no matter.
    _ = try classFigures(model, examples([[1, 0, 0]], [0], ["a", "elk"]))
    // What a model answers does not hang on labels.
    let answers = try model.predictions(examples([[0, 1, 0]], [0], ["elk"]), threads: 1)
    #expect(answers.map(\.label) == [1])
  }

  @Test func namesAreComparedByCodePoints() throws {
    let (one, two) = ("caf\u{E9}", "cafe\u{301}")
    let model = try echo(2)
    try teach(model, examples([[1, 0], [0, 1]], [0, 1], [one, two]))
    let turned = try classFigures(model, examples([[1, 0], [0, 1]], [1, 0], [two, one]))
    #expect(turned.accuracy == 1)
    #expect(throws: TrainingError.self) {
      try teach(echo(2), examples([[1, 0], [0, 1]], [0, 1], ["a", one]))
      let other = try echo(2)
      try teach(other, examples([[1, 0], [0, 1]], [0, 1], ["a", one]))
      _ = try other.evaluate(examples([[0, 1]], [0], [two]), threads: 1)
    }
  }

  @Test func theLossOfTheTrainingIsRemembered() throws {
    let data = examples([[0.4], [0.6], [-1], [2]], [0, 1, 0, 1], ["a", "b"])
    let model = try echo(1)
    try teach(model, data, loss: MeanSquare())
    let squares = (0.16 + 0.16 + 1 + 1) / 4
    let saved = try Model(SafetensorsFile(bytes: model.file.bytes))
    for one in [model, model.copy(), saved] {
      #expect(one.meaning.loss?.name == "mean_square")
      let result = try #require(try one.evaluate(data, threads: 1))
      #expect((result.loss - squares).magnitude < 1e-6)
      let answers = try one.predictions(data, threads: 1)
      #expect(answers.map(\.label) == [0, 1, 0, 1])
      #expect(answers.allSatisfy { $0.probabilities.isEmpty })
    }
    // Another can be named.
    let other = try #require(
      try model.evaluate(data, loss: BinaryCrossEntropy(), threads: 1))
    #expect(other.loss != squares)
  }

  @Test func aModelOfNumbersGivesNumbers() throws {
    let model = try echo(1)
    try teach(model, numbers([[1], [2]], [1, 2]))
    let saved = try Model(SafetensorsFile(bytes: model.file.bytes))
    for one in [model, saved] {
      let answers = try one.predictions(numbers([[21], [0]], [0, 0]), threads: 1)
      #expect(answers.map(\.outputs) == [[21], [0]] && answers.allSatisfy { $0.label == nil })
      #expect(throws: TrainingError.self) {
        try one.evaluate(examples([[1], [2]], [0, 1], ["a", "b"]), threads: 1)
      }
    }
  }

  @Test func aPackedModelKeepsWhatItKnew() throws {
    let data = try toyReviews(count: 100, seed: 2)
    let model = try Model(
      [
        Embedding(vocabulary: 300, units: 4, connectivity: .dense),
        LSTM(units: 4, connectivity: .dense), Dense(units: 1),
      ], seed: 1)
    try teach(model, data.train, loss: MeanSquare())
    let packed = try PackedModel(model)
    let before = try packed.predictions(data.test, threads: 1).map(\.label)
    try teach(model, data.train)
    #expect(
      packed.meaning.loss?.name == "mean_square"
        && model.meaning.loss?.name == "binary_cross_entropy")
    #expect(try packed.predictions(data.test, threads: 1).map(\.label) == before)
    let words = try packed.predict(["quux good", "", "..."], threads: 1).map(\.words)
    #expect(
      words == [
        KnownWords(known: 1, count: 2), .init(known: 0, count: 0), .init(known: 0, count: 0),
      ])
  }

  @Test func twoSigmoidsAreRefused() throws {
    let data = examples([[0], [1]], [0, 1], ["a", "b"])
    let error = #expect(throws: TrainingError.self) {
      try teach(echo(1, activation: .sigmoid), data)
    }
    #expect(error?.title.contains("sigmoid") == true)
    try teach(echo(1, activation: .sigmoid), data, loss: MeanSquare())
    // Trained by hand, its outputs are read as they are.
    let answers = try echo(1, activation: .sigmoid).predictions(
      examples([[-1], [1]], [0, 1], ["a", "b"]), threads: 1)
    #expect(answers.map(\.label) == [0, 1])
  }

  @Test func whatIsWrongIsToldOfTheArgument() throws {
    func argument(_ change: (inout TrainingOptions) -> Void) throws -> String? {
      var options = TrainingOptions()
      change(&options)
      let data = examples([[0], [1]], [0, 1], ["a", "b"])
      do {
        _ = try TrainingRun(model: echo(1), data: data, options: options)
        return nil
      } catch let error as TrainingError { return error.argument }
    }
    #expect(try argument { $0.loss = CrossEntropy() } == "loss")
    let wide = examples([[0, 1]], [0], ["a", "b"])
    #expect(try argument { $0.validation = wide } == "validation")
    let strange = examples([[0]], [0], ["elk"])
    #expect(try argument { $0.validation = strange } == "validation")
    #expect(try argument { $0.validation = numbers([[0]], [1]) } == "validation")
    let empty = numbers([[0]], [1]).piece([])
    #expect(try argument { $0.validation = empty } == "validation")
    #expect(try argument { $0.validation = examples([[3]], [0], ["b"]) } == nil)
  }
}
