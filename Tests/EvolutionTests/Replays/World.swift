import Evolution
import Tensors

/// The matrices of a small model, and how they go on between two updates.
struct World {
  /// How weights are spread.
  enum Weights: CaseIterable {
    case uniform
    /// Few magnitudes, 0 among them: many ties.
    case coarse
    case positive
    case zero
  }

  static let epochs = 6
  static let stepsPerEpoch = 10

  var tables: [Table]
  let weights: Weights

  init(_ weights: Weights, density: Double, using random: inout RandomSource) {
    self.weights = weights
    tables = [
      Table(rows: 9, columns: 6, looksUpRows: true), Table(rows: 12, columns: 5, blocks: 4),
      Table(rows: 1, columns: 8), Table(rows: 6, columns: 4),
    ]
    for index in tables.indices {
      let places = tables[index].places
      let count = Int((density * Double(places.count)).rounded())
      for rank in random.distinct(count, below: places.count) {
        tables[index].cells[places[rank]] = Cell(weight: Self.weight(weights, &random))
      }
    }
    look(&random)
  }

  private static func weight(_ weights: Weights, _ random: inout RandomSource) -> Float {
    switch weights {
    case .uniform: random.uniform(-1, 1)
    case .coarse: Float(random.below(7) - 3) * 0.25
    case .positive: random.uniform(0, 1)
    case .zero: 0
    }
  }

  /// Draws gradients, momenta and the words of the batch.
  private mutating func look(_ random: inout RandomSource) {
    for index in tables.indices {
      let rows = tables[index].rows
      tables[index].occurred = Set((0..<rows).filter { _ in random.below(2) == 0 })
      for place in tables[index].places {
        let slope =
          weights == .coarse ? Float(random.below(5) - 2) * 0.5 : random.uniform(-1, 1)
        let isSeen = !tables[index].looksUpRows || tables[index].occurred.contains(place.row)
        tables[index].slopes[place] = isSeen ? slope : 0
      }
      for place in tables[index].connections {
        tables[index].cells[place]?.momentum = random.uniform(-1, 1)
      }
    }
  }

  /// The moment of the n-th update, from 1: at the start of an epoch, or in the last step of one.
  func moment(_ update: Int, of rule: any EvolutionRule) -> EvolutionMoment {
    let between = rule.schedule.actsBetweenEpochs
    return EvolutionMoment(
      epoch: between ? update + 1 : update, epochs: Self.epochs, step: update * Self.stepsPerEpoch,
      stepsPerEpoch: Self.stepsPerEpoch, beginsEpoch: between, rate: 0.05)
  }

  /// What the rule is told.
  func evolving(_ rule: any EvolutionRule, at moment: EvolutionMoment) -> [EvolvingMatrix] {
    let sizes = tables.map {
      EvolvingMatrix.Size(rows: $0.rows, columns: $0.columns, connections: $0.cells.count)
    }
    return zip(tables, rule.absentPlaces(of: sizes, at: moment)).map {
      $0.evolving(rule, absent: $1, step: moment.step)
    }
  }

  /// Goes on from what an update made of the tables: some weights move, and all grow older.
  mutating func goOn(from outcomes: [Outcome], using random: inout RandomSource) {
    for (index, outcome) in outcomes.enumerated() {
      let before = tables[index]
      tables[index].cells = [:]
      for (place, cell) in outcome.cells.sorted(by: { $0.key < $1.key }) {
        let stays = random.below(3) == 0
        tables[index].cells[place] = Cell(
          weight: stays ? Float(bitPattern: cell.weight) : Self.weight(weights, &random),
          age: (cell.from.flatMap { before.cells[$0]?.age } ?? 0) + Self.stepsPerEpoch
            - (cell.from == nil ? random.below(2) : 0),
          mark: cell.mark)
      }
    }
    look(&random)
  }
}
