internal import Tensors

/// Growth by gradient: the strongest of the places that are offered and of those just emptied.
///
/// In a matrix that looks up rows, words outside of the batch have no gradient at all, and growing by
/// gradient alone would crowd the words of the batch. So there each row grows in proportion to what it
/// lost, by gradient where its word occurred, else at random.
extension MatrixDraft {
  /// Grows `count` places; `lost` is how many connections each row lost for it, by which rows that are
  /// looked up share.
  mutating func growByGradient(_ count: Int, lost: [Int], using random: inout RandomSource) {
    guard count > 0 else { return }
    guard evolving.looksUpRows else {
      grow(candidates.prefix(count).map(\.place).sorted())
      growAnywhere(count - grown.count, using: &random)
      return
    }
    let rooms = (0..<matrix.rows).map { matrix.room(ofRow: $0, without: goes) }
    let counts = shares(of: count, by: lost.map { Double($0) }, atMost: rooms)
    let byRow = Dictionary(grouping: candidates) { $0.place / matrix.columns }
    var places: [Int] = []
    for (row, count) in counts.enumerated() where count > 0 {
      let chosen = (byRow[row] ?? []).prefix(count).map(\.place).sorted()
      let others = matrix.emptyPlaces(
        count - chosen.count, rows: row..<row + 1, without: goes, taken: chosen, using: &random)
      places += (chosen + others).sorted()
    }
    grow(places)
  }

  private struct Candidate {
    let place: Int
    let pattern: UInt32
  }

  /// Empty places with a gradient, the strongest first, the earlier one where equal. Of rows that are
  /// looked up only those whose word occurred.
  private var candidates: [Candidate] {
    let absent = evolving.absent ?? AbsentGradients()
    var candidates = zip(absent.places, absent.values).map {
      Candidate(place: $0, pattern: $1.magnitude.bitPattern)
    }
    let gradients = evolving.gradients ?? StorageView([])
    let offered = evolving.looksUpRows ? Set(absent.places.map { $0 / matrix.columns }) : []
    for row in 0..<matrix.rows {
      let positions = matrix.positions(ofRow: row)
      guard positions.contains(where: { goes[$0] }), positions.upperBound <= gradients.count else {
        continue
      }
      guard
        !evolving.looksUpRows || offered.contains(row)
          || positions.contains(where: { gradients[$0] != 0 })
      else { continue }
      for position in positions where goes[position] {
        candidates.append(
          Candidate(
            place: row * matrix.columns + Int(matrix.columnIndices[position]),
            pattern: gradients[position].magnitude.bitPattern))
      }
    }
    return candidates.sorted {
      $0.pattern != $1.pattern ? $0.pattern > $1.pattern : $0.place < $1.place
    }
  }
}
