internal import Tensors

/// What goes from one matrix and what comes, until the change is written: the verbs of the rules.
struct MatrixDraft {
  let evolving: EvolvingMatrix
  /// (connections) whether each goes.
  private(set) var goes: [Bool]
  /// How many go.
  private(set) var removed = 0
  /// The places that are grown, ascending.
  private(set) var grown: [Int] = []

  init(_ evolving: EvolvingMatrix) {
    self.evolving = evolving
    goes = [Bool](repeating: false, count: evolving.matrix.count)
  }

  var matrix: SparseMatrix { evolving.matrix }
  /// How many connections stay.
  var staying: Int { matrix.count - removed }
  /// How many places are empty once what goes is gone.
  var room: Int { matrix.rows * matrix.columns - staying }

  /// How many connections of each row go.
  var lost: [Int] {
    (0..<matrix.rows).map { row in
      matrix.positions(ofRow: row).reduce(0) { $0 + (goes[$1] ? 1 : 0) }
    }
  }

  /// Lets the connections go that are marked, if they do not yet.
  mutating func drop(_ marked: some Sequence<Bool>) {
    for (position, isMarked) in marked.enumerated() where isMarked && !goes[position] {
      goes[position] = true
      removed += 1
    }
  }

  /// Lets the `count` go whose scores are the lowest of those that stay, at `positions` or anywhere.
  mutating func drop(_ count: Int, by scores: DropScores, at positions: Range<Int>? = nil) {
    var scores = scores
    for position in goes.indices where goes[position] { scores.spare(position) }
    drop(scores.lowest(count, at: positions))
  }

  /// Grows the places that are given, ascending, besides those grown before.
  mutating func grow(_ places: [Int]) {
    grown = grown.isEmpty ? places : (grown + places).sorted()
  }

  /// Grows `count` places at random among those that are empty, those just emptied too.
  mutating func growAnywhere(_ count: Int, using random: inout RandomSource) {
    guard count > 0 else { return }
    grow(
      matrix.emptyPlaces(
        count, rows: 0..<matrix.rows, without: goes, taken: grown, using: &random))
  }

  /// Keeps what goes and is grown again in the same update as it was.
  mutating func keepRegrown() {
    var others: [Int] = []
    for place in grown {
      if let position = matrix.position(ofPlace: place) {
        goes[position] = false
        removed -= 1
      } else {
        others.append(place)
      }
    }
    grown = others
  }

  /// The change, nil where there is none; grown connections have 0 where `weights` has none for them.
  func change(growing weights: [Float] = []) -> TopologyChange? {
    removed == 0 && grown.isEmpty
      ? nil : TopologyChange(of: matrix, removing: goes, growing: grown, weights: weights)
  }
}
