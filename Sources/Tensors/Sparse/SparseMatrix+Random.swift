extension SparseMatrix {
  /// A matrix whose connections are uniformly random places, without repetition; all values 0.
  ///
  /// Each of the `blocks` equal blocks of rows has exactly round(density × its places) connections.
  /// Cost: the number of connections and rows, never of places.
  public static func random(
    rows: Int, columns: Int, density: Double, blocks: Int = 1, using random: inout RandomSource
  ) -> SparseMatrix {
    let blockRows = blocks > 0 ? rows / blocks : rows
    let places = blockRows * columns
    let share = min(max(density, 0), 1)
    let count = min(places, Int((share * Double(places)).rounded()))
    var rowStarts: [Int32] = [0]
    var columnIndices: [Int32] = []
    rowStarts.reserveCapacity(rows + 1)
    columnIndices.reserveCapacity(count * max(blocks, 1))
    for _ in 0..<max(blocks, 1) {
      var next = 0
      let ranks = random.distinct(count, below: places)
      for row in 0..<blockRows {
        let end = (row + 1) * columns
        while next < ranks.count, ranks[next] < end {
          columnIndices.append(Int32(ranks[next] - row * columns))
          next += 1
        }
        rowStarts.append(Int32(columnIndices.count))
      }
    }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: rowStarts, columnIndices: columnIndices,
      values: [Float](repeating: 0, count: columnIndices.count))
  }
}

extension RandomSource {
  /// `count` different whole numbers below `bound`, ascending; every such set is as likely.
  ///
  /// Draws as many as are missing, sorts, drops repetitions, and draws again: the set grows as if one
  /// number were drawn at a time and repetitions ignored. When more than half are wanted, those that
  /// are left out are drawn instead, so that a round never repeats more than about half.
  /// Cost: count · log count, also close to `bound`.
  public mutating func distinct(_ count: Int, below bound: Int) -> [Int] {
    let wanted = min(max(count, 0), max(bound, 0))
    if wanted > bound / 2 {
      let left = distinct(bound - wanted, below: bound)
      var kept: [Int] = []
      kept.reserveCapacity(wanted)
      var next = 0
      for number in 0..<bound {
        if next < left.count, left[next] == number { next += 1 } else { kept.append(number) }
      }
      return kept
    }
    var chosen: [Int] = []
    chosen.reserveCapacity(wanted)
    while chosen.count < wanted {
      for _ in chosen.count..<wanted { chosen.append(below(bound)) }
      chosen.sort()
      var last = -1
      chosen.removeAll { number in
        defer { last = number }
        return number == last
      }
    }
    return chosen
  }
}
