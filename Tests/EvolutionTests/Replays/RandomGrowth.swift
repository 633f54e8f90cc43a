import Evolution
import Glibc
import Tensors

// The rules that grow at random.

private func setReplay(_ zeta: Double, bySign: Bool, normal: Bool) -> Replay {
  { tables, moment, _, random in
    tables.map { table in
      var gone: Set<Place> = []
      var grown: [Place] = []
      for rows in table.blockRows {
        let all = table.connections.filter { rows.contains($0.row) }
        var out: Set<Place> = []
        for negative in bySign ? [false, true] : [false] {
          let group = bySign ? all.filter { ((table.cells[$0]?.weight ?? 0) < 0) == negative } : all
          out.formUnion(
            lowest(
              Int((zeta * Double(group.count)).rounded()), of: table.old(at: moment, group),
              by: table.magnitude))
        }
        gone.formUnion(out)
        grown += draw(
          out.count, of: table.empty(without: gone).filter { rows.contains($0.row) }, &random)
      }
      var outcome = Outcome(table, gone: gone, grown: grown)
      if normal {
        for place in grown {
          outcome.cells[place]?.weight = Float(0.1 * random.normal()).bitPattern
        }
      }
      return outcome
    }
  }
}

let setCases: [RuleCase] = [0, 0.3, 1].flatMap { zeta in
  [true, false].flatMap { bySign in
    [nil, EvolutionSchedule.Interval.steps(10)].map { every in
      RuleCase(
        rule: SetEvolution(
          zeta: zeta, newWeights: bySign ? .normal : .zero, by: bySign ? .sign : .magnitude,
          every: every),
        keeps: .blocks, replay: setReplay(zeta, bySign: bySign, normal: bySign))
    }
  }
}

let selfishCases: [RuleCase] = [(0, 0), (0.5, 0.005), (1, 1)].flatMap { start, end in
  [nil, EvolutionSchedule.Interval.steps(10)].map { every in
    RuleCase(
      rule: SelfishEvolution(fraction: start, end: end, every: every), keeps: .matrices
    ) { tables, moment, _, random in
      let rate = between(start, end, (1 + cos(.pi * moment.progress)) / 2)
      return tables.map { table in
        let gone = lowest(
          Int((rate * Double(table.cells.count) - 1e-6).rounded(.up)), of: table.old(at: moment),
          by: table.magnitude)
        return Outcome(
          table, gone: gone, grown: draw(gone.count, of: table.empty(without: gone), &random))
      }
    }
  }
}

let reparameterizationCases: [RuleCase] = [(0, 0.001), (4, 0.1), (1000, 0.5)].map {
  moved, first in
  RuleCase(rule: DynamicReparameterization(moved: moved, threshold: first), keeps: .model) {
    tables, moment, memory, random in
    // The interval is ten steps, an epoch, and twice that after each quarter of the sixty steps.
    let intervals = [10: 10, 20: 20, 30: 20, 40: 40, 50: 80, 60: 80]
    guard let interval = intervals[moment.step], moment.step % interval == 0 else {
      return tables.map { Outcome($0, gone: [], grown: []) }
    }
    let threshold = memory["threshold"] ?? first
    let gone = tables.map { table in
      let scores = relativeScores(table)
      let old = table.old(at: moment)
      let below = old.filter { Float(scores[$0] ?? 0) < Float(threshold) }
      return lowest(min(below.count, table.cells.count - 1), of: old) { scores[$0] ?? 0 }
    }
    let removed = gone.reduce(0) { $0 + $1.count }
    let connections = tables.reduce(0) { $0 + $1.cells.count }
    let wished = min(Double(moved), 0.1 * Double(connections))
    if Double(removed) > 1.1 * wished {
      memory["threshold"] = threshold / 2
    } else if Double(removed) < 0.9 * wished {
      memory["threshold"] = threshold * 2
    }
    let counts = apportion(
      removed, by: zip(tables, gone).map { Double($0.cells.count - $1.count) },
      rooms: tables.map { $0.empty().count })
    return tables.indices.map { index in
      Outcome(
        tables[index], gone: gone[index],
        grown: draw(counts[index], of: tables[index].empty(), &random))
    }
  }
}

/// |w| beside the root mean square of the table.
func relativeScores(_ table: Table) -> [Place: Float] {
  let squares = table.connections.reduce(0.0) {
    $0 + Double(table.magnitude($1)) * Double(table.magnitude($1))
  }
  let root = Float((squares / Double(max(table.cells.count, 1))).squareRoot())
  return table.cells.mapValues { $0.weight.magnitude / (root > 0 ? root : 1) }
}

let rewiringCases: [RuleCase] = [(0, 0), (0.5, 0), (1e-5, 1e-5), (0.2, 1), (100, 0)].map {
  alpha, sigma in
  RuleCase(rule: DeepRewiring(decay: alpha, noise: sigma), keeps: .matrices) {
    tables, moment, _, random in
    tables.map { table in
      var table = table
      var gone: Set<Place> = []
      for place in table.connections {
        guard let cell = table.cells[place] else { continue }
        let sign = cell.mark ?? (cell.weight < 0 ? -1 : 1)
        var shift = -10 * moment.rate * alpha
        if sigma > 0 { shift = 10.0.squareRoot() * moment.rate * sigma * random.normal() + shift }
        let strength = Float(Double(sign * cell.weight) + shift)
        if strength <= 0 { gone.insert(place) }
        table.cells[place]?.weight = sign * strength
        table.cells[place]?.mark = sign
      }
      let grown = draw(gone.count, of: table.empty(without: gone), &random)
      var outcome = Outcome(table, gone: gone, grown: grown)
      for place in grown {
        let sign: Float = random.below(2) == 0 ? 1 : -1
        outcome.cells[place]?.weight = (sign * 1e-12).bitPattern
        outcome.cells[place]?.mark = sign
      }
      return outcome
    }
  }
}

let economicCases: [RuleCase] = [0, 0.01, 2].flatMap { lambda in
  [MemoryEconomicTraining.Elasticity.em, .ems].flatMap { elasticity in
    [EvolutionSchedule.Interval.epochs(1), .steps(10)].map { every in
      RuleCase(
        rule: MemoryEconomicTraining(
          elasticity: elasticity, gradientWeight: lambda, every: every),
        keeps: elasticity == .em ? .matrices : .none,
        replay: economicReplay(lambda, elasticity, every))
    }
  }
}

private func economicReplay(
  _ lambda: Double, _ elasticity: MemoryEconomicTraining.Elasticity,
  _ every: EvolutionSchedule.Interval
) -> Replay {
  { tables, moment, memory, random in
    // The last update: before the sixth epoch, or the sixtieth step.
    let isLast = moment.step == (every == .steps(10) ? 60 : 50)
    let stage = moment.step < 30 ? 0 : moment.step < 45 ? 1 : 2
    let low = elasticity == .em ? [0.8, 0.9, 1][stage] : 1
    let high = elasticity == .em || isLast ? 1 : [1.5, 1.25, 1][stage]
    return tables.indices.map { index in
      let table = tables[index]
      let start = memory["connections \(index)"] ?? Double(table.cells.count)
      memory["connections \(index)"] = start
      let gone = lowest(
        table.cells.count - Int((low * start).rounded()), of: table.old(at: moment)
      ) { place in
        lambda == 0
          ? table.magnitude(place)
          : table.magnitude(place) + Float(lambda) * table.slope(place).magnitude
      }
      let wanted = Int((high * start).rounded()) - (table.cells.count - gone.count)
      return Outcome(
        table, gone: gone, grown: draw(wanted, of: table.empty(without: gone), &random))
    }
  }
}
