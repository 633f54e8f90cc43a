internal import Tensors

/// How far a model is pruned by now: from the density it has at the rule's first update to `density`,
/// quickly at first, d + (d₀ − d)(1 − τ)³.
struct Pruning {
  /// The density of all sparse matrices together at the end.
  let density: Double
  /// The share of the training after which it has come to the end.
  let until: Double

  private static let start = "density at the start"

  /// How many connections the model is to have at the moment, at its `isLast` update those of the end.
  func count(
    of matrices: [EvolvingMatrix], at moment: EvolutionMoment, isLast: Bool,
    memory: inout RuleMemory
  ) -> Int {
    let places = matrices.reduce(0.0) { $0 + Double($1.matrix.rows) * Double($1.matrix.columns) }
    let connections = matrices.reduce(0) { $0 + $1.matrix.count }
    guard places > 0 else { return connections }
    let start = memory.number(Self.start, in: 0...1) ?? Double(connections) / places
    memory.numbers[Self.start] = start
    let left = isLast || until <= 0 ? 0 : 1 - min(moment.progress / until, 1)
    let wished = (density + (start - density) * left * left * left) * places
    // Never more than there are.
    return wished < Double(connections) ? max(Int(wished.rounded()), 0) : connections
  }
}

extension [MatrixDraft] {
  /// Drops down to `count` connections in all: the weights that are the smallest beside the root mean
  /// square of their matrix, the earlier matrix and connection first where equal.
  mutating func prune(to count: Int) {
    let scores = DropScores(
      joining: map { draft in
        let scale = draft.evolving.rootMeanSquare
        return DropScores(draft.matrix.values.map { $0 / scale })
      })
    let goes = scores.lowest(reduce(0) { $0 + $1.matrix.count } - count)
    var first = 0
    for index in indices {
      let end = first + self[index].matrix.count
      self[index].drop(goes[first..<end])
      first = end
    }
  }
}
