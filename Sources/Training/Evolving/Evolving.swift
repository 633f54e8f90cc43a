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

  /// The strongest empty places of each sparse matrix, as many as the rule wants; nil where it wants none.
  /// What `survey` keeps of a matrix is gone afterwards.
  func absentGradients(
    at moment: EvolutionMoment, in survey: [any DenseGradients]
  ) -> [AbsentGradients]? {
    guard rule.evidence.contains(.absentGradients) else { return nil }
    let places = model.network.sparsePlaces
    let sizes = places.map {
      EvolvingMatrix.Size(
        rows: $0.matrix.rows, columns: $0.matrix.columns, connections: $0.matrix.count)
    }
    let search = AbsentSearch(survey: survey, threads: threads)
    let counts = rule.absentPlaces(of: sizes, at: moment)
    // The last first: those of words, whose search takes the most memory, come when the others are gone.
    let found = zip(places, counts).reversed().map { place, count in
      defer { for part in survey { part.forgetGradient(of: place) } }
      return search.strongest(count, of: place)
    }
    return found.reversed()
  }

  /// Moves connections; `absent` are the strongest empty places, where the rule asked for them.
  func act(
    at moment: EvolutionMoment, absent: [AbsentGradients]?, memory: inout RuleMemory
  ) -> Model.Moves {
    let places = model.network.sparsePlaces
    var moves = Model.Moves()
    // What a matrix is copied into for the rule is gone before the next one is.
    let groups =
      rule.looksAtMatricesAlone ? places.indices.map { $0..<$0 + 1 } : [places.indices]
    for group in groups where !group.isEmpty {
      let changes = rule.changes(
        of: group.compactMap { evidence(of: places[$0].matrix, absent: absent?[$0]) }, at: moment,
        memory: &memory, using: &model.random)
      for (place, change) in zip(places[group], changes) {
        guard let change else { continue }
        moves.apply(change, to: place.matrix, threads: threads)
        if let marks = change.marks { update.state(of: place.matrix)?.marks.array = marks }
      }
    }
    return moves
  }

  private func evidence(of matrix: WeightMatrix, absent: AbsentGradients?) -> EvolvingMatrix? {
    guard var evidence = EvolvingMatrix(matrix, threads: threads) else { return nil }
    evidence.absent = absent
    guard let state = update.state(of: matrix) else { return evidence }
    if rule.evidence.contains(.gradients) {
      evidence.gradients = StorageView(matrix.parameter.gradient)
    }
    if rule.evidence.contains(.momenta) { evidence.momenta = update.momenta(of: state) }
    if rule.evidence.contains(.births) { evidence.births = StorageView(state.births) }
    evidence.marks = state.marks.array
    return evidence
  }
}

extension EvolvingMatrix {
  /// The connections as they are now, without evidence; nil where all exist.
  init?(_ matrix: WeightMatrix, threads: Int = 1) {
    guard let sparse = matrix.sparseMatrix(threads: threads) else { return nil }
    self.init(sparse, blocks: matrix.blocks, looksUpRows: matrix.looksUpRows)
  }
}
