import Evolution
import Glibc
import Tensors

// The rules that grow by gradient, and those that prune.

let rigLCases: [RuleCase] = [0, 0.3, 1].flatMap { fraction in
  [nil, EvolutionSchedule.Interval.epochs(1)].map { every in
    RuleCase(rule: RigL(fraction: fraction, every: every), keeps: .matrices) {
      tables, moment, _, random in
      let rate = between(fraction, 0, (1 + cos(.pi * min(moment.progress / 0.75, 1))) / 2)
      return tables.map { table in
        var gone = lowest(
          Int(rate * Double(table.cells.count) + 1e-6), of: table.old(at: moment),
          by: table.magnitude)
        var grown = table.strongest(gone.count, without: gone, lost: gone, &random)
        // What comes back in the same update stays as it was.
        let back = gone.intersection(grown)
        gone.subtract(back)
        grown.removeAll { back.contains($0) }
        return Outcome(table, gone: gone, grown: grown)
      }
    }
  }
}

let sparseMomentumCases: [RuleCase] = [(0, 0), (0.5, 0.005), (1, 1)].flatMap { start, end in
  [nil, EvolutionSchedule.Interval.steps(10)].map { every in
    RuleCase(rule: SparseMomentum(fraction: start, end: end, every: every), keeps: .none) {
      tables, moment, _, random in
      let rate = between(start, end, (1 + cos(.pi * moment.progress)) / 2)
      let gone = tables.map { table in
        lowest(
          Int((rate * Double(table.cells.count) - 1e-6).rounded(.up)), of: table.old(at: moment),
          by: table.magnitude)
      }
      let means = tables.map { table in
        table.connections.reduce(0.0) { $0 + Double(table.cells[$1]?.momentum.magnitude ?? 0) }
          / Double(max(table.cells.count, 1))
      }
      let counts = apportion(
        gone.reduce(0) { $0 + $1.count }, by: means,
        rooms: zip(tables, gone).map { Int(0.99 * Double($0.empty(without: $1).count) + 1e-6) })
      return tables.indices.map { index in
        Outcome(
          tables[index], gone: gone[index],
          grown: tables[index].strongest(
            counts[index], without: gone[index], lost: gone[index], &random))
      }
    }
  }
}

/// The model pruned to d + (d₀ − d)(1 − τ)³ of its places.
private func pruned(
  _ tables: [Table], to density: Double, _ moment: EvolutionMoment, isLast: Bool,
  _ memory: inout [String: Double]
) -> [Set<Place>] {
  let places = Double(tables.reduce(0) { $0 + $1.rows * $1.columns })
  let connections = tables.reduce(0) { $0 + $1.cells.count }
  let start = memory["start"] ?? Double(connections) / places
  memory["start"] = start
  let left = isLast ? 0 : 1 - min(moment.progress / 0.75, 1)
  let wished = Int(((density + (start - density) * left * left * left) * places).rounded())
  struct Entry {
    let table: Int
    let place: Place
    let score: Float
  }
  let entries = tables.enumerated().flatMap { index, table in
    relativeScores(table).map { Entry(table: index, place: $0.key, score: $0.value) }
  }.sorted { ($0.score, $0.table, $0.place) < ($1.score, $1.table, $1.place) }
  var gone = [Set<Place>](repeating: [], count: tables.count)
  for entry in entries.prefix(max(connections - wished, 0)) {
    gone[entry.table].insert(entry.place)
  }
  return gone
}

let pruningCases: [RuleCase] =
  [0, 0.1, 0.4, 1].flatMap { density in
    [
      RuleCase(rule: MagnitudePruning(density: density), keeps: .none) {
        tables, moment, memory, _ in
        // After step 45 there is no update.
        let gone = pruned(tables, to: density, moment, isLast: moment.step >= 40, &memory)
        return zip(tables, gone).map { Outcome($0, gone: $1, grown: []) }
      },
      RuleCase(rule: GraNet(density: density), keeps: .none) { tables, moment, memory, random in
        let first = pruned(tables, to: density, moment, isLast: moment.step == 60, &memory)
        let rate = between(0.5, 0.005, (1 + cos(.pi * moment.progress)) / 2)
        return zip(tables, first).map { table, pruned in
          let left = table.connections.filter { !pruned.contains($0) }
          let second = lowest(
            Int((rate * Double(left.count) - 1e-6).rounded(.up)), of: table.old(at: moment, left),
            by: table.magnitude)
          let gone = pruned.union(second)
          return Outcome(
            table, gone: gone,
            grown: table.strongest(second.count, without: gone, lost: second, &random))
        }
      },
    ]
  }

let hebbCases: [RuleCase] = [0, 0.3, 1].flatMap { zeta in
  [false, true].map { embedding in
    RuleCase(rule: CannistraciHebb(zeta: zeta, includesEmbedding: embedding), keeps: .blocks) {
      tables, _, _, random in
      tables.map { table in
        var gone: Set<Place> = []
        var grown: [Place] = []
        for rows in table.blockRows {
          let all = table.connections.filter { rows.contains($0.row) }
          let out = lowest(
            Int((zeta * Double(all.count)).rounded()), of: all, by: table.magnitude)
          gone.formUnion(out)
          let left = Set(all).subtracting(out)
          let empty = table.empty(without: gone).filter { rows.contains($0.row) }
          var scores: [Place: Double] = [:]
          if embedding || !table.looksUpRows {
            for place in empty { scores[place] = pathScore(place, left, rows, table.columns) }
          }
          let joined = empty.filter { (scores[$0] ?? 0) > 0 }.sorted {
            (-(scores[$0] ?? 0), $0) < (-(scores[$1] ?? 0), $1)
          }.prefix(out.count)
          grown += joined
          grown += draw(
            out.count - joined.count, of: empty.filter { !joined.contains($0) }, &random)
        }
        return Outcome(table, gone: gone, grown: grown)
      }
    }
  }
}

/// CH3-L3p by enumerating the paths row – column a – row b – column.
private func pathScore(
  _ place: Place, _ cells: Set<Place>, _ rows: Range<Int>, _ columns: Int
) -> Double {
  func has(_ row: Int, _ column: Int) -> Bool { cells.contains(Place(row: row, column: column)) }
  var score = 0.0
  for a in 0..<columns where has(place.row, a) {
    for b in rows where has(b, place.column) && has(b, a) {
      let outerRows = rows.filter { has($0, a) && !has($0, place.column) }.count
      let outerColumns = (0..<columns).filter { has(b, $0) && !has(place.row, $0) }.count
      score += 1 / Double(outerRows * outerColumns).squareRoot()
    }
  }
  return score
}
