import Layers
import Tensors
import Testing

/// Sparse layers compute what dense layers with the same weights, and zeros elsewhere, compute.
@Suite struct EquivalenceTests {
  @Test(arguments: [0.0, 0.05, 0.4, 1.0])
  func sparseLayersEqualDenseOnesWithZeros(density: Double) throws {
    let sparse = TestCase.words(
      "sparse", embedding: .density(density), lstm: .density(density))
    let dense = TestCase.words("dense", embedding: .dense, lstm: .dense)
    let sparseModel = try sparse.model()
    let denseModel = try dense.model()
    for (mine, theirs) in zip(denseModel.layers, sparseModel.layers) {
      for (matrix, source) in zip(mine.matrices, theirs.matrices) {
        matrix.parameter.values.array = denseValues(of: source)
      }
    }
    for (mine, theirs) in zip(denseModel.parameters, sparseModel.parameters)
    where mine.name == "bias" {
      mine.values.array = theirs.values.array
    }
    let one = sparse.evaluate(sparseModel)
    let other = dense.evaluate(denseModel)
    #expect(abs(one.loss - other.loss) < 1e-5)
    compareGradients(sparseModel, one.gradients, denseModel, other.gradients)
  }

  private func compareGradients(
    _ sparse: Sequential, _ sparseGradients: [[Float]], _ dense: Sequential,
    _ denseGradients: [[Float]]
  ) {
    let matrices = sparse.layers.flatMap(\.matrices)
    for (index, parameter) in sparse.parameters.enumerated() {
      let matrix = matrices.first { $0.parameter === parameter }
      let largest = denseGradients[index].reduce(1) { max($0, abs($1)) }
      for n in 0..<parameter.count {
        let place = matrix.map { densePlace(of: n, in: $0) } ?? n
        let difference = abs(sparseGradients[index][n] - denseGradients[index][place])
        #expect(difference < 1e-5 * largest, "\(parameter.name)[\(n)]")
      }
    }
  }

  private func densePlace(of position: Int, in matrix: WeightMatrix) -> Int {
    guard let sparse = matrix.sparseMatrix else { return position }
    let row = (0..<sparse.rows).first { sparse.positions(ofRow: $0).contains(position) } ?? 0
    return row * sparse.columns + Int(sparse.columnIndices[position])
  }

  private func denseValues(of matrix: WeightMatrix) -> [Float] {
    guard let sparse = matrix.sparseMatrix else { return matrix.parameter.values.array }
    var values = [Float](repeating: 0, count: sparse.rows * sparse.columns)
    for position in 0..<sparse.count {
      values[densePlace(of: position, in: matrix)] = sparse.values[position]
    }
    return values
  }

  /// The same of every layer.
  @Test(arguments: TestCase.all)
  func everySparseLayerEqualsItsDenseOne(_ test: TestCase) throws {
    let sparse = try test.model()
    let dense = try test.denseCopy(of: sparse)
    let (one, other) = (test.evaluate(sparse), test.evaluate(dense))
    #expect(abs(one.loss - other.loss) < 1e-5)
    compareGradients(sparse, one.gradients, dense, other.gradients)
  }

  /// A sparse matrix of so many rows is walked itself where others have their transpose.
  @Test func aLayerOfThousandsOfUnitsEqualsItsDenseOne() throws {
    let test = TestCase(
      name: "thousands of units",
      layers: {
        [
          Embedding(vocabulary: 9, units: 5, connectivity: .dense),
          LSTM(units: 6, connectivity: .dense, givesSequence: true),
          Dense(units: 4200, connectivity: .density(0.2)),
        ]
      }, loss: CrossEntropy(), targets: TestCase.following, isByStep: true, packs: false)
    let sparse = try test.model()
    let dense = try test.denseCopy(of: sparse)
    let (one, other) = (test.evaluate(sparse), test.evaluate(dense))
    #expect(abs(one.loss - other.loss) < 1e-3)
    let (mine, theirs) = (sparse.parameters, dense.parameters)
    for index in mine.indices where mine[index].count == theirs[index].count {
      let largest = other.gradients[index].reduce(1e-3) { max($0, abs($1)) }
      for (a, b) in zip(one.gradients[index], other.gradients[index]) {
        #expect(abs(a - b) < 1e-4 * largest, "\(mine[index].name)")
      }
    }
  }

  /// As many texts as panels are made for: steps go through kernels several at a time where all texts run, and back
  /// through matrices of states that are summed connection by connection, or are too large for that.
  @Test(arguments: [true, false]) func manyTexts(areOfOneLength: Bool) throws {
    let lengths = (0..<32).map { areOfOneLength ? 11 : 13 - $0 / 4 }
    var texts: [[Int32]] = []
    for (text, length) in lengths.enumerated() {
      texts.append((0..<length).map { place in Int32(2 + (text * 7 + place * 5) % 7) })
    }
    let test = TestCase(
      name: "many texts",
      layers: {
        let first: [any Layer] = [Embedding(vocabulary: 9, units: 6, connectivity: .dense)]
        let last: [any Layer] = [
          LSTM(units: 66, connectivity: .density(0.96)),
          RHN(units: 92, depth: 2, connectivity: .density(0.98)),
          Dense(units: 1),
        ]
        let both = [5, 76].compactMap { (units: Int) -> (any Layer)? in
          try? Bidirectional(GRU(units: units, connectivity: .density(0.96)))
        }
        return first + both + last
      }, input: .words(texts), targets: .classes((0..<32).map { $0 % 3 == 0 ? 1 : 0 }))
    let sparse = try test.model()
    #expect(sparse.layers.count == 6)
    #expect(sparse.matrices.filter { $0.role == .recurrent && $0.count > 16_384 }.count == 5)
    let dense = try test.denseCopy(of: sparse)
    let (one, other) = (test.evaluate(sparse), test.evaluate(dense))
    #expect(abs(one.loss - other.loss) < 1e-4)
    for (index, (mine, theirs)) in zip(sparse.matrices, dense.matrices).enumerated() {
      guard let number = sparse.parameters.firstIndex(where: { $0 === mine.parameter }),
        mine.isSparse
      else { continue }
      let largest = other.gradients[number].reduce(1e-3) { max($0, abs($1)) }
      var position = 0
      for row in 0..<mine.rows {
        for (column, _) in mine.entries(ofRow: row) {
          let place = row * theirs.columns + column
          let difference = one.gradients[number][position] - other.gradients[number][place]
          #expect(abs(difference) < 1e-4 * largest, "matrix \(index), connection \(position)")
          position += 1
        }
      }
    }
  }

  /// What other texts are in the batch, and how long they are, changes nothing for a text.
  @Test(arguments: TestCase.all) func paddingDoesNotCount(_ together: TestCase) throws {
    let model = try together.model()
    guard case .classes(let labels) = together.targets else { return }
    var sum = 0.0
    var left = labels[...]
    for (input, length) in zip(together.input.alone, together.input.lengths) {
      var alone = together
      alone.input = input
      let count = together.isByStep ? length : 1
      alone.targets = .classes(Array(left.prefix(count)))
      left = left.dropFirst(count)
      sum += alone.evaluate(model, isTraining: false, computesGradients: false).loss
    }
    let all = together.evaluate(model, isTraining: false, computesGradients: false).loss
    #expect(abs(all - sum) < 1e-5)
  }

  /// Layers that look at each vector by itself give the same wherever it stands.
  @Test(arguments: TestCase.byStep) func packedPlacesChangeNothing(_ test: TestCase) throws {
    let model = try test.model()
    let packed = test.evaluate(model)
    let apart = test.evaluate(model, packsPlaces: false)
    #expect(abs(packed.loss - apart.loss) < 1e-5)
    for (one, other) in zip(packed.gradients, apart.gradients) {
      for (a, b) in zip(one, other) { #expect(abs(a - b) < 1e-5) }
    }
  }

  @Test(arguments: TestCase.all)
  func evaluationGivesWhatTrainingGivesWithoutDropout(_ test: TestCase) throws {
    guard !test.layers().contains(where: { LayerDescription(of: $0).drops }) else { return }
    let model = try test.model()
    let training = test.evaluate(model, isTraining: true, computesGradients: false).loss
    let evaluation = test.evaluate(model, isTraining: false, computesGradients: false).loss
    #expect(training == evaluation)
  }

  @Test(arguments: TestCase.all) func aCopySharesNothing(_ test: TestCase) throws {
    let model = try test.model()
    let copy = model.copy()
    let before = test.evaluate(model).loss
    #expect(test.evaluate(copy).loss == before)
    for parameter in copy.parameters { parameter.values.fill(with: 0) }
    #expect(test.evaluate(model).loss == before)
  }

  @Test func parametersAreCountedAsConnectionsAndBiases() throws {
    var random = RandomSource(seed: 1)
    let model = try Sequential(
      [
        Embedding(vocabulary: 20_000, units: 256, connectivity: .dense),
        LSTM(units: 256, connectivity: .dense), Dense(units: 1),
      ], weights: &random)
    #expect(model.parameterCount == 5_645_569)
    #expect(model.denseParameterCount == 5_645_569)
  }
}
