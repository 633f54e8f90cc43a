import Datasets
import Evolution
import Layers
import Tensors
import Testing
import Training

/// The strongest places without a connection, out of a training under way.
@Suite struct AbsentSearchTests {
  private func run(threads: Int, batch: Int = 40) throws -> TrainingRun {
    let data = try toyReviews(count: 200, seed: 4)
    let model = try Model(
      [
        Embedding(vocabulary: 400, units: 12, connectivity: .density(0.3)),
        LSTM(units: 10, dropout: 0.1, connectivity: .density(0.2)),
        Dense(units: 90, activation: .tanh, connectivity: .density(0.4)), Dense(units: 1),
      ], seed: 3)
    var options = TrainingOptions()
    options.batch = batch
    options.threads = threads
    options.every = 2
    options.seed = 5
    let run = try TrainingRun(model: model, data: data.train, options: options)
    _ = try run.next()
    return run
  }

  private func matrices(_ run: TrainingRun) -> [WeightMatrix] {
    run.model.network.layers.flatMap(\.matrices).filter(\.isSparse)
  }

  @Test func allEmptyPlacesAreOfferedOnceAndTheStrongestFirst() throws {
    let run = try run(threads: 2)
    for matrix in matrices(run) where !matrix.looksUpRows {
      let places = matrix.rows * matrix.columns
      let all = try #require(try run.absentGradients(of: matrix, count: places))
      #expect(
        Set(all.places).count == places - matrix.count && all.places.count == places - matrix.count)
      for place in all.places {
        let row = matrix.entries(ofRow: place / matrix.columns)
        #expect(!row.contains { $0.column == place % matrix.columns })
      }
      let order = zip(all.values, all.places).map { (-$0.magnitude, $1) }
      #expect(zip(order, order.dropFirst()).allSatisfy { $0 < $1 })
      for count in [0, 1, 17] {
        let some = try #require(try run.absentGradients(of: matrix, count: count))
        #expect(some.places == Array(all.places.prefix(count)))
        #expect(some.values == Array(all.values.prefix(count)))
      }
    }
  }

  /// Of words as many as the row has connections, and none of words that the batch did not have.
  @Test func wordsOfferAsManyAsTheyHave() throws {
    let run = try run(threads: 1)
    let matrix = try #require(matrices(run).first { $0.looksUpRows })
    let found = try #require(try run.absentGradients(of: matrix, count: 1))
    let rows = Dictionary(grouping: found.places) { $0 / matrix.columns }
    #expect(rows.count > 20 && rows.count < matrix.rows)
    for (row, places) in rows {
      let connections = matrix.entries(ofRow: row).count
      #expect(places.count == min(connections, matrix.columns - connections))
    }
  }

  /// Batches of one, two and four shards.
  @Test(arguments: [10, 40, 160])
  func threadsChangeNoBit(batch: Int) throws {
    let one = try run(threads: 1, batch: batch)
    for threads in 2...3 {
      let other = try run(threads: threads, batch: batch)
      for (mine, theirs) in zip(matrices(one), matrices(other)) {
        #expect(
          try one.absentGradients(of: mine, count: 50)
            == other.absentGradients(of: theirs, count: 50))
      }
    }
  }

  /// Being asked changes nothing of the training.
  @Test func askingChangesNothing() throws {
    let asked = try run(threads: 2)
    let other = try run(threads: 2)
    for matrix in matrices(asked) { _ = try asked.absentGradients(of: matrix, count: 9) }
    let (one, two) = (try #require(try asked.next()), try #require(try other.next()))
    #expect(one.loss == two.loss)
    for (mine, theirs) in zip(asked.model.network.parameters, other.model.network.parameters) {
      #expect(mine.values.array == theirs.values.array)
    }
  }
}
