internal import Evolution
internal import Layers
internal import Tensors

/// Lets a rule act on all sparse matrices of a model at once, with the evidence that it asks for.
struct Evolving {
  let rule: any EvolutionRule
  let model: Model
  let update: WeightUpdate
  let threads: Int

  func isDue(at moment: EvolutionMoment) -> Bool { rule.schedule.isDue(at: moment) }

  /// Whether gradients must be there before it acts.
  var needsGradients: Bool {
    !rule.evidence.isDisjoint(with: [.gradients, .absentGradients])
  }

  /// Moves connections. `passes` are those of the last batch, where gradients are needed.
  func act(
    at moment: EvolutionMoment, passes: [SequentialPass], memory: inout RuleMemory
  ) -> Model.Moves {
    let places = model.network.sparsePlaces
    var matrices = places.compactMap { evidence(of: $0.matrix) }
    guard !matrices.isEmpty, matrices.count == places.count else { return Model.Moves() }
    if rule.evidence.contains(.absentGradients) {
      let search = AbsentSearch(passes: passes, threads: threads)
      let counts = rule.absentPlaces(of: matrices, at: moment)
      for (index, (place, count)) in zip(places, counts).enumerated() {
        matrices[index].absent = search.strongest(count, of: place)
      }
    }
    let changes = rule.changes(
      of: matrices, at: moment, memory: &memory, using: &model.random)
    var moves = Model.Moves()
    for (place, change) in zip(places, changes) {
      guard let change else { continue }
      moves.apply(change, to: place.matrix)
      if let marks = change.marks { update.state(of: place.matrix)?.marks.array = marks }
    }
    return moves
  }

  private func evidence(of matrix: WeightMatrix) -> EvolvingMatrix? {
    guard var evidence = EvolvingMatrix(matrix) else { return nil }
    guard let state = update.state(of: matrix) else { return evidence }
    if rule.evidence.contains(.gradients) { evidence.gradients = matrix.parameter.gradient.array }
    if rule.evidence.contains(.momenta) { evidence.momenta = update.momenta(of: state) }
    if rule.evidence.contains(.ages) { evidence.ages = state.ages }
    evidence.marks = state.marks.array
    return evidence
  }
}

extension EvolvingMatrix {
  /// The connections as they are now, without evidence; nil where all exist.
  init?(_ matrix: WeightMatrix) {
    guard let sparse = matrix.sparseMatrix else { return nil }
    self.init(sparse, blocks: matrix.blocks, looksUpRows: matrix.looksUpRows)
  }
}
