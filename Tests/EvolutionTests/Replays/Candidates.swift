import Evolution
import Tensors

// Candidates of Bregman iterations.

let candidateCases: [RuleCase] = [(1, 0), (1, 1), (2.5, 0.3), (3, 1), (1000, 0.5)].flatMap {
  (candidates: Double, fraction: Double) in
  [nil, EvolutionSchedule.Interval.steps(10)].map { every in
    RuleCase(
      rule: CandidateExchange(candidates: candidates, fraction: fraction, every: every),
      keeps: .none
    ) { tables, moment, memory, random in
      var outcomes: [Outcome] = []
      for (index, table) in tables.enumerated() {
        let start = memory["connections \(index)"] ?? Double(table.cells.count)
        memory["connections \(index)"] = start
        let dead = table.connections.filter { table.cells[$0]?.weight == 0 }
        // Epochs of ten steps, six of them: after step 50 a rule between epochs rests, others after 60.
        guard moment.step < (every == nil ? 50 : 60) else {
          outcomes.append(Outcome(table, gone: Set(dead), grown: []))
          continue
        }
        let gone = lowest(
          Int((fraction * Double(dead.count)).rounded()), of: table.old(at: moment, dead)
        ) { table.cells[$0]?.momentum.magnitude ?? 0 }
        let wished = min((candidates * start).rounded(), Double(table.rows * table.columns))
        let more = max(Int(wished) - table.cells.count, 0)
        outcomes.append(
          Outcome(
            table, gone: gone,
            grown: draw(gone.count + more, of: table.empty(without: gone), &random)))
      }
      return outcomes
    }
  }
}
