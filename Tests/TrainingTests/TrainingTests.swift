import Datasets
import Evolution
import Foundation
import Layers
import Tensors
import Testing
import Training

@Suite struct TrainingTests {
  private func model(seed: UInt64 = 1, density: Double = 0.2) throws -> Model {
    try Model(
      [
        Embedding(vocabulary: 300, units: 16, connectivity: .density(density)),
        LSTM(units: 16, dropout: 0.1, connectivity: .density(density)), Dropout(share: 0.1),
        Dense(units: 1),
      ], seed: seed)
  }

  private func weights(_ model: Model) -> [[Float]] {
    model.network.parameters.map(\.values.array)
  }

  private func run(threads: Int, seed: UInt64 = 3) throws -> (Model, [TrainingReport]) {
    let data = try toyReviews(count: 300, seed: 2)
    let model = try model()
    var options = TrainingOptions()
    options.epochs = 3
    options.evolution = SetEvolution()
    options.seed = seed
    options.threads = threads
    options.validation = data.test
    let run = try TrainingRun(model: model, data: data.train, options: options)
    var reports: [TrainingReport] = []
    while let report = try run.next() { reports.append(report) }
    return (model, reports)
  }

  @Test func sameSeedSameBitsForAnyNumberOfThreads() throws {
    let (first, reports) = try run(threads: 1)
    for threads in [1, 2, 3] {
      let (other, otherReports) = try run(threads: threads)
      #expect(weights(first) == weights(other))
      #expect(
        first.network.layers[0].matrices[0].sparseMatrix
          == other.network.layers[0].matrices[0].sparseMatrix)
      #expect(reports.map(\.loss) == otherReports.map(\.loss))
      #expect(reports.map(\.validation?.loss) == otherReports.map(\.validation?.loss))
    }
    #expect(weights(first) != weights(try run(threads: 1, seed: 4).0))
  }

  @Test func evolutionActsBetweenEpochsAlone() throws {
    let reports = try run(threads: 1).1
    #expect(reports.count == 3)
    #expect(reports[0].moves == Model.Moves())
    #expect(reports[1].moves.grown > 100 && reports[1].moves.grown == reports[1].moves.removed)
    #expect(Set(reports.map(\.parameters)).count == 1)
  }

  @Test func optimizerStateMovesAlong() throws {
    let (model, _) = try run(threads: 1)
    let matrix = model.network.layers[0].matrices[0]
    let before = try #require(matrix.sparseMatrix)
    let kept = ParameterState(of: matrix.parameter)
    kept.prepare(arrays: 2)
    for (number, array) in kept.arrays.enumerated() {
      array.array = (0..<before.count).map { Float(1 + $0 + number * before.count) }
    }
    kept.step = 7
    let state = kept.arrays.map(\.array)
    func place(_ matrix: SparseMatrix) -> [Int: Int] {
      var places: [Int: Int] = [:]
      for row in 0..<matrix.rows {
        for k in matrix.positions(ofRow: row) {
          places[row * matrix.columns + Int(matrix.columnIndices[k])] = k
        }
      }
      return places
    }
    model.evolve(by: SetEvolution(zeta: 0.5))
    let after = try #require(matrix.sparseMatrix)
    let old = place(before)
    var same = 0
    for (cell, k) in place(after) {
      // A connection that went and was grown at the same place again begins at 0, like any other.
      guard after.values[k] != 0, let position = old[cell] else { continue }
      same += 1
      #expect(after.values[k] == before.values[position])
      for array in 0..<2 {
        #expect(kept.arrays[array].array[k] == state[array][position])
      }
      #expect(kept.births.array[k] == 0)
    }
    #expect(same > before.count / 3)
    // What grew begins with nothing, now.
    let grown = after.values.indices.filter { kept.arrays[0].array[$0] == 0 }
    #expect(grown.count > before.count / 3)
    #expect(grown.allSatisfy { kept.births.array[$0] == 7 && kept.arrays[1].array[$0] == 0 })
    #expect(matrix.parameter.gradient.count == after.count)
  }

  @Test func anInterruptEndsAfterTheBatchWithAReport() throws {
    let data = try toyReviews(count: 300, seed: 2)
    let model = try model()
    var options = TrainingOptions()
    options.epochs = 5
    let run = try TrainingRun(model: model, data: data.train, options: options)
    var batches = 0
    let report = try #require(
      try run.next(
        stop: StopRequests(
          afterBatch: {
            batches += 1
            return batches == 2
          }, atOnce: { false })))
    #expect(report.isInterrupted && report.examples == 128)
    #expect(try run.next() == nil)
    #expect(try model.predict(["a good film"], threads: 1).count == 1)
  }

  @Test func shapesThatDoNotFitAreTold() throws {
    let data = try toyReviews(count: 100, seed: 2)
    let small = try Model(
      [
        Embedding(vocabulary: 50, units: 4, connectivity: .dense),
        LSTM(units: 4, connectivity: .dense), Dense(units: 1),
      ], seed: 1)
    #expect(throws: TrainingError.self) {
      try TrainingRun(model: small, data: data.train, options: TrainingOptions())
    }
    let wide = try Model(
      [
        Embedding(vocabulary: 300, units: 4, connectivity: .dense),
        LSTM(units: 4, connectivity: .dense), Dense(units: 5),
      ], seed: 1)
    #expect(throws: TrainingError.self) {
      try TrainingRun(model: wide, data: data.train, options: TrainingOptions())
    }
  }
}

@Suite struct ModelFileTests {
  private func trained() throws -> Model {
    let data = try toyReviews(count: 100, seed: 2)
    let model = try Model(
      [
        Embedding(vocabulary: 300, units: 8, connectivity: .density(0.3)),
        LSTM(units: 8, dropout: 0.2, connectivity: .epsilon(2)), Dropout(share: 0.2),
        Dense(units: 6, activation: .relu), Dense(units: 2, connectivity: .density(0.5)),
      ], seed: 1)
    let run = try TrainingRun(
      model: model, data: data.train, options: TrainingOptions())
    while try run.next() != nil {}
    return model
  }

  @Test func aModelComesBackAsItWas() throws {
    let model = try trained()
    let copy = try Model(SafetensorsFile(bytes: model.file.bytes))
    #expect(
      copy.network.parameters.map(\.values.array) == model.network.parameters.map(\.values.array))
    #expect(copy.vocabulary == model.vocabulary && copy.classes == model.classes)
    let texts = ["a good film", "it was not dull at all", ""]
    let (one, other) = (try model.predict(texts, threads: 1), try copy.predict(texts, threads: 1))
    #expect(one.map(\.probabilities) == other.map(\.probabilities))
    #expect(copy.file.bytes == model.file.bytes)
  }

  @Test func damagedFilesAreRefused() throws {
    let bytes = try trained().file.bytes
    var header = 0
    for place in 0..<8 { header |= Int(bytes[place]) << (8 * place) }
    // Cut at places of the header and the data.
    for length in [0, 7, 8, 9, header / 2, header + 7, header + 9, bytes.count - 1] {
      #expect(throws: (any Error).self) {
        try Model(SafetensorsFile(bytes: Array(bytes.prefix(length))))
      }
    }
    // One byte of the header changed: refused, or a model all the same, but never the end.
    for place in stride(from: 0, to: min(header, 4000), by: 3) {
      var changed = bytes
      changed[place] ^= 0x15
      _ = try? Model(SafetensorsFile(bytes: changed))
    }
  }

  @Test func aNewerVersionIsRefused() throws {
    var file = try trained().file
    file.metadata[0].text = "3"
    let error = #expect(throws: SafetensorsFile.FormatError.self) { try Model(file.sealed()) }
    #expect(error?.kind == .newer)
  }

  @Test func aFlippedBitIsTold() throws {
    let bytes = try trained().file.bytes
    for place in Set(stride(from: 0, to: bytes.count, by: bytes.count / 400)).union(0..<120) {
      for bit in [0, 3, 7] {
        var changed = bytes
        changed[place] ^= UInt8(1 << bit)
        let error = #expect(throws: SafetensorsFile.FormatError.self) {
          try Model(SafetensorsFile(bytes: changed))
        }
        #expect(error?.kind == .damaged, "bit \(bit) of byte \(place): \(error?.reason ?? "")")
      }
    }
  }

  @Test func theOrderOfMetadataDoesNotBreakTheSeal() throws {
    var file = try trained().file
    file.metadata.reverse()
    _ = try Model(SafetensorsFile(bytes: file.bytes))
  }

  @Test func filesWithoutChecksumAreStillRead() throws {
    let model = try trained()
    var file = model.file
    file.metadata.removeAll { ["setl.checksum", "setl.loss", "setl.tokens"].contains($0.name) }
    file.metadata[0].text = "1"
    let copy = try Model(SafetensorsFile(bytes: file.bytes))
    #expect(copy.classes == model.classes && copy.meaning.loss == nil)
    #expect(copy.file.arrays == model.file.arrays)
    // Of the present version the checksum must be there.
    file.metadata[0].text = "2"
    #expect(throws: SafetensorsFile.FormatError.self) { try Model(file) }
  }

  @Test func arraysAreCheckedBeforeTheModelIsBuilt() throws {
    let layers = #"[{"kind":"dense","units":200000000,"inputs":2,"activation":"none"}]"#
    let file = SafetensorsFile(
      arrays: [.init("layers.0.weights", shape: [1, 2], .floats([1, 2]))],
      metadata: [
        ("setl.version", "1"), ("setl.layers", layers), ("setl.length", "200"),
        ("setl.classes", "[]"), ("setl.vocabulary", "null"),
      ])
    #expect(throws: (any Error).self) { try Model(file) }
    for text in [#"{"kind":"dropout","share":7}"#, #"{"kind":"dense","units":1e300}"#, "3"] {
      var wrong = file
      wrong.metadata[1].text = "[\(text)]"
      #expect(throws: (any Error).self) { try Model(wrong) }
    }
  }

  @Test func filesOfOthersAreNotCalledDamaged() throws {
    func kind(_ file: SafetensorsFile) -> SafetensorsFile.FormatError.Kind? {
      do {
        _ = try Model(SafetensorsFile(bytes: file.bytes))
        return nil
      } catch { return (error as? SafetensorsFile.FormatError)?.kind }
    }
    let foreign = SafetensorsFile(
      arrays: [.init("weight", shape: [2], .others(type: "F16", [0, 0, 0, 0]))], metadata: [])
    #expect(kind(foreign) == .foreign)
    var halves = try trained().file
    halves.arrays[0] = .init(
      "layers.0.embedding.row_starts", shape: [301],
      .others(type: "BF16", [UInt8](repeating: 0, count: 602)))
    #expect(kind(halves.sealed()) == .otherNumbers)
  }
}
