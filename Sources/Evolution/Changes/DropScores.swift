internal import Tensors

/// By what connections go: the lowest score first, the earlier one where scores are equal.
///
/// A score is a magnitude, kept as its bit pattern, which orders as it does.
struct DropScores {
  /// (connections)
  private(set) var patterns: [UInt32]

  /// Of what does not go, whatever the others are.
  private static let spared: UInt32 = 0x7FFF_FFFF

  init(_ scores: [Float]) { patterns = scores.map { $0.magnitude.bitPattern } }

  /// One pool of several matrices, one after the other.
  init(joining all: [DropScores]) { patterns = all.flatMap(\.patterns) }

  /// How many of those that may go are below `bound`.
  func count(below bound: Float) -> Int {
    patterns.reduce(0) { $0 + ($1 < bound.magnitude.bitPattern ? 1 : 0) }
  }

  mutating func spare(_ position: Int) { patterns[position] = Self.spared }

  /// Whether each connection at `positions` is one of the `count` lowest there; all others are not.
  ///
  /// Fewer where more are spared. Cost: the number of connections.
  func lowest(_ count: Int, at positions: Range<Int>? = nil) -> [Bool] {
    let positions = positions ?? patterns.indices
    let pool = patterns[positions]
    let open = pool.reduce(0) { $0 + ($1 == Self.spared ? 0 : 1) }
    var search = RankSearch(taking: min(max(count, 0), open))
    var goes = [Bool](repeating: false, count: patterns.count)
    guard search.taken > 0 else { return goes }
    for digit in RankSearch.digits {
      var counts = [Int32](repeating: 0, count: RankSearch.bins)
      for pattern in pool where pattern & digit.known == search.prefix {
        counts[Int((pattern >> digit.shift) & digit.mask)] += 1
      }
      search.narrow(by: counts[...], digit)
    }
    var equal = search.rank
    for position in positions {
      let pattern = patterns[position]
      if pattern == search.prefix, equal > 0 {
        goes[position] = true
        equal -= 1
      } else {
        goes[position] = pattern < search.prefix
      }
    }
    return goes
  }
}

extension EvolvingMatrix {
  /// The rows of each block.
  var rowsOfBlocks: [Range<Int>] {
    let count = max(blocks, 1)
    let size = matrix.rows / count
    return (0..<count).map { $0 * size..<($0 + 1) * size }
  }

  /// Whether what is younger than an epoch does not go: see `scores`.
  func sparesTheYoung(at moment: EvolutionMoment) -> Bool {
    looksUpRows && !moment.beginsEpoch && births != nil
  }

  /// The magnitudes of the weights, or of `values` in place of them, as scores.
  ///
  /// Within steps, what is younger than an epoch is spared in a matrix that looks up rows: a word that
  /// has not occurred since could not move its new weight from 0.
  func scores(_ values: [Float]? = nil, at moment: EvolutionMoment) -> DropScores {
    var scores = DropScores(values ?? matrix.values)
    guard sparesTheYoung(at: moment), let births else { return scores }
    // What was there from the start is as old as the training; the present step may count or not.
    let grownUp = min(moment.stepsPerEpoch, moment.step - 1)
    for (position, birth) in births.enumerated() where moment.step - Int(birth) < grownUp {
      scores.spare(position)
    }
    return scores
  }

  /// The root of the mean square of the weights, 1 where that is 0 or there are none: by it weights of
  /// matrices that started at different scales compare.
  var rootMeanSquare: Float {
    let sum = matrix.values.reduce(0.0) { $0 + Double($1) * Double($1) }
    let root = Float((sum / Double(max(matrix.count, 1))).squareRoot())
    return root > 0 && root.isFinite ? root : 1
  }
}
